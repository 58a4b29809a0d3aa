import { type Batch, type Decision, type Gap, type Reading, text } from "../../model/index.ts";
import { SPAN_MS } from "../code/segment.ts";
import { Encoder } from "../house-end/encode.ts";
import { openAnswers } from "../reading/answers.ts";
import { markOf } from "../tools.ts";
import { Writer } from "../writing/writer.ts";

/**
 * A life of the store, deed after deed and always the same: commits, some of what was late, seals, checkpoints, imports,
 * corrections that are made and undone, and forgetting. After so many deeds a folder must show exactly one thing.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T = Date.UTC(2026, 0, 5);
/** Three hours from commit to commit: days end, and more than one segment is begun. */
const STEP_MS = 3 * HOUR_MS;
const HOLD_MS = 5 * HOUR_MS;
const EDGES = Array.from({ length: 9 }, (_, i) => T + i * 5 * DAY_MS);
const CHANNELS = ["a", "b", "meter"] as const;
const DIVISORS = [1, 4, 10] as const;
const SHOWN = [...CHANNELS, "imported"] as const;
/** The newest lines of the journal that are looked at. */
const LINES = 20;
/** So many commits back is what is forgotten of `meter`. */
const KEPT = 120;

/** What is imported, from the past, with the mark how far the file was read. */
const IMPORTED = SHOWN[3];
const FILE = "file";
const LINES_READ = 30;

type Deed = "commit" | "late" | "correct" | "undo" | "prune" | "import";

function deedOf(i: number): Deed {
  if (i % 23 === 11) return "correct";
  if (i % 46 === 40) return "undo";
  if (i % 61 === 60) return "prune";
  if (i % 29 === 13) return "import";
  return i % 19 === 18 ? "late" : "commit";
}

/** Some milliseconds late, so that channels share their instants. */
function instantOf(i: number): number {
  return T + i * STEP_MS + ((i * 31) % 50);
}

function batchOf(i: number): Batch {
  // what is late belongs between two older ones
  const at = deedOf(i) === "late" ? instantOf(i - 15) + HOUR_MS : instantOf(i);
  const decision: Decision = { at, kind: "switch", relay: "boiler", on: i % 2 === 0, reason: text(`deed ${i}`) };
  const gap: Gap = { channel: "b", since: at - HOUR_MS, until: at, why: "silent" };
  return {
    readings: CHANNELS.map((channel, c) => ({ channel, at, value: ((i * (c + 7)) % 101) / (DIVISORS[c] ?? 1) })),
    decisions: [decision],
    memory: { last: i },
    gaps: i % 17 === 0 ? [gap] : [],
  };
}

function importOf(i: number): Reading[] {
  return Array.from({ length: LINES_READ }, (_, n) => {
    const line = i * LINES_READ + n;
    return { channel: IMPORTED, at: T - 60 * DAY_MS + line * 60_000, value: line % 17 };
  });
}

interface Change {
  readonly id: number;
  readonly since: number;
  readonly until: number;
  /** The first of two is a factor, the second leaves out. */
  readonly factor: number | null;
  undone: boolean;
}

function changeOf(i: number, id: number): Change {
  const factor = id % 2 === 1 ? 2 : null;
  return { id, since: instantOf(i - 9), until: instantOf(i - 5), factor, undone: false };
}

/** What a folder shows, in the words of both sides. */
interface Shown {
  readonly readings: readonly (readonly Reading[])[];
  readonly energies: readonly (readonly number[])[];
  readonly lines: readonly Decision[];
  readonly gaps: readonly Gap[];
  readonly undone: readonly boolean[];
  readonly memory: unknown;
  /** Lines of the imported file that are marked as read. */
  readonly marked: number | null;
}

/** Energies are sums of doubles, which depend on the order; what is added keeps them off the middle between two numbers. */
function rounded(energies: Iterable<number>): number[] {
  return Array.from(energies, (energy) => Math.floor(energy * 1e6 + 0.123));
}

/** The plainest memory of what was done. */
class Memory {
  readonly #readings = new Map<string, Reading[]>(SHOWN.map((channel) => [channel, []]));
  readonly #lines: Decision[] = [];
  readonly #gaps: Gap[] = [];
  readonly #changes: Change[] = [];
  #memory: unknown = null;
  #marked: number | null = null;

  /** @returns whether the deed has a middle, which is now reached */
  begin(i: number): boolean {
    const deed = deedOf(i);
    if (deed === "import") this.#readings.get(IMPORTED)?.push(...importOf(i));
    else if (deed === "prune") this.#prune(Math.floor(instantOf(i - KEPT) / SPAN_MS) * SPAN_MS);
    else return false;
    return true;
  }

