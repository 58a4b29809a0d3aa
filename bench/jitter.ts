import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { FOLLOWER, Follower, percentile } from "../test/support/edges.ts";
import { Gleaner } from "../test/support/gleaner.ts";
import { script } from "../test/support/houses.ts";
import { MAIN } from "../test/support/main.ts";
import { Place } from "../test/support/place.ts";
import { pause } from "../test/support/until.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { CHANNELS, House, START_MS, STEP_MS, YEAR_TICKS } from "./house-year/index.ts";
import { atMostTimes, type Bound, type Yardstick } from "./judge.ts";
import { loop } from "./yardsticks/loop.ts";

/** How much heavy work on the history delays the house: edges on the serial line until the relay is written. */

/** README.md tells where it comes from. */
const MOST_OF_LOOP = 33;
/** In quiet, and during each command, which is given again when it is over sooner. */
const EDGES = 150;
const LEAST_GAP_MS = 20;
const GAP_MS = 100;
const WARM_UP = 10;
const SEED = 3;
const TICKS_AT_ONCE = 2_000;

/** Times in ms. */
export interface Delays {
  readonly edges: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
}

export interface Jitter {
  readonly quiet: Delays;
  /** By the command that was running. */
  readonly during: Readonly<Record<string, Delays>>;
  readonly readings: number;
  readonly import_s: number;
  readonly plain: Yardstick;
}

function delaysOf(times: readonly number[]): Delays {
  const [p50_ms = 0, p99_ms = 0, max_ms = 0] = [0.5, 0.99, 1].map((share) => round(percentile(times, share)));
  return { edges: times.length, p50_ms, p99_ms, max_ms };
}

/** By how much more any of the figures is than in quiet, ms. */
function added({ quiet }: Jitter, loaded: Delays): number {
  const more = [loaded.p50_ms - quiet.p50_ms, loaded.p99_ms - quiet.p99_ms, loaded.max_ms - quiet.max_ms];
  return round(Math.max(...more));
}

