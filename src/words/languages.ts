import type { Language } from "../model/language.ts";

export { LANGUAGES, type Language, type Said } from "../model/language.ts";

/** English means the European order of a date. */
const LOCALES: Readonly<Record<Language, string>> = { fr: "fr-FR", de: "de-DE", en: "en-GB" };

/** Who reads: the words' language, and how numbers and dates are written. */
export interface Reader {
  readonly language: Language;
  /** BCP 47: `fr-FR`, or the reader's own variant, `de-CH`. */
  readonly locale: string;
}

/** Whether Gleaner speaks it. */
export function isLanguage(name: unknown): name is Language {
  return name === "fr" || name === "de" || name === "en";
}

/** The first language in the reader's own list (`fr-CH`, `de`) that Gleaner speaks; `undefined` when none. */
export function preferredLanguage(wanted: readonly string[]): Language | undefined {
  return wanted.map((tag) => tag.trim().slice(0, 2).toLowerCase()).find(isLanguage);
}

/** A reader of whom nothing but the language is known. */
export function readerOf(language: Language): Reader {
  return { language, locale: LOCALES[language] };
}

/** The first variant of the language in the reader's own list (`de-CH`), else the usual one. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? LOCALES[language];
}
