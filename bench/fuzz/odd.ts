/** What programs stumble over, whatever they read. */

/** Numbers at the edges of what a number, a time or an index may be. */
export const ODD_NUMBERS: readonly string[] = [
  ..."0 -0 00 1 -1 0.0 .5 5. 1e0 1e308 1e309 -1e309 1e-324 5e-324 1e999 1E+3 0x10 0b1 1_000 1,5 +1 --1 1-1".split(" "),
  ..."127 128 255 256 32767 32768 65535 65536 2147483647 2147483648 -2147483649 4294967295 4294967296".split(" "),
  ..."9007199254740991 9007199254740993 -9007199254740993 9223372036854775807 18446744073709551616".split(" "),
  ..."8640000000000000 8640000000000001 -8640000000000001 253402300800000 0.1 0.30000000000000004".split(" "),
  ..."NaN nan Infinity -Infinity inf null true false undefined".split(" "),
  "1".repeat(400),
  `0.${"3".repeat(400)}`,
  `${"0".repeat(400)}1`,
];

/** Signs that look like others, turn the line round, are none, or become many when they are normalised. */
export const ODD_WORDS: readonly Buffer[] = [
  ...["\0", "\t", "\r", "\n", "\r\n", "\v", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\u200b", "\u200d"],
  ...["\u202e", "\u2066", "\u0301", "e\u0301\u0301\u0301", "\ufdfa", "ﬃ", "ß", "İ", "ı", "Å", "µ", "º", "½"],
  ...["١٢٣", "１２", "Ⅷ", "𝟙", "💩", "👨‍👩‍👧", "日本", "\u{10ffff}", "\ufffe", "__proto__", "constructor", "toString"],
  ...[
    "hasOwnProperty",
    "relay.boiler",
    "../../etc/passwd",
    "%00",
    "%2e%2e%2f",
    "$\u{7b}x}",
    "'",
    '"',
    "`",
    "\\",
    "\\u0000",
  ],
  ...["<script>", "=1+1", "@x", ";", "--", "/*", "*/", "<!--", "-->", "[]", "{}", '{"a":', "[[", "]]", "}}"],
]
  .map((words) => Buffer.from(words))
  .concat([
    Buffer.from([0xff]),
    Buffer.from([0xc0, 0x80]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf0, 0x9f]),
    Buffer.from([0xfe, 0xff]),
  ]);

/** Pairs that open and close: what may be nested. */
export const NESTS: readonly (readonly [open: string, close: string])[] = [
  ["[", "]"],
  ["{", "}"],
  ["(", ")"],
  ['{"a":', "}"],
  ["[{", "}]"],
  ["{a: ", "}"],
  ["- ", ""],
  ["a:\n ", ""],
  ['"', '"'],
  ["`$\u{7b}", "}`"],
  ["/*", "*/"],
  ["<", ">"],
  ["!", ""],
  ["-", ""],
  ["((a)=>", ")"],
];
