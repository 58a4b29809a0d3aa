/** The languages that Gleaner speaks. */

export type Language = "fr" | "de" | "en";
export const LANGUAGES: readonly Language[] = ["fr", "de", "en"];

/** Something said in every language: a missing one is a type error. */
export type Said = Readonly<Record<Language, string>>;

/** The sign of a day in a duration: `3 d 4 h`. */
export const DAY_SIGN: Said = { fr: "j", de: "T", en: "d" };
/** How a switch stands. */
export const SWITCH_WORDS = {
  on: { fr: "allumé", de: "ein", en: "on" },
  off: { fr: "éteint", de: "aus", en: "off" },
} as const satisfies Record<string, Said>;
