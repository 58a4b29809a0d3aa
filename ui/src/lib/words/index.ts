import type { Language } from "../../../../src/words/languages.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Words } from "./shape.ts";

export type { Language, Words };

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: "Français", de: "Deutsch", en: "English" };

const DICTIONARY: Readonly<Record<Language, Words>> = { fr, de, en };

export function words(language: Language): Words {
  return DICTIONARY[language];
}

export function isLanguage(name: unknown): name is Language {
  return name === "fr" || name === "de" || name === "en";
}

/** The first language in the browser's list that Gleaner speaks, English when none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const name = tag.slice(0, 2).toLowerCase();
    if (isLanguage(name)) return name;
  }
  return "en";
}

/** Sets a sentence that came from elsewhere: French wants a narrow no-break space before : ; ! ? and within « ». */
export function typeset(sentence: string, language: Language): string {
  if (language !== "fr") return sentence;
  return sentence.replace(/ ([:;!?»])/g, "\u202f$1").replace(/« /g, "«\u202f");
}
