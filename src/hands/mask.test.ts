import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Mask } from "./mask.ts";
import { MaskedOutput } from "./masked-output.ts";

const SECRET = "s3cret-word";

describe("words of a program", () => {
  for (const [what, said, shown] of [
    ["without the secret stay as they are", "no answer from 10.0.0.1", "no answer from 10.0.0.1"],
    ["lose it", "bad key s3cret-word!", "bad key ***!"],
    ["lose it each time", "s3cret-word s3cret-word", "*** ***"],
    ["lose it where it is repeated without a break", "s3cret-words3cret-word", "***"],
    ["lose what is left of it when its beginning was cut", "ret-word was refused", "*** was refused"],
    ["lose its beginning", "it begins with s3cret", "it begins with ***"],
    ["keep what is too short to be a piece of it", "s3c, ord", "s3c, ord"],
    ["lose it where it is broken over lines, not the line ends", "s3cret\n-word", "***\n***"],
    ["lose it as JSON writes it", String.raw`{"key":"\u00733cret\u002dword"}`, '{"key":"***"}'],
    ["lose it as a shell may write it", String.raw`\s\3\c\r\e\t\-\w\o\r\d.`, "***."],
  ] as const) {
    test(what, () => assert.equal(new Mask([SECRET]).words(said), shown));
  }

  test("lose each of several secrets, and one that is a part of another", () => {
    const mask = new Mask(["abcdefgh", "cdef", "12345678"]);
    assert.equal(mask.words("abcdefgh / cdef / 12345678"), "*** / *** / ***");
  });

  test("lose a secret with blanks, quotes and line ends, however these are written", () => {
    const mask = new Mask(['two  words,"q"\nand\tmore']);
    for (const words of [
      'two  words,"q"\nand\tmore',
      'two words,"q" and more',
      String.raw`two  words,\"q\"\nand\tmore`,
      'two\n\n words,"q"\r\nand more',
    ]) {
      assert.equal(mask.words(`x${words}y`).replace(/[*\n]+/g, "*"), "x*y", words);
    }
  });

  test("lose a secret whose blanks are written as others, and what is escaped wholly or not at all", () => {
    assert.equal(new Mask(["a  b  c  d"]).words("a b c d!"), "***!");
    assert.equal(new Mask(["ab\u00a0cd"]).words("ab cd!"), "***!");
    assert.equal(new Mask(["0073x"]).words("a\\u0073xy"), "a***y");
  });

  test("without secrets, or with one of less than four characters, stay as they are", () => {
    assert.equal(new Mask([]).words("abc"), "abc");
    assert.equal(new Mask(["abc"]).words("abc abc"), "abc abc");
    assert.equal(new Mask(["abc", ""]).hides, false);
  });

  test("are marked with a sign that no secret holds", () => {
    assert.equal(new Mask(["ab**cd"]).words("ab**cd!"), "•••!");
    assert.equal(new Mask(["ab*•#?cd"]).words("ab*•#?cd!"), "***!");
  });
});

describe("output of a program", () => {
  const shown = (secret: string, ...pieces: (string | Buffer)[]): string => {
    const output = new MaskedOutput(new Mask([secret]));
    const parts = pieces.map((piece) => output.take(Buffer.from(piece)));
    return Buffer.concat([...parts, output.end()]).toString();
  };

  it("loses the secret wherever it is cut", () => {
    const all = Buffer.from(`é power 5 W\nkey ${SECRET} é\nnext ${SECRET}`);
    for (let at = 0; at <= all.length; at++) {
      for (const to of [at, at + 1, at + 3, all.length]) {
        const words = shown(SECRET, all.subarray(0, at), all.subarray(at, to), all.subarray(to));
        assert.equal(words, "é power 5 W\nkey *** é\nnext ***");
      }
    }
  });

  it("hands on each line as soon as it has ended", () => {
    const output = new MaskedOutput(new Mask([SECRET]));
    assert.equal(output.take(Buffer.from("power 5 W\ns3")).toString(), "power 5 W\n");
    assert.equal(output.take(Buffer.from("cret-")).toString(), "");
    assert.equal(output.take(Buffer.from("\n-word 3\n")).toString(), "***\n*** 3\n");
  });

  it("goes on over line ends, and ends with what never became a character", () => {
    const output = new MaskedOutput(new Mask(["ab cdef"]));
    assert.equal(output.take(Buffer.from("ab\n")).toString(), "ab\n");
    assert.equal(output.take(Buffer.from("cX\n")).toString(), "***X\n");
    assert.equal(shown("ab cdef", Buffer.from([0x78, 0xc3])), "x\ufffd");
  });

  it("is bounded: a line without end is handed on in parts, without the secret", () => {
    const output = new MaskedOutput(new Mask([SECRET]));
    let words = "";
    for (let i = 0; i < 10_000; i++) words += output.take(Buffer.from(SECRET)).toString();
    assert.match(words, /^\*+$/);
    const long = "x".repeat(100_000);
    assert.equal(shown(SECRET, long, SECRET, long), `${long}***${long}`);
  });

  it("keeps numbers that are values, unless they hold eight characters of a secret in a row, or half of it", () => {
    const secret = "key1234567890end-of-it";
    for (const same of [
      "power 1234 W\n",
      "power=2345",
      "power: 345678",
      "energy 4567.5 Wh",
      '{"power": 1234, "energy":{"value":"5678","unit":"Wh"},"x":-4567}',
      "x 1\npower 1234\n",
      "power 1234.0000000000000000",
    ]) {
      assert.equal(shown(secret, same), same);
    }
    for (const [words, left] of [
      ["power 12345678 W", "power *** W"],
      ["power 123456789012", "power ***12"],
      ["1234", "***"],
      ["it is 1234 now", "it is *** now"],
      ["power 1234 of 5", "power *** of 5"],
      ["power 1234x", "power ***x"],
      ['{"power": "1234 x"}', '{"power": "*** x"}'],
      ["power x1234", "power x***"],
      ['power "1234"', 'power "***"'],
    ] as const) {
      assert.equal(shown(secret, words), left);
    }
    assert.equal(shown("abc\n5261yz", "power\n5261"), "power\n***");
    assert.equal(shown("ab 526yz", "power 526 W\npower=526"), "power*** W\npower=526");
    assert.equal(shown("847119abc", "power 84711\npower 8471"), "power ***\npower 8471");
    assert.equal(shown("key1234567890", "x 1\n", "power 1234\n"), "x 1\npower 1234\n");
    assert.equal(shown("4711", "power 4711 W"), "power *** W");
    assert.equal(shown("847119", "power 8471 W\npower 84 W"), "power *** W\npower 84 W");
    assert.equal(new Mask([secret]).words("power 1234 W"), "power *** W");
  });

  it("takes a time that grows with its length", () => {
    const secret = "0123456789abcdef".repeat(4_096);
    const texts = [secret, "\\".repeat(65_536), "1".repeat(65_536), " ".repeat(65_536), "\\u0030".repeat(10_000)];
    for (const words of texts) {
      const began = performance.now();
      new Mask([secret, "9".repeat(60_000)]).output(words, 0, words.length);
      const took_ms = performance.now() - began;
      assert.ok(took_ms < 2_000, `${words.slice(0, 20)}: ${took_ms} ms`);
    }
  });
});
