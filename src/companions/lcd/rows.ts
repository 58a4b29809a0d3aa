import type { HouseState, Language, Mode, RelayState, Said } from "../../model/index.ts";
import { channelName, relayName } from "../../words/channels.ts";
import { readerOf } from "../../words/languages.ts";
import { stateWord } from "../../words/states.ts";
import { NO_VALUE, sayValue } from "../../words/values.ts";
import { standingOfRelay } from "../standing.ts";
import type { MenuView } from "./menu.ts";

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

const WORDS = {
  mode: { fr: "Mode", de: "Modus", en: "Mode" },
  auto: { fr: "auto", de: "auto", en: "auto" },
  refused: { fr: "refusé", de: "abgelehnt", en: "refused" },
} as const satisfies Record<string, Said>;

/** A person has set it. */
const FORCED = "*";
const MARK = ">";

function sayState(relay: RelayState, language: Language): string {
  const { is_faulty, on } = standingOfRelay(relay);
  if (is_faulty) return "!";
  return on === null ? OLD : stateWord(on ? "on" : "off", language);
}

/** "on", "*off", "?", "!" */
function sayRelay(relay: RelayState, language: Language): string {
  const said = sayState(relay, language);
  return said === OLD || relay.fault !== null || relay.mode === "auto" ? said : `${FORCED}${said}`;
}

function sayMode(mode: Mode, language: Language): string {
  return mode === "auto" ? WORDS.auto[language] : `${FORCED}${stateWord(mode, language)}`;
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

export type Page =
  | { readonly of: "channels"; readonly ids: readonly string[] }
  | { readonly of: "relays"; readonly relays: readonly RelayState[] }
  /** One relay, which keys can step. */
  | { readonly of: "relay"; readonly relay: RelayState };

/**
 * What is on a page. @param page counts on, also below 0; it is the same as the first one again after the last
 * @param canStep keys can step relays: then each has a page of its own
 * @returns `undefined`: there is nothing to be shown
 */
export function pageAt({ relays }: HouseState, shows: Shows, page: number, canStep: boolean): Page | undefined {
  const all = shows.relays ? relays : [];
  const pages: Page[] = [
    ...inPages(shows.channels, shows.rows).map((ids) => ({ of: "channels", ids }) as const),
    // relays begin on a page of their own
    ...(canStep
      ? all.map((relay) => ({ of: "relay", relay }) as const)
      : inPages(all, shows.rows).map((some) => ({ of: "relays", relays: some }) as const)),
  ];
  const count = pages.length;
  return count === 0 ? undefined : pages[((page % count) + count) % count];
}

/** All rows of the display. @param view how the menu shows a relay */
export function rowsOf(
  state: HouseState,
  shows: Shows,
  page: Page | undefined,
  view: (relay: RelayState) => MenuView,
): number[][] {
  const shown = page ? linesOf(state, shows, page, view) : [];
  return Array.from({ length: shows.rows }, (_nothing, row) => shown[row] ?? rowOf("", "", shows.columns));
}

function linesOf(state: HouseState, shows: Shows, page: Page, view: (relay: RelayState) => MenuView): number[][] {
  const { columns, language } = shows;
  const nameOf = ({ id }: RelayState): string => shows.name("relay", id) ?? relayName(id);
  if (page.of === "channels")
    return page.ids.map((id) => {
      const name = shows.name("channel", id) ?? channelName(id, language);
      return rowOf(name, sayChannel(state, id, language), columns);
    });
  if (page.of === "relays") return page.relays.map((relay) => rowOf(nameOf(relay), sayRelay(relay, language), columns));
  const { relay } = page;
  const { mode, has_mark, is_refused } = view(relay);
  const said = is_refused ? WORDS.refused[language] : sayMode(mode, language);
  const left = `${has_mark ? MARK : " "} ${WORDS.mode[language]}`;
  return [rowOf(nameOf(relay), sayState(relay, language), columns), rowOf(left, said, columns)];
}

function inPages<Thing>(all: readonly Thing[], rows: number): Thing[][] {
  return Array.from({ length: Math.ceil(all.length / rows) }, (_nothing, page) =>
    all.slice(page * rows, (page + 1) * rows),
  );
}
