import { civilEdges, zoneOffset } from "../../src/model/time.ts";
import type { ChannelEntry, Energy, EnergyUnit, Gap, Run, Series } from "../../src/web/api.ts";

/** The invented house's past: everything follows from the instant, so that any span can be asked for at once. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "Europe/Paris";
/** So far back goes the past. */
const LENGTH = 400 * DAY;
/** Values looked at within a bucket. */
const LOOKS = 8;

type Unnamed = Omit<ChannelEntry, "display_name">;

interface Invented extends Unnamed {
  readonly every_ms: number;
  readonly value: (at: number) => number;
}

/** A number from 0 to 1 that looks like chance, the same for the same place. */
function chance(place: number): number {
  const x = Math.sin(place * 12.9898 + 4.1) * 43_758.5453;
  return x - Math.floor(x);
}

/** Chance that changes smoothly: every `step` ms another value. */
function drift(at: number, step: number, seed: number): number {
  const place = Math.floor(at / step);
  const part = at / step - place;
  const smooth = part * part * (3 - 2 * part);
  return chance(place + seed) * (1 - smooth) + chance(place + 1 + seed) * smooth;
}

/** The zone's offset changes twice a year: once a day is often enough for an invention. */
const offsets = new Map<number, number>();

/** The hour of the day, 0 to 24. */
function dayPart(at: number): number {
  const day = Math.floor(at / DAY);
  const offset = offsets.get(day) ?? zoneOffset(day * DAY, ZONE);
  offsets.set(day, offset);
  return ((at + offset) % DAY) / HOUR;
}

function season(at: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (at - Date.UTC(2026, 0, 1))) / (365.25 * DAY));
}

function solar(at: number): number {
  const length = 8.5 + 7 * season(at);
  const high = Math.cos(((dayPart(at) - 13) / length) * Math.PI);
  if (Math.abs(dayPart(at) - 13) > length / 2) return 0;
  const clouds = 0.25 + 0.75 * drift(at, 5 * HOUR, 3) ** 0.6;
  const flicker = 1 - 0.35 * drift(at, 4 * MINUTE, 11) * drift(at, 3 * HOUR, 5);
  return Math.round(2_900 * (0.55 + 0.45 * season(at)) * Math.max(0, high) ** 1.2 * clouds * flicker);
}

function boilerOn(at: number): boolean {
  return dayPart(at) > 11 && dayPart(at) < 14.5 && drift(at, DAY, 7) > 0.3;
}

function house(at: number): number {
  const evening = Math.exp(-((dayPart(at) - 19.5) ** 2) / 5) * 420;
  const fridge = Math.floor(at / (20 * MINUTE)) % 3 === 0 ? 110 : 0;
  return Math.round(90 + evening + fridge + 130 * drift(at, 9 * MINUTE, 17) + (boilerOn(at) ? 1_200 : 0));
}

function charge(at: number): number {
  const wave = Math.sin(((dayPart(at) - 11) / 24) * 2 * Math.PI);
  return Math.round(10 * Math.min(100, Math.max(18, 66 + 28 * wave + 14 * drift(at, DAY, 23)))) / 10;
}

const battery = (at: number): number => solar(at) - house(at);
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const NUMBERS: readonly Invented[] = [
  { name: "solar.power", alias: "PPVT", unit: "W", kind: "number", named: true, every_ms: 10_000, value: solar },
  { name: "house.power", unit: "W", kind: "number", named: true, every_ms: 10_000, value: house },
  { name: "battery.power", unit: "W", kind: "number", named: true, every_ms: 10_000, value: battery },
  { name: "battery.soc", alias: "SOC", unit: "%", kind: "number", named: true, every_ms: MINUTE, value: charge },
  {
    name: "battery.voltage",
    unit: "V",
    kind: "number",
    named: true,
    every_ms: 10_000,
    value: (at) => round(25.2 + charge(at) / 60 + battery(at) / 4_000, 2),
  },
  {
    name: "battery.current",
    unit: "A",
    kind: "number",
    named: true,
    every_ms: 10_000,
    value: (at) => round(battery(at) / 27, 1),
  },
  {
    name: "outdoor.temperature",
    unit: "°C",
    kind: "number",
    named: true,
    every_ms: 5 * MINUTE,
    value: (at) => round(2 + 14 * season(at) + 7 * Math.sin(((dayPart(at) - 9) / 24) * 2 * Math.PI), 1),
  },
  {
    name: "roof.panel_voltage",
    unit: "V",
    kind: "number",
    named: false,
    every_ms: 10_000,
    value: (at) => (solar(at) > 0 ? 78 : 0),
  },
  {
    name: "weather.wind",
    unit: "m/s",
    kind: "number",
    named: false,
    every_ms: MINUTE,
    value: (at) => round(9 * drift(at, HOUR, 31), 1),
  },
];

const OTHERS: readonly Unnamed[] = [
  { name: "charger.state", alias: "CS", unit: null, kind: "state", named: true },
  ...["boiler", "pump", "car_charger", "fridge"].map((id) => ({
    name: `relay.${id}`,
    unit: null,
    kind: "relay" as const,
    named: true,
  })),
];

function chargerState(at: number): string {
  if (solar(at) < 20) return "off";
  const hour = dayPart(at);
  return hour < 11 ? "bulk" : hour < 12.5 ? "absorption" : "float";
}

