import type { JournalLine, State } from "../../../src/web/api.ts";
import { dayKey } from "./format.ts";

/** More lines than a person scrolls through; older ones can be asked for again. */
export const LINES_KEPT = 2_000;

export type Kind = JournalLine["kind"];
export const KINDS: readonly Kind[] = ["switch", "refused", "mode", "fault", "script", "device", "mode_file", "house"];

/**
 * Both lists as one, the lines recorded last first, each line once. Where a known id now belongs to another instant the
 * house has begun a new journal: only what was read counts then.
 */
export function mergeLines(known: readonly JournalLine[], read: readonly JournalLine[]): JournalLine[] {
  const have = new Map(known.map((line) => [line.id, line.at]));
  const anew = read.some((line) => have.has(line.id) && have.get(line.id) !== line.at);
  const lines = new Map((anew ? read : [...known, ...read]).map((line) => [line.id, line]));
  return [...lines.values()].sort((a, b) => b.id - a.id).slice(0, LINES_KEPT);
}

/** The lines of one relay and one kind; an empty word lets all through. */
export function filterLines(lines: readonly JournalLine[], relay: string, kind: string): JournalLine[] {
  return lines.filter((line) => (relay === "" || line.relay === relay) && (kind === "" || line.kind === kind));
}

export interface Day {
  /** `2026-11-20`; with a number behind it where a clock that was set back comes to the same day again. */
  readonly key: string;
  readonly at: number;
  readonly lines: readonly JournalLine[];
}

/** Lines by civil day of the site, in the order of the lines. */
export function byDay(lines: readonly JournalLine[], zone: string): Day[] {
  const days: { key: string; date: string; at: number; lines: JournalLine[] }[] = [];
  for (const line of lines) {
    const date = dayKey(line.at, zone);
    const last = days.at(-1);
    if (last?.date === date) {
      last.lines.push(line);
      continue;
    }
    const again = days.filter((day) => day.date === date).length;
    days.push({ key: again === 0 ? date : `${date}-${again + 1}`, date, at: line.at, lines: [line] });
  }
  return days.map(({ key, at, lines }) => ({ key, at, lines }));
}

/** Changes whenever something happened that the journal tells of: then its top is read again. */
export function signature(state: State): string {
  const relays = Object.entries(state.relays).map(([id, relay]) =>
    [id, relay.mode, relay.on, relay.since, relay.fault ?? "", relay.script.state].join(":"),
  );
  const devices = Object.entries(state.devices).map(([id, device]) => `${id}:${device.state}:${device.problem ?? ""}`);
  return [...relays, ...devices, ...state.faults.map(({ text, relay, device }) => relay ?? device ?? text)].join("|");
}
