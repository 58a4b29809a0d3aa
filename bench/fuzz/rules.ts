import { demand } from "./entry.ts";

/** What holds for everything that is kept, whichever way it came in. Written anew: it does not ask the code that it tests. */

const LONGEST_NAME = 200;
const LONGEST_UNIT = 16;
const LONGEST_STATE = 256;
const FURTHEST_MS = 8.64e15;
/** Signs that cannot be seen: control, format, line ends, halves of a sign. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Words as a fault shows them. */
export function shown(words: unknown): string {
  const text = JSON.stringify(words) ?? String(words);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** A channel's name as anybody may give it: the house's own begin with `relay.` */
export function demandName(name: string): void {
  demand(name.length > 0 && name.length <= LONGEST_NAME, () => `a name of ${name.length} characters was taken`);
  demand(!UNSEEN.test(name), () => `the name ${shown(name)} holds what cannot be seen`);
  demand(!name.startsWith("relay."), () => `the name ${shown(name)} is one of the house's own`);
}

/** `null` is the unit of a state. */
export function demandUnit(unit: unknown): void {
  if (unit === null) return;
  demand(typeof unit === "string", () => `the unit ${shown(unit)} is no text`);
  const words = String(unit);
  demand(words.length <= LONGEST_UNIT, () => `a unit of ${words.length} characters was taken`);
  demand(!UNSEEN.test(words), () => `the unit ${shown(words)} holds what cannot be seen`);
}

/** A number or a state. */
export function demandValue(value: unknown, longest = LONGEST_STATE): void {
  if (typeof value === "number") {
    demand(Number.isFinite(value), () => `${value} was taken for a number`);
    demand(!Object.is(value, -0), () => "-0 was taken for a number");
    return;
  }
  demand(typeof value === "string", () => `${shown(value)} was taken for a value`);
  demand(String(value).length <= longest, () => `a state of ${String(value).length} characters was taken`);
}

export function demandInstant(at: number): void {
  demand(Number.isSafeInteger(at) && Math.abs(at) <= FURTHEST_MS, () => `${at} was taken for an instant`);
}

/** Words for people: short, on one line. */
export function demandWords(words: string, longest: number): void {
  demand(words.length > 0 && words.length <= longest, () => `words of ${words.length} characters: ${shown(words)}`);
}

/** What a text says without what changes from input to input: a kind of outcome. */
export function kindOf(words: string): string {
  return words
    .replace(/"(?:\\.|[^"\\])*"?/g, '""')
    .replace(/\d+/g, "0")
    .replace(/[^\w "]+/g, " ")
    .slice(0, 60);
}

/** The bytes cut at places that depend on them alone. */
export function* pieces(bytes: Buffer): Generator<Buffer> {
  let state = bytes.length;
  for (let from = 0; from < bytes.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345 + (bytes[from] ?? 0)) >>> 0;
    const to = from + 1 + ((state >>> 8) % (state % 3 === 0 ? 7 : 4_000));
    yield bytes.subarray(from, to);
    from = to;
  }
}