/** Writes the house-year's first ticks as CSV. @returns the readings */
async function writeCsv(path: string, ticks: number): Promise<number> {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const out = createWriteStream(path);
  for (let tick = 0; tick < ticks; ) {
    const lines: string[] = [];
    for (const end = Math.min(ticks, tick + TICKS_AT_ONCE); tick < end; tick++) {
      house.next(row);
      const time = new Date(START_MS + tick * STEP_MS).toISOString();
      for (const [c, { name, scale }] of CHANNELS.entries()) lines.push(`${time},${name},${(row[c] ?? 0) / scale}\n`);
    }
    if (!out.write(lines.join(""))) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
  return ticks * CHANNELS.length;
}

/** A command of the program; what it prints is dropped by the kernel, so that reading it costs nobody time. */
class Running implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = "";
  over = false;

  constructor(place: Place, args: readonly string[]) {
    const command = ["-c", 'exec "$@" > /dev/null', "sh", process.execPath, MAIN, ...args, "-c", "gleaner.yaml"];
    this.#child = spawn("/bin/sh", command, { cwd: place.folder, stdio: ["ignore", "ignore", "pipe"] });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-2_000);
    });
    this.#ended = once(this.#child, "close").then(() => {
      this.over = true;
    });
  }

  /** @throws Error with what it said when it failed */
  assertWell(): void {
    if (this.#child.exitCode !== 0) throw new Error(`it ended with ${this.#child.exitCode}: ${this.#said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

class Meter {
  readonly #follower: Follower;
  readonly #random = seeded(SEED);

  constructor(follower: Follower) {
    this.#follower = follower;
  }

  async edges(until: (count: number) => boolean): Promise<number[]> {
    const times: number[] = [];
    while (!until(times.length)) {
      await pause(LEAST_GAP_MS + this.#random() * GAP_MS);
      times.push(await this.#follower.edge());
    }
    return times;
  }

  /** Measures while a command runs, which is given again until there are enough edges. */
  async during(place: Place, least: number, command: () => readonly string[]): Promise<number[]> {
    const times: number[] = [];
    do {
      await using running = new Running(place, command());
      times.push(...(await this.edges(() => running.over)));
      running.assertWell();
    } while (times.length < least);
    return times;
  }
}

export interface JitterOptions {
  /** Ticks of the house-year that are imported, 12 readings each. */
  readonly ticks: number;
  /** Edges that are measured at least, in quiet and during each command. */
  readonly edges: number;
  readonly commands: readonly (keyof typeof COMMANDS)[];
}

/** What is given as commands; `turn` is how often it was given before. */
const COMMANDS = {
  import: () => ["import", "--from-start", "year.csv"],
  export: () => ["export"],
  backup: (turn: number) => ["backup", `copy-${turn}.db`],
  check: () => ["check"],
} as const satisfies Record<string, (turn: number) => readonly string[]>;

export async function measureJitter(
  { ticks, edges, commands }: JitterOptions,
  say: (line: string) => void = () => undefined,
): Promise<Jitter> {
  using place = new Place();
  place.write(
    "gleaner.yaml",
    `data: ./data\nweb: { port: 0 }\ndevices:\n${FOLLOWER.devices}\nrelays:\n${FOLLOWER.relays}\nguard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }\n`,
  );
  place.write("good.ts", script(FOLLOWER.script));
  const readings = await writeCsv(place.path("year.csv"), ticks);
  await using follower = await Follower.plug(place);
  await using gleaner = await Gleaner.run(place);
  await follower.ready(gleaner);
  const meter = new Meter(follower);
  await meter.edges((count) => count >= WARM_UP);
  const quiet = delaysOf(await meter.edges((count) => count >= edges));
  say(`quiet: ${words(quiet)}`);
  const during: Record<string, Delays> = {};
  const began = performance.now();
  let import_s = 0;
  for (const name of commands) {
    let turn = 0;
    const command = COMMANDS[name];
    during[name] = delaysOf(await meter.during(place, edges, () => command(turn++)));
    if (name === "import") import_s = round((performance.now() - began) / 1_000 / turn);
    say(`${name}: ${words(during[name])}`);
  }
  await gleaner.stop();
  return { quiet, during, readings, import_s, plain: await loop() };
}

function words({ edges, p50_ms, p99_ms, max_ms }: Delays): string {
  return `p50 ${p50_ms} ms, p99 ${p99_ms} ms, max ${max_ms} ms (${edges} edges)`;
}

export function boundsOf(measured: Jitter): Bound[] {
  return Object.entries(measured.during).map(([name, delays]) =>
    atMostTimes(`${name} adds`, added(measured, delays), "ms", measured.plain, MOST_OF_LOOP),
  );
}

export const jitter: Bench = {
  about: "what importing a year, exporting, backup and check add to the house's reaction (size: ticks; some minutes)",
  async run(size, say) {
    const commands = ["import", "export", "backup", "check"] as const;
    const options = { ticks: size ?? YEAR_TICKS, edges: EDGES, commands };
    const measured = await measureJitter(options, say);
    const { quiet, during, readings, import_s } = measured;
    const loaded = Object.entries(during);
    const figures: Record<string, number> = {
      readings,
      import_s,
      quiet_p99_ms: quiet.p99_ms,
      quiet_max_ms: quiet.max_ms,
    };
    for (const [name, { p99_ms, max_ms }] of loaded) {
      figures[`${name}_p99_ms`] = p99_ms;
      figures[`${name}_max_ms`] = max_ms;
    }
    return {
      figures,
      bounds: boundsOf(measured),
      lines: [
        `${readings} readings were imported in ${import_s} s beside the running house`,
        `quiet: ${words(quiet)}`,
        ...loaded.map(([name, delays]) => `${name}: ${words(delays)}`),
      ],
    };
  },
};
