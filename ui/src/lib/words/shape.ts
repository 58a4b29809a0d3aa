import type { en } from "./en.ts";
import type { en as history } from "./history/en.ts";

/** The shape of a dictionary, whatever the language. */
export type Same<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Name in keyof T]: Same<T[Name]> };

/** What every language must say: an entry that is missing, or one too many, is a type error. */
export type Words = Same<typeof en>;

/** The same for the History page. */
export type HistoryWords = Same<typeof history>;
