import fc from "fast-check";

const MOST = 0x10ffff;

/** The number of a sign. @throws TypeError when the words are not one sign */
function numberOf(sign: unknown): number {
  const number = typeof sign === "string" ? sign.codePointAt(0) : undefined;
  if (number === undefined || String.fromCodePoint(number) !== sign) throw new TypeError("not one sign");
  return number;
}

/** Any sign that Unicode has room for, halves of pairs too. As fast-check's own, which lists all of them first. */
export const anySign = fc.integer({ min: 0, max: MOST }).map((number) => String.fromCodePoint(number), numberOf);

/** Words of any signs, with those now and then that JavaScript itself has a meaning for. */
export function anyWords(length: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ unit: anySign, ...length });
}