export class InventedPast {
  readonly #born: number;
  /** Nothing to show: a house that has just been set up. */
  isEmpty = false;
  /** Channels that a program has invented besides. */
  invented = 0;

  constructor(born: number) {
    this.#born = born;
  }

  get channels(): ChannelEntry[] {
    if (this.isEmpty) return [];
    const invented = Array.from(
      { length: this.invented },
      (_, i): Unnamed => ({ name: `chatty.value_${i}`, unit: "W", kind: "number", named: false }),
    );
    const all = [...NUMBERS.map(({ every_ms: _, value: __, ...entry }) => entry), ...OTHERS, ...invented];
    return all.map((entry) => ({ ...entry, display_name: entry.name }));
  }

  /** Two times without records: Gleaner was stopped, and a thermometer was silent. */
  get gaps(): Gap[] {
    return [
      { since: this.#born - 200 * DAY, until: this.#born - 195 * DAY, why: "stopped" },
      { since: this.#born - 9 * HOUR, until: this.#born - 7.5 * HOUR, why: "stopped" },
      { channel: "battery.soc", since: this.#born - 4 * HOUR, until: this.#born - 3 * HOUR, why: "silent" },
    ];
  }

  #isMissing(channel: string, from: number, to: number): boolean {
    if (to <= this.#born - LENGTH) return true;
    return this.gaps.some(
      (gap) => (gap.channel === undefined || gap.channel === channel) && gap.since <= from && to <= gap.until,
    );
  }

  series(channel: string, from: number, to: number, points: number): Series | undefined {
    const invented = NUMBERS.find(({ name }) => name === channel);
    if (!invented) return channel === "charger.state" ? this.#changes(from, to) : undefined;
    const step = (to - from) / points;
    const found = {
      unit: invented.unit,
      at: [] as number[],
      min: [] as number[],
      mean: [] as number[],
      max: [] as number[],
    };
    const end = Math.min(to, Date.now());
    for (let index = 0; index < points; index++) {
      const start = from + index * step;
      const stop = Math.min(end, start + step);
      // No reading lies in a bucket that is shorter than their distance, except by chance.
      const first = Math.ceil(start / invented.every_ms) * invented.every_ms;
      if (first >= stop || this.#isMissing(channel, start, stop)) continue;
      const every = Math.max(invented.every_ms, (stop - first) / LOOKS);
      const values: number[] = [];
      for (let at = first; at < stop; at += every) values.push(invented.value(at));
      found.at.push(Math.round(start));
      found.min.push(Math.min(...values));
      found.max.push(Math.max(...values));
      found.mean.push(values.reduce((sum, value) => sum + value, 0) / values.length);
    }
    return found;
  }

  #changes(from: number, to: number): Series {
    const at: number[] = [];
    const value: string[] = [];
    for (let time = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE; time < Math.min(to, Date.now()); time += 5 * MINUTE) {
      const state = chargerState(time);
      if (state === value.at(-1)) continue;
      at.push(time);
      value.push(state);
    }
    return { unit: null, at, value };
  }

  energy(channel: string, by: EnergyUnit, from: number, to: number): Energy | undefined {
    const invented = NUMBERS.find(({ name, unit }) => name === channel && unit === "W");
    if (!invented) return undefined;
    const now = Date.now();
    const edges = civilEdges(by, from, to, ZONE, 10_000) ?? [];
    const sums = edges.slice(1).map((end, index) => {
      const start = edges[index] ?? 0;
      const step = (end - start) / 48;
      let positive = 0;
      let negative = 0;
      for (let at = start + step / 2; at < Math.min(end, now); at += step) {
        if (at < this.#born - LENGTH) continue;
        const wh = (invented.value(at) * step) / HOUR;
        if (wh > 0) positive += wh;
        else negative += wh;
      }
      return { positive, negative };
    });
    return {
      unit: "Wh",
      by,
      edges,
      net: sums.map(({ positive, negative }) => positive + negative),
      positive: sums.map(({ positive }) => positive),
      negative: sums.map(({ negative }) => negative),
      covered: edges.slice(1).map((end) => (end > this.#born - LENGTH ? 1 : 0)),
      now: (edges.at(-1) ?? 0) > now,
    };
  }

  /** On-times out of the journal's switches; before them, the boiler runs at noon. */
  runs(switches: readonly { at: number; on: boolean }[], relay: string, from: number, to: number): Run[] {
    const runs: Run[] = [];
    const oldest = switches[0]?.at ?? Date.now();
    if (relay === "boiler") {
      for (const day of civilEdges("day", from, Math.max(from, Math.min(to, oldest)), ZONE, 10_000)?.slice(0, -1) ??
        []) {
        const start = day + 11 * HOUR;
        if (boilerOn(start + MINUTE) && start > this.#born - LENGTH && day + 15 * HOUR < oldest)
          runs.push({ from: start, to: start + 3.5 * HOUR });
      }
    }
    let since: number | undefined;
    for (const { at, on } of switches) {
      if (on) since ??= at;
      else if (since !== undefined) {
        runs.push({ from: since, to: at });
        since = undefined;
      }
    }
    if (since !== undefined) runs.push({ from: since, to: null });
    return runs.filter((run) => run.from < to && (run.to ?? Number.POSITIVE_INFINITY) > from);
  }
}
