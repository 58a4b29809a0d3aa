import type { Language } from "../../../../src/model/reasons.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Words } from "./shape.ts";

export type { Language, Words };

export const LANGUAGES: readonly Language[] = ["fr", "de", "en"];

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

/** The word of a known state (`float`), or the state's own name with its underscores opened. */
export function stateWord(state: string, language: Language): string {
  const known: Readonly<Record<string, string>> = words(language).states;
  return Object.hasOwn(known, state) ? (known[state] ?? state) : state.replaceAll("_", " ");
}

/** The household name of a well-known channel, or `undefined`. */
export function channelWord(channel: string, language: Language): string | undefined {
  const known: Readonly<Record<string, string>> = words(language).channels.names;
  return Object.hasOwn(known, channel) ? known[channel] : undefined;
}

/** Sets a sentence that came from elsewhere: French wants a narrow no-break space before : ; ! ? and within « ». */
export function typeset(sentence: string, language: Language): string {
  if (language !== "fr") return sentence;
  return sentence.replace(/ ([:;!?»])/g, "\u202f$1").replace(/« /g, "«\u202f");
}
