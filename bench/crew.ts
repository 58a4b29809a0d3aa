import { type ScriptSetup, WorkerScripts } from "../src/scripts/index.ts";
import { Threads } from "../src/scripts/testing/threads.ts";
import { NOON, relay, world, ZONE } from "../src/scripts/testing/world.ts";
import { residentBytes } from "../test/support/process.ts";
import { pause } from "../test/support/until.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { atMostTimes, type Bound, type Yardstick } from "./judge.ts";
import { loop } from "./yardsticks/loop.ts";

/** A hostile script beside good ones: how soon it is ended, and how long the good ones wait meanwhile. */

const HOSTILE: Readonly<Record<string, string>> = {
  loops: "while (true) {}",
  eats: "const all = []; while (true) all.push(new Array(1e4).fill(all.length));",
  throws: 'throw new Error("out of order");',
  ignores: 'new Array(2 ** 31).join("abc");',
};
const GOOD_SCRIPT = 'export default ({ data, on }) => on("fine " + data.SOC)';
const GOOD = Array.from({ length: 7 }, (_, index) => `good${index}`);
const SCRIPTS = GOOD.length + 1;
const EVERY_MS = 20;
const WARM_UP_MS = 500;
const QUIET_MS = 1_000;
const WATCHED_MS = 1_500;
/** Longer than any rest: the hostile script is tried again at once. */
const LATER_MS = 3_600_000;
const TRIES = 5;
/** A thread that does not answer is ended after so long, and the others wait so long for it, on any machine. */
const KILL_MS = 900;
const STUCK_MS = 60;
/** What comes on top; README.md tells where it comes from. */
const MOST_OF_LOOP = { end: 33, delay: 13 };

export interface CrewFigures {
  /** From the cycle that runs it to the word that it failed, ms; the slowest of all tries. */
  readonly ended_ms: number;
  /** By how much the slowest answer of a good script was later than the slowest in quiet, ms. */
  readonly delay_ms: number;
  /** What the process takes more than in quiet, at most, MB. */
  readonly added_mb: number;
}

/** Asks the good scripts again and again, as a house does, and keeps how long the slowest answer took. */
class Asker {
  slowest_ms = 0;
  readonly #host: WorkerScripts;
  /** Since when those wait who have not answered. */
  readonly #waiting = new Map<string, number>();
  #mono = 1_000_000;
  #onHostile: () => void = () => undefined;

  constructor(host: WorkerScripts) {
    this.#host = host;
    host.onWish = ({ relay: id, want }) => {
      if (id === "hostile") {
        this.#onHostile();
        return;
      }
      if (want === "nothing") throw new Error(`a good script failed: ${JSON.stringify(host.status(id))}`);
      const now = performance.now();
      this.slowest_ms = Math.max(this.slowest_ms, now - (this.#waiting.get(id) ?? now));
      this.#waiting.delete(id);
    };
  }

  /** For so long, and until all have answered. */
  async keepAsking(ms: number, onAsk: () => void = () => undefined): Promise<void> {
    for (const end = performance.now() + ms; performance.now() < end || this.#waiting.size > 0; ) {
      if (performance.now() < end) this.#ask([]);
      onAsk();
      await pause(EVERY_MS);
    }
  }

  /** Runs the hostile script ahead of all others. @returns ms until it was ended */
  async hostile(): Promise<number> {
    this.#mono += LATER_MS;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onHostile = resolve;
    const began = performance.now();
    this.#ask(["hostile"]);
    await promise;
    return performance.now() - began;
  }

  #ask(first: readonly string[]): void {
    const free = GOOD.filter((id) => !this.#waiting.has(id));
    for (const id of free) this.#waiting.set(id, performance.now());
    const relays = ["hostile", ...GOOD].map((id, index) => relay(id, index + 1));
    this.#host.run([...first, ...free], world({ relays, mono: this.#mono }));
  }
}

function hostWith(body: string, threads: number | undefined): WorkerScripts {
  const hostile = { relay: "hostile", number: 1, source: `export default ({ on }) => {\n${body}\n}` };
  const good = GOOD.map((id, index): ScriptSetup => ({ relay: id, number: index + 2, source: GOOD_SCRIPT }));
  const now = { at: NOON, mono: 1_000_000 };
  const scripts = [hostile, ...good];
  return new WorkerScripts({ scripts, time_zone: ZONE, memory: undefined, now, bootId: "bench" }, threads);
}

/** @param most sandbox threads at most; absent: as many as in a house */
export async function measureCrew(body: string, most?: number): Promise<CrewFigures> {
  using threads = new Threads();
  const host = hostWith(body, most);
  try {
    await host.ready;
    const asker = new Asker(host);
    await asker.keepAsking(WARM_UP_MS);
    asker.slowest_ms = 0;
    await asker.keepAsking(QUIET_MS);
    const quiet_ms = asker.slowest_ms;
    const before = residentBytes(process.pid);
    let [ended_ms, highest] = [0, before];
    for (let turn = 0; turn < TRIES; turn++) {
      await threads.untilWarm(most ?? 2, SCRIPTS);
      const ended = asker.hostile();
      await asker.keepAsking(WATCHED_MS, () => {
        highest = Math.max(highest, residentBytes(process.pid));
      });
      ended_ms = Math.max(ended_ms, await ended);
    }
    return { ended_ms, delay_ms: asker.slowest_ms - quiet_ms, added_mb: (highest - before) / 1e6 };
  } finally {
    await host.stop();
  }
}

function words({ ended_ms, delay_ms, added_mb }: CrewFigures): string {
  return `ended within ${round(ended_ms)} ms, the others ${round(delay_ms)} ms later, ${round(added_mb)} MB more`;
}

function boundsOf(name: string, { ended_ms, delay_ms }: CrewFigures, plain: Yardstick): Bound[] {
  return [
    atMostTimes(`a script that ${name} is ended within`, ended_ms, "ms", plain, MOST_OF_LOOP.end, KILL_MS),
    atMostTimes("the others wait", delay_ms, "ms", plain, MOST_OF_LOOP.delay, STUCK_MS),
  ];
}

export const crew: Bench = {
  about: "a hostile script beside good ones: when it is ended, how long the others wait, also with one thread only",
  async run(_size, say) {
    const figures: Record<string, number> = {};
    const bounds: Bound[] = [];
    const plain = await loop();
    const lines: string[] = [];
    for (const [name, body] of Object.entries(HOSTILE)) {
      const usual = await measureCrew(body);
      const alone = await measureCrew(body, 1);
      say(`a script that ${name}: ${words(usual)}`);
      figures[`${name}_ended_ms`] = round(usual.ended_ms);
      figures[`${name}_delay_ms`] = round(usual.delay_ms);
      figures[`${name}_added_mb`] = round(usual.added_mb);
      figures[`${name}_one_thread_ended_ms`] = round(alone.ended_ms);
      figures[`${name}_one_thread_delay_ms`] = round(alone.delay_ms);
      lines.push(`A script that ${name}: ${words(usual)}`, `  with one thread only: ${words(alone)}`);
      bounds.push(...boundsOf(name, usual, plain));
    }
    return { figures, bounds, lines };
  },
};
