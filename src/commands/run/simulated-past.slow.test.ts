import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, mock, test } from "node:test";
import { type Config, loadConfig } from "../../config/index.ts";
import { Brain } from "../../house/brain.ts";
import { DAY, type Decision, HOUR, MINUTE, type Reading, savedMemoryOf, say } from "../../model/index.ts";
import { openHistory } from "../../store/index.ts";
import { dataFolder } from "./data-folder.ts";
import { allDeviceTypes } from "./device-types.ts";
import { guardRules } from "./guard-rules.ts";
import { type Past as LeftPast, missingPast, savedModel, simulateHistory } from "./simulated-past.ts";

/** The simulated house of the examples lives through two days in June, with all its parts but the clock. */

const EXAMPLE = join(import.meta.dirname, "..", "..", "..", "examples", "simulated");
const NOW = Date.UTC(2026, 5, 22, 12);
const PAST = "2026-06-20T12:00:00.000Z";

const NEVER = new AbortController().signal;

const folders: string[] = [];

afterEach(() => {
  mock.timers.reset();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The example with a data folder of its own. */
function house(): Config {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-simulate-"));
  folders.push(folder);
  cpSync(EXAMPLE, folder, { recursive: true });
  const file = join(folder, "gleaner.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("../../data/simulated", "./data"));
  return loadConfig(file, allDeviceTypes);
}

function setClock(at: number): void {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: at });
}

/** The same lived through, for whoever goes on from its end. */
async function livedThrough(config: Config, days: number): Promise<LeftPast> {
  const missing = await missingPast(config, days);
  return simulateHistory(config, missing ?? assert.fail("nothing is missing"), {
    stop: NEVER,
    onProgress: () => undefined,
  });
}

async function simulate(config: Config, days: number): Promise<number[]> {
  const progress: number[] = [];
  const missing = await missingPast(config, days);
  if (!missing) return progress;
  await simulateHistory(
    config,
    { ...missing, model: await savedModel(config) },
    { stop: NEVER, onProgress: (share) => void progress.push(share) },
  );
  return progress;
}

interface Past {
  readings(channel: string): Reading[];
  readonly journal: Decision[];
}

async function past(config: Config): Promise<Past> {
  const history = openHistory(dataFolder(config));
  try {
    const journal = (await history.journal(100_000)).reverse();
    const all = new Map<string, Reading[]>();
    for (const channel of [
      "solar.power",
      "charger.state",
      "battery.soc",
      "house.power",
      "relay.boiler",
      "relay.pump",
    ]) {
      all.set(channel, await history.range(channel, 0, NOW + 30 * DAY, 1_000_000));
    }
    return { journal, readings: (channel) => all.get(channel) ?? [] };
  } finally {
    history.close();
  }
}

const HOUSE_LINES = new Set(["house", "device", "script"]);

describe("two simulated days", () => {
  test("leave readings, decisions and relays behind, with a boiler that follows the float", async () => {
    setClock(NOW);
    const config = house();
    const progress = await simulate(config, 2);
    assert.equal(progress.at(-1), 1);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
    const { readings, journal } = await past(config);

    for (const channel of ["solar.power", "charger.state", "battery.soc", "house.power"]) {
      const all = readings(channel);
      assert.equal(new Date(all[0]?.at ?? 0).toISOString(), PAST, channel);
      assert(all.length === 2 * 24 * 60, `${channel}: ${all.length} readings`);
      for (const [index, { at }] of all.entries()) assert.equal(at, NOW - 2 * DAY + index * MINUTE, channel);
    }

    const boiler = journal.filter(({ kind, relay }) => kind === "switch" && relay === "boiler");
    const byFloat = boiler.filter(({ on, reason }) => on && say(reason, "en").includes("float"));
    assert(
      byFloat.length > 0,
      `the boiler was switched by: ${boiler.map(({ reason }) => say(reason, "en")).join("; ")}`,
    );
    const states = new Map(readings("charger.state").map(({ at, value }) => [at, value]));
    for (const { at, inputs } of byFloat) {
      assert.equal(states.get(at), "float", new Date(at).toISOString());
      assert(inputs?.some(({ channel, value }) => channel === "charger.state" && value === "float"));
    }
    // a switched relay shows in its own channel at the instant of its decision; of two in one instant the second follows it
    const shown = readings("relay.boiler").map(({ at, value }) => `${at} ${value}`);
    let last = 0;
    const decided = boiler.map(({ at, on }) => {
      last = Math.max(at, last + 1);
      return `${last} ${on ? 1 : 0}`;
    });
    assert.deepEqual(shown, decided);
    assert(readings("relay.pump").length > 0);
    for (const line of journal) assert(line.at >= NOW - 2 * DAY && line.at <= NOW, "nothing lies outside the two days");
  });

  test("end with a house and a memory from which the house that runs goes on", async () => {
    // late enough for the pump to have run
    setClock(NOW + 8 * HOUR);
    const config = house();
    const { from, to, model, memory } = await livedThrough(config, 1);
    assert.deepEqual([from, to, model?.at], [NOW + 8 * HOUR, NOW + 8 * HOUR, NOW + 8 * HOUR]);
    const { readings } = await past(config);
    const last = Number(readings("battery.soc").at(-1)?.value);
    assert(Math.abs(last - 100 * (model?.charge ?? 0)) < 1, `${last} % in the history`);

    const rules = guardRules(config);
    const clock = { now: () => ({ at: to, mono: 0 }), bootId: "boot", after: () => () => undefined };
    const brain = new Brain(rules, undefined, clock, () => false);
    brain.alsoRan(savedMemoryOf(memory).brain, clock.now());
    const pumped = brain.states(clock.now()).find(({ id }) => id === "pump")?.on_today_ms ?? 0;
    assert(pumped >= 39 * MINUTE && pumped <= 42 * MINUTE, `${pumped / MINUTE} minutes`);
  });

  test("are the same each time", async () => {
    setClock(NOW);
    const one = house();
    const other = house();
    await simulate(one, 1);
    await simulate(other, 1);
    const [first, second] = [await past(one), await past(other)];
    for (const channel of ["solar.power", "battery.soc", "relay.boiler", "relay.pump"]) {
      assert.deepEqual(first.readings(channel), second.readings(channel), channel);
    }
    assert(first.journal.length > 10);
    assert.deepEqual(first.journal, second.journal);
  });
});

describe("a second start", () => {
  test("after a gap fills the gap only, and goes on with the same counters", async () => {
    setClock(NOW);
    const config = house();
    await simulate(config, 1);
    const before = await past(config);
    assert.equal(await missingPast(config, 1), undefined, "nothing is missing now");

    setClock(NOW + 5 * HOUR);
    const missing = await missingPast(config, 1);
    assert.deepEqual(missing, { from: NOW, to: NOW + 5 * HOUR });
    await simulate(config, 1);
    const after = await past(config);
    for (const channel of ["solar.power", "battery.soc"]) {
      const [old, all] = [before.readings(channel), after.readings(channel)];
      assert.deepEqual(all.slice(0, old.length), old, "what was lived through stays");
      const instants = all.map(({ at }) => at);
      const gapless = instants.every((at, i) => i === 0 || at - (instants[i - 1] ?? 0) <= MINUTE);
      assert(gapless, `${channel} has a hole`);
      assert.equal(instants.at(-1), NOW + 5 * HOUR - MINUTE);
    }
    // the battery goes on from where it stood
    const soc = after.readings("battery.soc").filter(({ at }) => at >= NOW - MINUTE && at <= NOW + MINUTE);
    const values = soc.map(({ value }) => Number(value));
    assert(Math.max(...values) - Math.min(...values) < 1, `state of charge ${values.join(", ")}`);
    const fresh = after.journal.slice(before.journal.length);
    assert(fresh.every(({ at }) => at >= NOW));
    assert(
      fresh.some(({ kind }) => !HOUSE_LINES.has(kind)),
      "relays were switched in the gap",
    );
    // limits that were counted on the first clock let go on the second: nothing holds for days
    const held = fresh.filter(({ kind, reason }) => kind === "refused" && Number(reason.values?.left) > HOUR);
    assert.deepEqual(held, []);
  });

  test("after less than an hour fills nothing: the house goes on by itself", async () => {
    setClock(NOW);
    const config = house();
    await simulate(config, 1);
    const { length } = (await past(config)).readings("solar.power");
    setClock(NOW + 50 * MINUTE);
    assert.deepEqual(await simulate(config, 1), []);
    assert.equal((await past(config)).readings("solar.power").length, length);
  });

  test("after a long time lives through the asked days only", async () => {
    setClock(NOW);
    const config = house();
    await simulate(config, 1);
    setClock(NOW + 20 * DAY);
    assert.deepEqual(await missingPast(config, 2), { from: NOW + 18 * DAY, to: NOW + 20 * DAY });
  });
});
