import type { HouseState, Language, RelayState } from "../../model/index.ts";
import { channelName, relayName } from "../../words/channels.ts";
import { readerOf } from "../../words/languages.ts";
import { stateWord } from "../../words/states.ts";
import { NO_VALUE, sayValue } from "../../words/values.ts";

/** What a display shows, as characters that it has. */

/** The degree sign of the usual displays (character set A00). */
const DEGREE = 0xdf;
const QUESTION = 0x3f;
/** An old value is marked so, and none is shown in its place. */
const OLD = "?";

const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: "ss", œ: "oe", Œ: "OE", æ: "ae", "–": "-", "—": "-", "−": "-", "’": "'", "²": "2", "³": "3", "₂": "2" },
};

/** Codes of a text: accents are left out, what the display has not is a question mark. */
export function codesOf(text: string): number[] {
  const plain = [...text.normalize("NFD")].filter((letter) => letter < "\u0300" || letter > "\u036f");
  return plain.flatMap((letter) => {
    if (letter === "°") return DEGREE;
    if (letter === "\u00a0" || letter === "\u202f") return 0x20;
    return [...(PLAIN[letter] ?? letter)].map((each) => {
      const code = each.charCodeAt(0);
      return code >= 0x20 && code < 0x7e && code !== 0x5c ? code : QUESTION;
    });
  });
}

/** A name at the left, cut where it must be, and what is said of it at the right, whole. */
export function rowOf(name: string, said: string, columns: number): number[] {
  const right = codesOf(said).slice(0, columns);
  const left = codesOf(name).slice(0, Math.max(0, columns - right.length - 1));
  const gap = Array<number>(columns - left.length - right.length).fill(0x20);
  return [...left, ...gap, ...right];
}

/** Reasons of a relay that has not confirmed its first order yet. */
const UNCONFIRMED: readonly string[] = ["starting", "off_first"];

function sayRelay({ on, mode, fault, reason }: RelayState, language: Language): string {
  if (fault !== null) return "!";
  if (UNCONFIRMED.includes(reason.code)) return OLD;
  return `${mode === "auto" ? "" : "*"}${stateWord(on ? "on" : "off", language)}`;
}

function sayChannel({ snapshot }: HouseState, channel: string, language: Language): string {
  const state = snapshot.channels.get(snapshot.aliases.get(channel) ?? channel);
  if (!state || state.value === null) return NO_VALUE;
  if (!state.fresh) return OLD;
  if (typeof state.value === "string") return stateWord(state.value, language);
  return sayValue(state.value, state.unit, readerOf(language));
}

export interface Shows {
  readonly columns: number;
  readonly rows: number;
  readonly channels: readonly string[];
  /** Relays after the channels. */
  readonly relays: boolean;
  readonly language: Language;
  /** What people call a channel or a relay where it has a name of its own. */
  name(thing: "channel" | "relay", id: string): string | undefined;
}

/** All rows of the display at an instant. @param page counts on; it is the same as the first one again after the last */
export function rowsAt(state: HouseState, shows: Shows, page: number): number[][] {
  const { columns, rows, language } = shows;
  const values = shows.channels.map((id) => {
    const name = shows.name("channel", id) ?? channelName(id, language);
    return rowOf(name, sayChannel(state, id, language), columns);
  });
  const relays = shows.relays ? state.relays : [];
  const states = relays.map((relay) =>
    rowOf(shows.name("relay", relay.id) ?? relayName(relay.id), sayRelay(relay, language), columns),
  );
  // relays begin on a page of their own
  const pages = [...inPages(values, rows), ...inPages(states, rows)];
  const shown = pages[page % Math.max(1, pages.length)] ?? [];
  return Array.from({ length: rows }, (_nothing, row) => shown[row] ?? rowOf("", "", columns));
}

function inPages(all: readonly number[][], rows: number): number[][][] {
  return Array.from({ length: Math.ceil(all.length / rows) }, (_nothing, page) =>
    all.slice(page * rows, (page + 1) * rows),
  );
}
