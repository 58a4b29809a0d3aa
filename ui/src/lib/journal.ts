import type { JournalLine, State } from "../../../src/web/api.ts";
import { dayKey } from "./format.ts";

/** More lines than a person scrolls through; older ones can be asked for again. */
export const LINES_KEPT = 2_000;

export type Kind = JournalLine["kind"];
export const KINDS: readonly Kind[] = ["switch", "refused", "mode", "fault", "script", "device", "mode_file", "house"];

/** Two lines with the same key are the same line. */
export function lineKey(line: JournalLine): string {
  return `${line.at} ${line.kind} ${line.relay ?? ""} ${line.on ?? ""} ${line.reason}`;
}

/** Both lists as one, newest first, each line once. Lines of one instant keep the order they came in. */
export function mergeLines(known: readonly JournalLine[], read: readonly JournalLine[]): JournalLine[] {
  const have = new Set(known.map(lineKey));
  const fresh: JournalLine[] = [];
  for (const line of read) {
    const key = lineKey(line);
    if (have.has(key)) continue;
    have.add(key);
    fresh.push(line);
  }
  if (fresh.length === 0) return [...known];
  const newestKnown = known[0]?.at ?? Number.NEGATIVE_INFINITY;
  const above = fresh.filter((line) => line.at >= newestKnown);
  const below = fresh.filter((line) => line.at < newestKnown);
  return [...above, ...known, ...below].sort((a, b) => b.at - a.at).slice(0, LINES_KEPT);
}

/** The lines of one relay and one kind; an empty word lets all through. */
export function filterLines(lines: readonly JournalLine[], relay: string, kind: string): JournalLine[] {
  return lines.filter((line) => (relay === "" || line.relay === relay) && (kind === "" || line.kind === kind));
}

export interface Day {
  readonly key: string;
  readonly at: number;
  readonly lines: readonly JournalLine[];
}

/** Lines by civil day of the site, newest first. */
export function byDay(lines: readonly JournalLine[], zone: string): Day[] {
  const days: { key: string; at: number; lines: JournalLine[] }[] = [];
  for (const line of lines) {
    const key = dayKey(line.at, zone);
    const last = days.at(-1);
    if (last?.key === key) last.lines.push(line);
    else days.push({ key, at: line.at, lines: [line] });
  }
  return days;
}

/** Changes whenever something happened that the journal tells of: then its top is read again. */
export function signature(state: State): string {
  const relays = Object.entries(state.relays).map(([id, relay]) =>
    [id, relay.mode, relay.on, relay.since, relay.fault ?? "", relay.script.state].join(":"),
  );
  const devices = Object.entries(state.devices).map(([id, device]) => `${id}:${device.state}:${device.problem ?? ""}`);
  return [...relays, ...devices, ...state.faults].join("|");
}
