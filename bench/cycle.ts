import { adopt } from "../src/control/memory.ts";
import type { Memory } from "../src/control/relay-memory.ts";
import { step } from "../src/control/step.ts";
import { relayStates } from "../src/control/view.ts";
import {
  type ChannelState,
  type GuardRules,
  type Now,
  type RelayRule,
  SCRIPT,
  type ScriptWorld,
  type Snapshot,
  text,
  type Wish,
  Wishes,
} from "../src/model/index.ts";
import { WorkerScripts } from "../src/scripts/index.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { atLeastTimes } from "./judge.ts";
import { loop } from "./yardsticks/loop.ts";

/** How much thinking a second has room for: steps of the brain, and runs of scripts, in a house of eight relays. */

const RELAYS = 8;
const CHANNELS = 60;
const SECONDS = 3;
/** README.md tells where they come from. */
const LEAST_STEPS_OF_LOOP = 150;
const LEAST_RUNS_OF_LOOP = 6;
const NOON = Date.UTC(2026, 5, 1, 12);
const ZONE = "Europe/Paris";

const IDS = Array.from({ length: RELAYS }, (_, index) => `relay${index}`);

function rule(id: string, index: number): RelayRule {
  return {
    id,
    number: index + 1,
    power_w: 500,
    needs: ["c0"],
    decided_by: SCRIPT,
    limits: {
      min_on_ms: 60_000,
      min_off_ms: 60_000,
      max_on_ms: 3_600_000,
      max_on_per_day_ms: 6 * 3_600_000,
      max_starts_per_hour: 6,
      max_starts_per_day: 12,
      without_data: { do: "off" },
      forced_on_needs_data: true,
      feedback_within_ms: 10_000,
    },
  };
}

const RULES: GuardRules = {
  time_zone: ZONE,
  relays: IDS.map(rule),
  interlocks: [{ name: "pair", relays: ["relay0", "relay1"], dead_time_ms: 5_000 }],
  power_budget_w: 3_000,
  stagger_ms: 2_000,
};

function snapshot(now: Now): Snapshot {
  const channels = new Map<string, ChannelState>();
  for (let index = 0; index < CHANNELS; index += 1) {
    const name = `c${index}`;
    channels.set(name, { name, unit: "W", value: now.mono % (index + 100), at: now.at, age_ms: 0, fresh: true });
  }
  return { now, channels, aliases: new Map() };
}

function wishAt(now: Now, relay: string): Wish {
  const want = Math.floor(now.mono / 120_000) % 2 === 0 ? "on" : "off";
  return { from: "script", relay, want, reason: text("bench"), mono: now.mono, inputs: [] };
}

/** Steps per second, each 100 ms after the last, every order carried out at once. */
function measureSteps(seconds: number): number {
  const start: Now = { at: NOON, mono: 1_000_000 };
  let memory: Memory = adopt(undefined, IDS, start, "bench", ZONE);
  let outcomes: { relay: string; on: boolean; ok: true }[] = [];
  const began = performance.now();
  let steps = 0;
  for (; performance.now() - began < seconds * 1_000; steps += 1) {
    const now = { at: start.at + steps * 100, mono: start.mono + steps * 100 };
    const wishes = new Wishes(IDS.map((id) => wishAt(now, id)));
    const input = { snapshot: snapshot(now), wishes, commands: [], outcomes, feedback: [] };
    const result = step(RULES, memory, input, now);
    memory = result.memory;
    outcomes = result.orders.map(({ relay, on }) => ({ relay, on, ok: true }));
  }
  return (steps * 1_000) / (performance.now() - began);
}

const SOURCE = `export default ({ data, relay, now, on, off }) =>
  data["c0"] + data["c1"] > 50 && now.hour > 8 && !relay.on ? on("enough at " + data["c2"]) : off("too little");`;

/** Runs per second through the worker threads: all relays asked together, again when all have answered. */
async function measureScripts(seconds: number): Promise<number> {
  const start: Now = { at: NOON, mono: 1_000_000 };
  const scripts = new WorkerScripts({
    scripts: IDS.map((relay, index) => ({ relay, number: index + 1, source: SOURCE })),
    time_zone: ZONE,
    memory: undefined,
    now: start,
    bootId: "bench",
  });
  try {
    await scripts.ready;
    const relays = relayStates(RULES, adopt(undefined, IDS, start, "bench", ZONE), start);
    const began = performance.now();
    let runs = 0;
    for (let turn = 0; performance.now() - began < seconds * 1_000; turn += 1) {
      const now = { at: start.at + turn * 100, mono: start.mono + turn * 100 };
      const world: ScriptWorld = { snapshot: snapshot(now), relays, sun: { sunrise: null, sunset: null } };
      const all = Promise.withResolvers<void>();
      let open = IDS.length;
      scripts.onWish = (wish) => {
        if (wish.want === "nothing") all.reject(new Error(`a script of the bench failed: ${JSON.stringify(wish)}`));
        open -= 1;
        if (open === 0) all.resolve();
      };
      scripts.run(IDS, world);
      await all.promise;
      runs += IDS.length;
    }
    return (runs * 1_000) / (performance.now() - began);
  } finally {
    await scripts.stop();
  }
}

export const cycle: Bench = {
  about: "steps of the brain and runs of scripts per second, eight relays (size: seconds of each, 3)",
  async run(size) {
    const before = await loop();
    const steps_per_s = round(measureSteps(size ?? SECONDS));
    const script_runs_per_s = round(await measureScripts(size ?? SECONDS));
    const after = await loop();
    const passes = { name: before.name, value: 2_000 / (before.value + after.value), unit: "a second" };
    return {
      figures: { steps_per_s, script_runs_per_s },
      bounds: [
        atLeastTimes("steps of the brain", steps_per_s, "a second", passes, LEAST_STEPS_OF_LOOP),
        atLeastTimes("runs of scripts", script_runs_per_s, "a second", passes, LEAST_RUNS_OF_LOOP),
      ],
      lines: [
        `step(), ${RELAYS} relays, ${CHANNELS} channels: ${steps_per_s} per second (a house needs at most 10)`,
        `Script runs through the sandbox: ${script_runs_per_s} per second`,
      ],
    };
  },
};
