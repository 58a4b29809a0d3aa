import { test } from "node:test";
import fc from "fast-check";
import { anySign } from "../model/testing/any-words.ts";
import { Mask } from "./mask.ts";
import { MaskedOutput } from "./masked-output.ts";
import { assertHides } from "./testing/hides.ts";

/** Whatever is printed of a secret, and wherever it is cut: no four characters of it in a row are shown. */

const RUNS = 1_500;

const SIGNS = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(..."abcxyzABC0123456789") },
  fc.constantFrom(..." \t\n\\\"'*•{}[]:,=-_./#né☀"),
  anySign.filter((sign) => sign !== "\0"),
);
const secrets = fc.oneof(
  fc.array(SIGNS, { minLength: 4, maxLength: 40 }).map((signs) => signs.join("")),
  fc.array(SIGNS, { minLength: 4, maxLength: 6 }).map((signs) => signs.join("")),
);

/** Ways of a program to print a secret, or a part of it. */
const WAYS: readonly ((part: string) => string)[] = [
  (part) => part,
  (part) => part + part,
  (part) => JSON.stringify({ key: part }),
  (part) => JSON.stringify({ [part]: 1, power: 1234 }),
  (part) => `{"key": "${part.replace(/./gs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"}`,
  (part) => part.replace(/[^\n]/g, "\\$&"),
  (part) => part.replace(/.{4}/gs, "$&\n"),
  (part) => part.replace(/\s+/g, " \r\n\t "),
  (part) => `power ${part} W\n`,
  (part) => `${part} = 12\n`,
];

const texts = fc.array(
  fc.oneof(
    fc.record({ way: fc.constantFrom(...WAYS), from: fc.nat(8), length: fc.constantFrom(3, 4, 5, 8, 99) }),
    fc.constantFrom("\n", " ", "power 21.5 W\n", '{"a": ', "x".repeat(100), "\\", '"', "x".repeat(17_000)),
  ),
  { maxLength: 8 },
);

function written(secret: string, parts: typeof texts extends fc.Arbitrary<infer T> ? T : never): string {
  return parts
    .map((part) => (typeof part === "string" ? part : part.way(secret.slice(part.from, part.from + part.length))))
    .join("");
}

test("words", () => {
  fc.assert(
    fc.property(fc.array(secrets, { minLength: 1, maxLength: 3 }), texts, (all, parts) => {
      const words = all.map((secret) => written(secret, parts)).join("");
      assertHides(all, new Mask(all).words(words));
    }),
    { numRuns: RUNS },
  );
});

test("output, wherever it is cut", () => {
  fc.assert(
    fc.property(secrets, texts, fc.array(fc.nat(4_000), { maxLength: 8 }), (secret, parts, cuts) => {
      const bytes = Buffer.from(written(secret, parts));
      const places = [...cuts.map((cut) => Math.min(cut, bytes.length)), 0, bytes.length].sort((a, b) => a - b);
      const output = new MaskedOutput(new Mask([secret]));
      const pieces = places.map((place, index) => output.take(bytes.subarray(places[index - 1] ?? 0, place)));
      assertHides([secret], Buffer.concat([...pieces, output.end()]).toString(), { numbers: true });
    }),
    { numRuns: RUNS },
  );
});

test("what holds nothing of the secrets stays as it is", () => {
  fc.assert(
    fc.property(
      secrets,
      fc.string({ maxLength: 200, unit: fc.constantFrom(...'QRST UVW\n\\"\\n{}') }),
      (secret, words) => {
        fc.pre(!/[QRSTUVW]/.test(secret));
        const plain = words.replace(/[^QRSTUVW]{2,}/g, "Q");
        const mask = new Mask([secret]);
        return mask.words(plain) === plain && mask.output(plain, 0, plain.length) === plain;
      },
    ),
    { numRuns: RUNS },
  );
});
