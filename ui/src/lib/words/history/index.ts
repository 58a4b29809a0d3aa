import { quantityWord } from "../../../../../src/words/units.ts";
import type { Language } from "../index.ts";
import type { HistoryWords } from "../shape.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

const DICTIONARY: Readonly<Record<Language, HistoryWords>> = { fr, de, en };

export function historyWords(language: Language): HistoryWords {
  return DICTIONARY[language];
}

/** What stands above the channels of a unit: `Power`; `null`: states, `""`: what has no unit. */
export function groupWord(unit: string | null, language: Language): string {
  const { groups } = historyWords(language);
  if (unit === null) return groups.state;
  return unit === "" ? groups.other : quantityWord(unit, language);
}
