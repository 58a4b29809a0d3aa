import { LANGUAGES, type Language } from "./language.ts";

/** What people call relays, channels and devices. Ids stay what scripts, addresses and files use. */

/** A name in each language that somebody wrote one in. */
export type DisplayName = Readonly<Partial<Record<Language, string | undefined>>>;

/** What has an id and may have a name. */
export type Thing = "relay" | "channel" | "device";

/** The configured names by id, plain data. */
export type DisplayNames = Readonly<Record<Thing, ReadonlyMap<string, DisplayName>>>;

export const NO_NAMES: DisplayNames = { relay: new Map(), channel: new Map(), device: new Map() };

/** What to call a thing in the reader's language. */
export type Naming = (thing: Thing, id: string, language: Language) => string;

/** By their ids. */
export const byId: Naming = (_thing, id) => id;

/** Characters of a name at most. */
export const LONGEST_DISPLAY_NAME = 80;
/** What does not show or turns the direction of what follows; joiners of letters and of emoji may stand. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong with a display name, to be said after it; `undefined` when it may be shown. */
export function flawOfDisplayName(name: string): string | undefined {
  if (name.trim() === "") return "is empty: write a name or leave it out";
  if (name.length > LONGEST_DISPLAY_NAME)
    return `has ${name.length} characters: at most ${LONGEST_DISPLAY_NAME} are shown`;
  return HIDDEN.test(name) ? "has characters that do not show: write it without them" : undefined;
}

/** A name in the reader's language; where there is none in it the English one, else any. */
export function nameIn(name: DisplayName, language: Language): string | undefined {
  return name[language] ?? name.en ?? LANGUAGES.map((each) => name[each]).find((each) => each !== undefined);
}
