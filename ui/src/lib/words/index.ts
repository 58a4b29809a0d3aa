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

/** A number and its unit, which stay on one line. */
const MEASURE = /(\d) (?=(?:ms|s|min|h|d|[kM]?Wh?|VA|Ah?|V|Hz|%|°C|[kMG]?[Bo])(?![\p{L}\d]))/gu;

/**
 * Sets a sentence that came from elsewhere: a number stays with its unit; French wants a narrow no-break space before
 * : ; ! ? and within « ».
 */
export function typeset(sentence: string, language: Language): string {
  const whole = sentence.replace(MEASURE, "$1\u202f");
  return language === "fr" ? french(whole) : whole;
}

function french(sentence: string): string {
  return sentence.replace(/ ([:;!?»])/g, "\u202f$1").replace(/« /g, "«\u202f");
}