  finish(i: number): void {
    const deed = deedOf(i);
    if (deed === "correct") this.#changes.push(changeOf(i, this.#changes.length + 1));
    else if (deed === "undo") for (const change of this.#changes.slice(-1)) change.undone = true;
    else if (deed === "prune") this.#prune(instantOf(i - KEPT));
    else if (deed === "import") this.#marked = i;
    else this.#commit(batchOf(i));
  }

  #prune(before: number): void {
    const kept = (this.#readings.get("meter") ?? []).filter(({ at }) => at >= before);
    this.#readings.set("meter", kept);
  }

  #commit({ readings, decisions, gaps = [], memory }: Batch): void {
    for (const reading of readings) {
      const all = this.#readings.get(reading.channel);
      all?.push(reading);
      all?.sort((a, b) => a.at - b.at);
    }
    this.#lines.push(...decisions);
    this.#gaps.push(...gaps);
    this.#gaps.sort((a, b) => a.since - b.since);
    this.#memory = memory;
  }

  #corrected(channel: string): Reading[] {
    const all = this.#readings.get(channel) ?? [];
    if (channel !== "meter") return all;
    return all.flatMap((reading) => {
      let value = Number(reading.value);
      for (const { since, until, factor, undone } of this.#changes) {
        if (undone || reading.at < since || reading.at >= until) continue;
        if (factor === null) return [];
        value *= factor;
      }
      return [{ ...reading, value }];
    });
  }

  shown(): Shown {
    const readings = SHOWN.map((channel) => this.#corrected(channel));
    return {
      readings,
      energies: readings.map((each) => rounded(energiesOf(each))),
      lines: this.#lines.slice(-LINES),
      gaps: this.#gaps,
      undone: this.#changes.map(({ undone }) => undone),
      memory: this.#memory,
      marked: this.#marked,
    };
  }
}

function energiesOf(readings: readonly Reading[]): number[] {
  const sums = EDGES.slice(1).map(() => 0);
  readings.forEach(({ at, value }, i) => {
    const end = Math.min(readings[i + 1]?.at ?? Number.POSITIVE_INFINITY, at + HOLD_MS);
    sums.forEach((sum, e) => {
      const held = Math.min(end, EDGES[e + 1] ?? 0) - Math.max(at, EDGES[e] ?? 0);
      sums[e] = sum + (Number(value) * Math.max(0, held)) / HOUR_MS;
    });
  });
  return sums;
}

/** What may be shown after so many deeds. */
export interface Chapter {
  readonly after: string;
  /** While the next deed is under way: a prune forgets one segment after the other, a mark follows its readings. */
  readonly between: string | undefined;
}

/** What must be shown after 0, 1, 2 … `count` deeds. */
export function chronicle(count: number): Chapter[] {
  const memory = new Memory();
  return Array.from({ length: count + 1 }, (_, i) => {
    if (i > 0) memory.finish(i - 1);
    const after = JSON.stringify(memory.shown());
    return { after, between: memory.begin(i) ? JSON.stringify(memory.shown()) : undefined };
  });
}

/** Opens what lies in a folder as a new start would, and says what it shows. @throws Error when it cannot be read */
export function shownBy(folder: string): string {
  const writer = new Writer({ folder });
  const history = openAnswers(folder);
  try {
    const shown: Shown = {
      readings: SHOWN.map((channel) => history.range(channel, -1e15, 1e15, 10_000)),
      energies: SHOWN.map((channel) => rounded(history.energies(channel, EDGES, HOLD_MS).sums)),
      lines: history
        .journal(LINES)
        .map(({ id: _, ...line }) => line)
        .reverse(),
      gaps: history.gaps(-1e15, 1e15),
      undone: history.corrections("meter").map(({ undone_at }) => undone_at !== null),
      memory: JSON.parse(writer.memory() ?? "null"),
      marked: markOf(folder, FILE)?.lines ?? null,
    };
    return JSON.stringify(shown);
  } finally {
    history.close();
    writer.close();
  }
}

/** Does the deeds for real. */
export class Doer {
  readonly #writer: Writer;
  readonly #encoder = new Encoder();
  #corrections = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  do(i: number): void {
    const deed = deedOf(i);
    if (deed === "correct") this.#correct(changeOf(i, ++this.#corrections));
    else if (deed === "undo") this.#writer.undo(this.#corrections, i);
    else if (deed === "prune") this.#writer.prune("meter", instantOf(i - KEPT));
    else if (deed === "import") this.#import(i);
    else {
      const wire = this.#encoder.encode(batchOf(i));
      this.#writer.learn(this.#encoder.takeNews());
      this.#writer.write(wire);
    }
  }

  #import(i: number): void {
    const readings = importOf(i);
    const at = Float64Array.from(readings, (reading) => reading.at);
    const values = Float64Array.from(readings, ({ value }) => Number(value));
    this.#writer.load([{ at, channels: [{ name: IMPORTED, unit: "W", values }] }]);
    this.#writer.mark({ file: FILE, bytes: i, lines: i, refused: 0 }, i);
  }

  #correct({ since, until, factor, id }: Change): void {
    const change = factor === null ? "remove" : { factor, shift: 0 };
    this.#writer.correct({ channel: "meter", since, until, change, note: `change ${id}` }, id);
  }
}
