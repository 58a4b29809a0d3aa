import assert from "node:assert/strict";
import { test } from "node:test";
import type { Companion, Companionship, Decision, HouseState, ModeCommand, RelayState } from "../model/index.ts";
import { Bench } from "./testing/bench.ts";

/** Sees and does what a panel would. */
class Panel implements Companion {
  readonly name = "panel";
  readonly states: HouseState[] = [];
  readonly decisions: Decision[] = [];
  readonly acts: string[] = [];
  adopted: readonly RelayState[] = [];
  house: Companionship | undefined;
  stopped = false;

  start(house: Companionship, adopted: readonly RelayState[]): void {
    this.house = house;
    this.adopted = adopted;
  }

  shown(state: HouseState): void {
    this.states.push(state);
  }

  told(decision: Decision): void {
    this.decisions.push(decision);
  }

  acted({ relay, mode, origin }: ModeCommand): void {
    this.acts.push(`${relay} ${mode} ${origin}`);
  }

  stop(): void {
    this.stopped = true;
  }

  get codes(): string[] {
    return this.decisions.map(({ reason }) => reason.code);
  }
}

const houseWith = (...companions: Companion[]): Bench => new Bench({ options: { companions } });

test("a companion is shown each state and told each line of the journal, and its acts are taken in at once", async () => {
  const panel = new Panel();
  const bench = houseWith(panel);
  assert.deepEqual(panel.states, [bench.house.state()], "from the start on");
  await bench.up();
  assert.equal(panel.states.at(-1), bench.house.state());
  assert.deepEqual(
    panel.adopted.map(({ id }) => id),
    ["boiler", "fan"],
  );
  panel.decisions.length = 0;
  assert.equal(panel.house?.command({ relay: "fan", mode: "on", origin: "page" }), true);
  await bench.clock.pass(0);
  assert.equal(bench.fan.on, true);
  assert.deepEqual(panel.codes, ["forced_on", "forced_on"], "the mode, and the switch");
  assert.deepEqual(bench.store.codes.slice(-2), ["mode forced_on", "switch forced_on"]);
});

test("each act that is taken in is told, however often the same one comes", async () => {
  const panel = new Panel();
  const bench = await houseWith(panel).up();
  for (let time = 0; time < 3; time += 1) bench.house.command({ relay: "fan", mode: "off", origin: "page" });
  assert.deepEqual(panel.acts, ["fan off page", "fan off page", "fan off page"]);
});

test("what a companion notes is journalled", async () => {
  const panel = new Panel();
  const bench = await houseWith(panel).up();
  panel.house?.note("mode_file", { code: "mode_file_refused", values: { problem: "x" } });
  await bench.clock.pass(0);
  assert.equal(bench.store.codes.at(-1), "mode_file mode_file_refused");
});

test("at the stop it still sees how the relays end, but begins nothing any more", async () => {
  const panel = new Panel();
  const bench = await houseWith(panel).up();
  panel.house?.command({ relay: "fan", mode: "on", origin: "page" });
  await bench.clock.pass(0);
  const stopping = bench.house.stop();
  assert.equal(panel.house?.command({ relay: "fan", mode: "on", origin: "page" }), false);
  await stopping;
  assert.deepEqual(
    panel.states.at(-1)?.relays.map(({ on }) => on),
    [false, false],
  );
  assert.equal(panel.stopped, true);
});

test("one that fails at everything takes nothing else along, and is told once", async () => {
  const fail = (): never => {
    throw new Error("no display");
  };
  const broken: Companion = { name: "lcd", start: fail, shown: fail, told: fail, stop: () => Promise.reject(fail) };
  const panel = new Panel();
  const bench = await houseWith(broken, panel).up();
  bench.house.command({ relay: "fan", mode: "on", origin: "page" });
  await bench.clock.pass(5_000);
  assert.equal(bench.fan.on, true);
  assert.equal(panel.states.at(-1), bench.house.state());
  const told = panel.decisions.filter(({ reason }) => reason.code === "companion_failed");
  assert.deepEqual(
    told.map(({ reason }) => reason.values),
    [{ name: "lcd", problem: "no display" }],
  );
  assert.deepEqual(await bench.house.stop(), { readings: 0, decisions: 0, relays: [] });
});

test("one that does not end holds up the stop for three seconds", async () => {
  const bench = await houseWith({
    name: "mqtt",
    start: () => undefined,
    stop: () => new Promise(() => undefined),
  }).up();
  let stopped = false;
  const stopping = bench.house.stop().then(() => {
    stopped = true;
  });
  await bench.clock.pass(2_999);
  assert.equal(stopped, false);
  await bench.clock.pass(1);
  await stopping;
});
