import { type Complaint, complaintAt, type Locate } from "./complaint.ts";
import type { ConfigData } from "./schema.ts";

/**
 * Words without quotes that look like something else than the text that a script would get: `no` is not false, and `45,5`
 * and `50 %` are no numbers. A text is true, and compares with no number: conditions would be reversed without a word.
 */

/** YAML 1.1 read them as true and false; other programs still do. */
const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["on", true],
  ["y", true],
  ["no", false],
  ["off", false],
  ["n", false],
]);

const COMMA = /^[+-]?\d{1,15},\d{1,15}$/;
const WITH_UNIT = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?\s?[%°\p{L}]\S{0,7}$/u;
/** Thousands set apart, as `1_000`, `1 000`, `1'000` and `1.000,5`. */
const MARKED =
  /^[+-]?\d{1,3}(?:(?:[ _'’\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,15})?|(?:\.\d{3}){1,4},\d{1,15}|(?:,\d{3}){1,4}\.\d{1,15}|(?:,\d{3}){2,4}|(?:\.\d{3}){2,4})$/;
const LONGEST_LOOKED_AT = 50;
const QUOTED = "put quotes round it if a text is meant";

/** What is wrong with a setting's text that stands without quotes; `undefined` when it reads as nothing but a text. */
export function flawOfPlain(words: string): string | undefined {
  const truth = SWITCHES.get(words.toLowerCase());
  if (truth !== undefined) return `"${words}" would be a text, which is always true: write ${truth}, or ${QUOTED}`;
  if (words.length > LONGEST_LOOKED_AT) return undefined;
  const instead = COMMA.test(words)
    ? words.replace(",", ".")
    : WITH_UNIT.test(words)
      ? "the number alone, as the script reckons with it"
      : MARKED.test(words)
        ? "it as 1234.5, without marks of thousands"
        : undefined;
  return instead && `"${words}" would be a text, which compares with no number: write ${instead}, or ${QUOTED}`;
}

/** Complaints about settings of relays. */
export function checkSettings(
  { relays }: Pick<ConfigData, "relays">,
  locate: Locate,
  isPlain: (path: readonly PropertyKey[]) => boolean,
): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [relay, { settings }] of Object.entries(relays)) {
    for (const [name, value] of Object.entries(settings)) {
      const path = ["relays", relay, "settings", name];
      const flaw = typeof value === "string" && isPlain(path) ? flawOfPlain(value) : undefined;
      if (flaw) complaints.push(complaintAt(locate(path), path, flaw));
    }
  }
  return complaints;
}
