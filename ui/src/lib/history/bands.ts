import { joined } from "../../../../src/chart/gaps.ts";
import type { Gap, Run } from "../../../../src/web/api.ts";
import type { Piece, StateSeries } from "./frames.ts";

/** Relays and states: what held from when to when. */

export interface Band {
  readonly from: number;
  /** UTC ms; null: it still holds */
  readonly to: number | null;
  /** `on` for relays, else the state's name. */
  readonly value: string;
  /** How many runs of a relay are told as this one; left out: one. */
  readonly starts?: number | undefined;
  /** How long the relay was off between them, ms. */
  readonly off_ms?: number | undefined;
}

export interface Row {
  /** The channel: `relay.boiler`, `charger.state`. */
  readonly name: string;
  /** Set for relays: an edge of theirs is a decision. */
  readonly relay?: string;
  readonly bands: readonly Band[];
  /** A relay's runs are not read yet, or could not be: where it has no band, nobody knows whether it was off. */
  readonly isUnread?: boolean;
}

/** @param runs `undefined` while they are not read */
export function relayRow(name: string, relay: string, runs: readonly Run[] | undefined): Row {
  if (!runs) return { name, relay, bands: [], isUnread: true };
  return { name, relay, bands: runs.map((run) => ({ ...run, value: "on" })) };
}

/** Ends what nobody recorded: a state does not hold on while Gleaner was away. */
function cut(band: { from: number; to: number; value: string }, gaps: readonly Gap[]): Band[] {
  const first = gaps.find(({ since, until }) => since < band.to && until > band.from);
  if (!first) return [band];
  const before = first.since > band.from ? [{ ...band, to: first.since }] : [];
  const rest = first.until < band.to ? cut({ ...band, from: first.until }, gaps.slice(gaps.indexOf(first) + 1)) : [];
  return [...before, ...rest];
}

/** The bands of a state channel from its changes. Changes closer together than `least` ms are one band, "…". */
export function stateRow(
  name: string,
  pieces: readonly Piece<StateSeries>[],
  gaps: readonly Gap[],
  least: number,
): Row {
  const bands: { from: number; to: number; value: string }[] = [];
  for (const { series, from, to } of pieces) {
    for (const [index, at] of series.at.entries()) {
      const end = Math.min(to, series.at[index + 1] ?? to);
      const start = Math.max(from, at);
      const value = String(series.value[index]);
      const last = bands.at(-1);
      if (start >= end) continue;
      if (last && last.to === start && last.value === value) last.to = end;
      else if (last && last.to === start && end - start < least && last.to - last.from < least) {
        last.to = end;
        last.value = MIXED;
      } else bands.push({ from: start, to: end, value });
    }
  }
  const own = gaps.filter(({ channel }) => channel === undefined || channel === name);
  return { name, bands: bands.flatMap((band) => cut(band, own)) };
}

/** The value of a band in which several states took turns too quickly to be shown one by one. */
export const MIXED = "…";

export interface Edge {
  readonly relay: string;
  readonly at: number;
  readonly on: boolean;
}

/** The edge of a relay's band nearest to an instant, at most `within` ms away. */
export function edgeAt(row: Row, at: number, within: number): Edge | undefined {
  if (row.relay === undefined) return undefined;
  let best: Edge | undefined;
  for (const { from, to } of row.bands) {
    if (Math.abs(from - at) <= within && (!best || Math.abs(from - at) < Math.abs(best.at - at)))
      best = { relay: row.relay, at: from, on: true };
    if (to !== null && Math.abs(to - at) <= within && (!best || Math.abs(to - at) < Math.abs(best.at - at)))
      best = { relay: row.relay, at: to, on: false };
  }
  return best;
}

/** What a row says at an instant; for a relay that is not on, as far as is known: `off`. */
export function bandAt(row: Row, at: number): string | undefined {
  const band = row.bands.find(({ from, to }) => from <= at && (to === null || at < to));
  return band?.value ?? (row.relay === undefined || row.isUnread === true ? undefined : "off");
}

/**
 * How long a row's bands last between two instants, ms, and how many of them begin there. Of runs told as one, whose
 * band the span cuts, the share that it has of the band.
 */
export function onTime(row: Row, from: number, to: number): { on_ms: number; starts: number } {
  let on_ms = 0;
  let starts = 0;
  for (const band of row.bands) {
    const seen_ms = Math.max(0, Math.min(to, band.to ?? to) - Math.max(from, band.from));
    if (seen_ms === 0) continue;
    const share = seen_ms / ((band.to ?? to) - band.from);
    on_ms += seen_ms - (band.off_ms ?? 0) * share;
    starts += Math.round(((band.starts ?? 1) - 1) * share);
    if (band.from >= from) starts += 1;
  }
  return { on_ms, starts };
}

/** The gaps of these channels and of the whole house. */
export function gapsFor(gaps: readonly Gap[], channels: readonly string[]): Gap[] {
  return gaps.filter(({ channel }) => channel === undefined || channels.includes(channel));
}

/** All gaps of the whole house, and of each channel those that last at least so long, ms. */
export function longGaps(gaps: readonly Gap[], least: ReadonlyMap<string, number>): Gap[] {
  return gaps.filter(
    ({ channel, since, until }) => channel === undefined || until - since >= (least.get(channel) ?? 0),
  );
}

/** A time to be hatched. */
export type Hatch = Pick<Gap, "since" | "until">;

/** Gaps as they are drawn: those that overlap or lie closer than `least` ms are one, so that thousands stay legible. */
export function hatches(gaps: readonly Hatch[], least: number): Hatch[] {
  return joined(
    gaps.map(({ since, until }) => ({ from: since, to: until })),
    least,
  ).map(({ from, to }) => ({ since: from, until: to }));
}

/** The gap at an instant, widened to what a finger can meet; the whole house's before a single channel's. */
export function gapAt(gaps: readonly Gap[], at: number, within: number): Gap | undefined {
  const hit = gaps.filter(({ since, until }) => since - within <= at && at <= until + within);
  return hit.find(({ channel }) => channel === undefined) ?? hit[0];
}
