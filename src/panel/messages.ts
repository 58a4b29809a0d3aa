import type { Language, Said } from "../model/language.ts";

/** What a panel says in eight digits, with letters that seven segments can show. */
const MESSAGES = {
  /** Before the house has said anything; PvMonit's word. */
  boot: { fr: "boot", de: "boot", en: "boot" },
  /** A relay lacks its data. */
  stale: { fr: "PAS InFo", de: "InFo ALt", en: "OLd dAtA" },
  /** The house did not take a key's act. */
  refused: { fr: "rEFUSE", de: "nEIn", en: "rEFUSEd" },
} as const satisfies Record<string, Said>;

/** A relay's output is at fault: its place follows. */
const FAULT: Said = { fr: "dEFAUt", de: "FEHLEr", en: "FAULt" };

export type Message = keyof typeof MESSAGES;

/** Every message that needs no number. */
export const MESSAGE_NAMES = Object.keys(MESSAGES) as readonly Message[];

/** A message of at most eight characters, each with a glyph. */
export function message(name: Message, language: Language): string {
  return MESSAGES[name][language];
}

/** "FAULt 3". @param digit the relay's digit on its board, 1 to 8 */
export function faultMessage(digit: number, language: Language): string {
  return `${FAULT[language]} ${digit}`;
}
