import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { buildPreload, CALLS, ERRORS, Faults, memoryFolder } from "../src/store/testing/preload.ts";
import type { JournalLine } from "../src/web/api.ts";
import type { Api } from "./support/api.ts";
import { type Circumstances, Gleaner } from "./support/gleaner.ts";
import { script, VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/**
 * The disk under a running house is full, goes read-only or fails: relays are switched as before, the page says what is
 * wrong, nothing that was told is taken back, and what was read meanwhile is kept.
 */

/** The device says 1, 2, 3 …, each in the next of so many quantities, so that none share an instant. */
const QUANTITIES = 8;

const CONFIG = `data: { path: ./data, commit_every: 200 ms }
web: { port: 0 }
devices:
  ${VALUES}
  counter:
    type: command
    source: { listen: [sh, -c, 'n=0; while :; do n=$((n+1)); echo "count_$((n % ${QUANTITIES})) $n" || exit; sleep 0.05; done'] }
  boiler_plug: { type: file, path: ./boiler.state }
relays:
  boiler: { output: boiler_plug, script: ./boiler.ts }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

function house(): Place {
  const place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", "power 400 W\n");
  place.write("boiler.ts", script('return data["values.power"] > 300 ? on("Sun") : off("No sun");'));
  place.makeFolder("data");
  return place;
}

/** The numbers that are kept of each quantity, oldest first; a new start counts from 1 again. */
async function counted(api: Api): Promise<number[][]> {
  const names = Array.from({ length: QUANTITIES }, (_, quantity) => `counter.count_${quantity}`);
  const series = await Promise.all(names.map((name) => api.series(name).catch(() => ({ value: [] }))));
  return series.map(({ value }) => value.map(Number));
}

async function newestKept(api: Api): Promise<number> {
  return Math.max(0, ...(await counted(api)).flat());
}

/** What the newest value of the live state is: read by the house, perhaps not kept. */
async function newest(api: Api): Promise<number> {
  const { channels } = await api.state();
  return Math.max(
    ...Object.entries(channels).map(([name, { value }]) => (name.startsWith("counter.") ? Number(value) : 0)),
  );
}

/** What one run has kept is all that was said, each quantity in the order in which it was said. */
function assertUnbroken(counts: readonly (readonly number[])[], to: number): void {
  for (const numbers of counts)
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
  const all = counts.flat().sort((a, b) => a - b);
  assert.ok(all.length >= to, `${all.length} of ${to} were kept`);
  all.forEach((number, i) => {
    assert.equal(number, i + 1, "a reading is missing");
  });
}

interface Told {
  readonly journal: readonly JournalLine[];
  readonly counts: readonly (readonly number[])[];
}

async function told(api: Api): Promise<Told> {
  const journal = await api.journalSince(0);
  const counts = await counted(api);
  // a commit may come between the answers for two quantities
  const sure = Math.min(...counts.map((numbers) => Math.max(0, ...numbers)));
  return { journal, counts: counts.map((numbers) => numbers.filter((number) => number <= sure)) };
}

async function assertKept(api: Api, { journal, counts }: Told): Promise<void> {
  assert.deepEqual((await api.journalSince(0)).slice(0, journal.length), journal);
  const now = await counted(api);
  assert.deepEqual(
    counts.map((numbers, i) => now[i]?.slice(0, numbers.length)),
    counts,
  );
}

/** The sun goes and comes: the relay follows although nothing can be stored, and says why. */
async function assertControlled(place: Place, api: Api): Promise<void> {
  for (const [watts, state, why] of [
    [20, "0", "No sun"],
    [500, "1", "Sun"],
  ] as const) {
    place.write("values.txt", `power ${watts} W\n`);
    await until(`the relay is ${state}`, () => place.output("boiler.state") === state);
    await until("the page says why", async () => (await api.relay("boiler")).reason === why);
  }
}

/**
 * Trouble that passes: begins it, ends it, and looks at everything.
 * @param words that the page must say
 */
async function endure(place: Place, gleaner: Gleaner, words: RegExp, trouble: { begin(): void; end(): void }) {
  const { api } = gleaner;
  await until("the relay is on", () => place.output("boiler.state") === "1");
  await until("readings are kept", async () => (await newestKept(api)) > 10);
  trouble.begin();
  const [fault] = await until("the page says it", async () => {
    const { faults } = await api.state();
    return faults.length > 0 && faults;
  });
  assert.match(fault?.text ?? "", words);
  const before = await told(api);
  await assertControlled(place, api);
  const since = await newest(api);
  assert.ok(since > Math.max(...before.counts.flat()), "readings came meanwhile");
  assert.ok((await newestKept(api)) < since, "they are not told to be stored");
  trouble.end();
  await until("the fault is over", async () => (await api.state()).faults.length === 0, 30_000);
  await until("all is stored", async () => (await counted(api)).every((numbers) => Math.max(0, ...numbers) > since));
  const stored = await told(api);
  assertUnbroken(stored.counts, since);
  const switches = stored.journal.slice(before.journal.length).filter(({ kind }) => kind === "switch");
  assert.deepEqual(
    switches.slice(0, 2).map(({ on, reason }) => [on, reason]),
    [
      [false, "No sun"],
      [true, "Sun"],
    ],
  );
  await assertKept(api, before);
  await gleaner.kill();
  return stored;
}

/** How a small disk of one's own may be had here; `undefined` when it may not. */
function unshare(): string[] | undefined {
  const ways = [
    ["unshare", "-m"],
    ["unshare", "-Urm"],
  ];
  return ways.find((way) => spawnSync("sh", ["-c", `${way.join(" ")} mount -t tmpfs tmpfs /tmp`]).status === 0);
}

describe("the disk", () => {
  const folder = memoryFolder();
  const control = `${folder.path}/faults`;
  const faults = new Faults(control);
  let circumstances: Circumstances = {};

  before(() => {
    circumstances = { env: { LD_PRELOAD: buildPreload("faults", folder.path), FAULTS: control } };
  });

  after(() => {
    faults[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  for (const [what, calls, error, words] of [
    [
      "is full",
      CALLS.writes,
      ERRORS.ENOSPC,
      /^Data cannot be stored: The disk is full: free some space where .*data lies/,
    ],
    [
      "is read-only",
      CALLS.writes + CALLS.truncations + CALLS.rights,
      ERRORS.EROFS,
      /^Data cannot be stored: The data in .*data cannot be written: mount the disk read-write/,
    ],
  ] as const) {
    test(`${what} for a while: the house goes on, says so, and keeps everything`, async () => {
      using place = house();
      await using gleaner = await Gleaner.run(place, undefined, circumstances);
      const stored = await endure(place, gleaner, words, {
        begin: () => faults.set(calls, error),
        end: () => faults.off(),
      });
      await using again = await Gleaner.run(place);
      await assertKept(again.api, stored);
    });
  }

  test("fails at a sync: the process ends with 70, and all that was told is there at the next start", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place, undefined, circumstances);
    const { api } = gleaner;
    await until("readings are kept", async () => (await newestKept(api)) > 10);
    const before = await told(api);
    faults.set(CALLS.syncs, ERRORS.EIO);
    assert.deepEqual(await gleaner.ended, { code: 70, signal: null });
    faults.off();
    assert.match(
      gleaner.output,
      /The disk under .*data failed: .*check the disk or card.* Gleaner ends so that it can/,
    );
    await using again = await Gleaner.run(place);
    await assertKept(again.api, before);
    assertUnbroken(before.counts, before.counts.flat().length);
    assert.deepEqual((await again.api.state()).faults, []);
  });

  const way = unshare();
  test("of a real file system is full for a while", { skip: !way && "nobody may mount here" }, async () => {
    using place = house();
    const mount = `mount -t tmpfs -o size=1500k tmpfs '${place.path("data")}' && exec "$@"`;
    await using gleaner = await Gleaner.run(place, undefined, { through: [...(way ?? []), "sh", "-c", mount, "sh"] });
    const inside = (command: string): void => {
      const words = ["-t", `${gleaner.pid}`, "-m", "sh", "-c", command];
      spawnSync("nsenter", words, { cwd: place.folder });
    };
    await endure(place, gleaner, /The disk is full/, {
      begin: () => inside(`cat /dev/zero > '${place.path("data")}/ballast'`),
      end: () => inside(`rm '${place.path("data")}/ballast'`),
    });
  });
});
