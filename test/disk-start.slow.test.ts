import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { buildPreload, CALLS, ERRORS, Faults, memoryFolder } from "../src/store/testing/preload.ts";
import type { Api } from "./support/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** A disk that is full or read-only at the start: the house comes up and controls, and stores once it can. */

const CONFIG = `data: { path: ./disk/data, commit_every: 200 ms }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  meter: { type: command, source: { run: [echo, power 5 W], every: 200 ms } }
relays: { plug: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

const skip = process.geteuid?.() === 0 ? false : "only root may mount";

/** A user that is not root. */
const OTHER = 65_534;

/** A small disk of the house's own. */
class Disk implements Disposable {
  readonly #folder: string;

  constructor(place: Place) {
    this.#folder = place.path("disk");
    place.makeFolder("disk");
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2500k", "tmpfs", this.#folder]);
  }

  fill(): void {
    try {
      execFileSync("dd", ["if=/dev/zero", `of=${this.#folder}/ballast`, "bs=4k"], { stdio: "ignore" });
    } catch {
      // it ends when there is no room any more
    }
  }

  free(): void {
    rmSync(`${this.#folder}/ballast`, { force: true });
  }

  /** @param right `ro` or `rw` */
  become(right: "ro" | "rw"): void {
    execFileSync("mount", ["-o", `remount,${right}`, this.#folder]);
  }

  [Symbol.dispose](): void {
    execFileSync("umount", ["-l", this.#folder]);
  }
}

async function controls(place: Place, api: Api): Promise<void> {
  for (const [mode, state] of [
    ["on", "1"],
    ["off", "0"],
  ] as const) {
    assert.equal((await api.setMode("plug", mode)).status, 200);
    await until(`the relay is ${mode}`, () => place.output("plug.state") === state);
  }
}

/** A house that ran once, and whose person wants the relay off. */
async function used(place: Place): Promise<void> {
  place.write("gleaner.yaml", CONFIG);
  await using gleaner = await Gleaner.run(place);
  assert.equal((await gleaner.api.setMode("plug", "off")).status, 200);
  await until("readings are kept", async () => (await gleaner.api.series("meter.power")).at.length > 2);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
}

for (const [what, words, begin, end] of [
  ["full", /The disk is full: free some space/, (disk: Disk) => disk.fill(), (disk: Disk) => disk.free()],
  [
    "read-only",
    /cannot be written: mount the disk read-write/,
    (disk: Disk) => disk.become("ro"),
    (disk: Disk) => disk.become("rw"),
  ],
] as const) {
  test(`a disk that is ${what}: the house starts, controls, says so, and stores when it can`, { skip }, async () => {
    using place = new Place();
    using disk = new Disk(place);
    await used(place);
    begin(disk);
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    assert.doesNotMatch(gleaner.output, /network share/);
    assert.match(gleaner.output, words, "the log says it too, as the journal cannot");
    assert.equal((await api.relay("plug")).mode, "off", "what a person had set is known");
    const faults = await until("it is told", async () => {
      const state = await api.state();
      return state.faults.length > 0 && state.faults;
    });
    assert.match(faults.map(({ text }) => text).join("\n"), words);
    assert.equal((await api.fetch("/health")).status, 503);
    await controls(place, api);
    {
      await using second = Gleaner.launch(place);
      assert.equal((await second.ended).code, 73, "no other house beside it");
    }
    end(disk);
    await until("all is well", async () => (await api.fetch("/health")).status === 200, 90_000);
    const switched = (await api.journal()).filter(({ kind }) => kind === "switch").map(({ on }) => on);
    assert.deepEqual(switched.slice(0, 2), [false, true], "what was decided meanwhile is in the journal");
    assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  });
}

test("data of root, who ran it once: the house of another user starts, controls, and says whose it must be", {
  skip,
}, async () => {
  using place = new Place();
  place.makeFolder("disk");
  await used(place);
  place.remove("plug.state");
  chownSync(place.folder, OTHER, OTHER);
  chownSync(place.path("disk/data"), OTHER, OTHER);
  const through = ["setpriv", `--reuid=${OTHER}`, `--regid=${OTHER}`, "--clear-groups"];
  await using gleaner = await Gleaner.run(place, undefined, { through });
  const { api } = gleaner;
  await until("it is told", async () =>
    /give the folder and all in it to the user/.test((await api.state()).faults.map(({ text }) => text).join()),
  );
  assert.match(gleaner.output, /Data cannot be stored yet: .*give the folder and all in it to the user/);
  assert.doesNotMatch(gleaner.output, /The history cannot be read/);
  await controls(place, api);
  for (const name of readdirSync(place.path("disk/data"))) chownSync(place.path(`disk/data/${name}`), OTHER, OTHER);
  await until("all is well", async () => (await api.fetch("/health")).status === 200, 90_000);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  assert.doesNotMatch(gleaner.output, /network share/);
});

test("a disk that turns read-only: the stop switches off, counts what is lost, and ends with 70", async () => {
  using folder = memoryFolder();
  const control = `${folder.path}/faults`;
  using faults = new Faults(control);
  using place = new Place();
  place.makeFolder("disk");
  place.write("gleaner.yaml", CONFIG);
  const env = { LD_PRELOAD: buildPreload("faults", folder.path), FAULTS: control };
  await using gleaner = await Gleaner.run(place, undefined, { env });
  assert.equal((await gleaner.api.setMode("plug", "on")).status, 200);
  await until("it is on", () => place.output("plug.state") === "1");
  faults.set(CALLS.writes + CALLS.truncations + CALLS.rights, ERRORS.EROFS);
  await until("it is told", async () => (await gleaner.api.state()).faults.length > 0);
  const began = performance.now();
  assert.equal((await gleaner.stop()).code, 70, gleaner.output);
  assert.ok(performance.now() - began < 5_000);
  assert.match(gleaner.output, /\d+ readings and \d+ journal lines could not be stored/);
  assert.equal(place.output("plug.state"), "0");
});

describe("the data folder", () => {
  const mode = (place: Place, name: string): string => (statSync(place.path(name)).mode & 0o777).toString(8);

  test("that others may enter: its files are for their owner only, and a word says how to close it", async () => {
    using place = new Place();
    place.write("gleaner.yaml", CONFIG);
    place.makeFolder("disk");
    place.makeFolder("disk/data");
    chmodSync(place.path("disk/data"), 0o755);
    // left open by an earlier version
    writeFileSync(place.path("disk/data/gleaner.db"), "", { mode: 0o644 });
    await using gleaner = await Gleaner.run(place);
    await until("readings are kept", async () => (await gleaner.api.series("meter.power")).at.length > 2);
    assert.match(gleaner.output, /Others may enter the data folder .*data: close it with chmod 700/);
    for (const name of ["gleaner.db", "gleaner.db-wal", "gleaner.db-shm", "gleaner.lock", "gleaner.pid"]) {
      assert.equal(mode(place, `disk/data/${name}`), "600", name);
    }
    await using backup = Gleaner.command(place, "backup", "saved.db");
    assert.equal((await backup.ended).code, 0, backup.output);
    assert.equal(mode(place, "saved.db"), "600");
    assert.equal((await gleaner.stop()).code, 0);
    assert.equal(existsSync(place.path("disk/data/gleaner.pid")), false);
  });

  test("that is closed is not spoken of", async () => {
    using place = new Place();
    place.write("gleaner.yaml", CONFIG);
    place.makeFolder("disk");
    await using gleaner = await Gleaner.run(place);
    assert.equal(mode(place, "disk/data"), "700");
    assert.doesNotMatch(gleaner.output, /Others may/);
  });
});
