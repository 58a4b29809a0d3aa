import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** rrdtool as a peer that paints: its database of one channel, and graphs of it, by one process that is spoken to. */

const AT_ONCE = 1_000;
const ANSWER_WITHIN_MS = 60_000;
/** By how many steps: each, 5 minutes, an hour, a day; least and greatest of all but the first. */
const KEPT: readonly (readonly [steps: number, rows: number])[] = [
  [30, 105_120],
  [360, 8_760],
  [8_640, 366],
];

/** Whether the program is installed. */
export function hasRrdtool(): boolean {
  return spawnSync("rrdtool", ["--version"], { stdio: "ignore" }).status === 0;
}

export class Rrdtool implements Disposable {
  readonly #folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#child = spawn("rrdtool", ["-", folder], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Writes readings that lie `step_s` apart. @param start_s UTC, s */
  async fill(start_s: number, step_s: number, values: Iterable<number>, count: number): Promise<void> {
    const archives = KEPT.flatMap(([steps, rows]) =>
      ["AVERAGE", "MIN", "MAX"].map((what) => `RRA:${what}:0.5:${steps}:${rows}`),
    );
    const source = `DS:v:GAUGE:${3 * step_s}:U:U`;
    const command = ["create", "v.rrd", "--start", start_s - step_s, "--step", step_s, source];
    await this.#ask([...command, `RRA:AVERAGE:0.5:1:${count}`, ...archives].join(" "));
    let updates: string[] = [];
    let at = start_s;
    for (const value of values) {
      updates.push(`${at}:${value}`);
      at += step_s;
      if (updates.length < AT_ONCE) continue;
      await this.#ask(`update v.rrd ${updates.join(" ")}`);
      updates = [];
    }
    if (updates.length > 0) await this.#ask(`update v.rrd ${updates.join(" ")}`);
  }

  /** Paints the band from least to greatest, the mean over it, and the figures below; the plot is 800 × 300. @param from_s UTC, s */
  async graph(from_s: number, to_s: number): Promise<void> {
    const what = [
      ...["DEF:mean=v.rrd:v:AVERAGE", "DEF:least=v.rrd:v:MIN", "DEF:most=v.rrd:v:MAX", "CDEF:band=most,least,-"],
      ...["AREA:least", "AREA:band#bbddff:range:STACK", "LINE1:mean#0044aa:mean"],
      ...["GPRINT:mean:AVERAGE:%.1lf", "GPRINT:most:MAX:%.1lf", "GPRINT:mean:LAST:%.1lf"],
    ];
    const size = ["-w", 800, "-h", 300];
    await this.#ask(["graph", "v.png", "-s", Math.floor(from_s), "-e", Math.floor(to_s), ...size, ...what].join(" "));
  }

  /** Where the picture is that was painted last. */
  get picture(): string {
    return join(this.#folder, "v.png");
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }

  /** @throws Error with what it says when it refuses */
  async #ask(command: string): Promise<void> {
    this.#child.stdin.write(`${command}\n`);
    const limit = setTimeout(() => this.#child.kill("SIGKILL"), ANSWER_WITHIN_MS);
    try {
      for (;;) {
        const { value, done } = await this.#lines.next();
        if (done) throw new Error("rrdtool ended");
        if (/^OK\b/.test(value)) return;
        if (/^ERROR/.test(value)) throw new Error(`rrdtool: ${value}`);
      }
    } finally {
      clearTimeout(limit);
    }
  }
}
