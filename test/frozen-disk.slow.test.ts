import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/**
 * The disk of the data folder stands still, as it does for a snapshot: whoever writes to it waits, and cannot be ended.
 * Relays are switched, the page lives, and all is stored once the disk goes on.
 */

const OFF_WITHIN_MS = 1_000;
const PAGE_WITHIN_MS = 1_000;
const TOLD_WITHIN_MS = 5_000;
/** So long a question may take, be it answered or refused. */
const ASKED_WITHIN_MS = 11_000;

const CONFIG = `data: { path: ./disk/data, commit_every: 200 ms }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  meter: { type: command, source: { run: [echo, power 5 W], every: 200 ms } }
relays: { plug: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

/** A file system in a file. */
class Disk implements Disposable {
  readonly #folder: string;

  constructor(place: Place) {
    this.#folder = place.path("disk");
    place.makeFolder("disk");
    const image = place.path("image");
    execFileSync("truncate", ["-s", "32M", image]);
    execFileSync("mkfs.ext4", ["-q", image]);
    execFileSync("mount", ["-o", "loop", image, this.#folder]);
  }

  stand(): void {
    execFileSync("fsfreeze", ["-f", this.#folder]);
  }

  goOn(): void {
    spawnSync("fsfreeze", ["-u", this.#folder]);
  }

  [Symbol.dispose](): void {
    this.goOn();
    execFileSync("umount", ["-l", this.#folder]);
  }
}

/** Why there is none; `undefined`: there is. */
function whyNone(): string | undefined {
  try {
    using place = new Place();
    using disk = new Disk(place);
    disk.stand();
    return undefined;
  } catch (error) {
    return `no file system can be made to stand still here: ${error}`;
  }
}

/** How long something takes, ms. */
async function took(what: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await what();
  return performance.now() - began;
}

test("a data disk that stands still holds neither relays nor page, and nothing is lost", {
  skip: whyNone(),
}, async () => {
  using place = new Place();
  using disk = new Disk(place);
  place.write("gleaner.yaml", CONFIG);
  await using gleaner = await Gleaner.run(place);
  const { api } = gleaner;
  assert.equal((await api.setMode("plug", "on")).status, 200);
  await until("it is on", () => place.output("plug.state") === "1");
  await until("readings are kept", async () => (await api.series("meter.power")).at.length > 2);
  const before = (await api.series("meter.power")).at;

  disk.stand();
  const asked = Array.from({ length: 8 }, () => took(() => api.fetch("/api/journal")));
  const off = await took(async () => {
    // the page is told late that it is on the disk, the output is not
    void api.setMode("plug", "off");
    await until("it is off", () => place.output("plug.state") === "0");
  });
  assert.ok(off < OFF_WITHIN_MS, `Off took ${off} ms`);
  const told = await took(() => until("it is told", async () => (await api.fetch("/health")).status === 503, 10_000));
  assert.ok(told < TOLD_WITHIN_MS, `told after ${told} ms`);
  for (let i = 0; i < 10; i++) {
    const page = await took(() => api.state());
    assert.ok(page < PAGE_WITHIN_MS, `the page took ${page} ms`);
  }
  for (const ms of await Promise.all(asked)) assert.ok(ms < ASKED_WITHIN_MS, `a question took ${ms} ms`);

  disk.goOn();
  await until("all is well", async () => (await api.fetch("/health")).status === 200, 30_000);
  const journal = await until("the history answers", async () => {
    const lines = await api.journal();
    return lines.some(({ kind, on }) => kind === "switch" && on === false) && lines;
  });
  assert.deepEqual(
    journal.filter(({ kind }) => kind === "switch").map(({ on }) => on),
    [false, true],
  );
  const after = (await api.series("meter.power")).at;
  assert.deepEqual(after.slice(0, before.length), before);
  const pauses = after.slice(1).map((at, i) => at - (after[i] ?? 0));
  assert.ok(Math.max(...pauses) < 3_000, "what was read meanwhile is there");
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
});
