import type { Language } from "../index.ts";
import type { HistoryWords } from "../shape.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

const DICTIONARY: Readonly<Record<Language, HistoryWords>> = { fr, de, en };

export function historyWords(language: Language): HistoryWords {
  return DICTIONARY[language];
}

/** What a unit measures: `Power`; the unit itself where there is no word for it. */
export function quantityWord(unit: string | null, language: Language): string {
  const say = historyWords(language).units;
  if (unit === null) return say.state;
  if (unit === "") return say.other;
  const known: Readonly<Record<string, string>> = say;
  return Object.hasOwn(known, unit) ? (known[unit] ?? unit) : unit;
}
