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

/** Sets a sentence that came from elsewhere: French wants a narrow no-break space before : ; ! ? and within « ». */
export function typeset(sentence: string, language: Language): string {
  if (language !== "fr") return sentence;
  return sentence.replace(/ ([:;!?»])/g, "\u202f$1").replace(/« /g, "«\u202f");
}
