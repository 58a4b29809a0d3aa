import { homedir } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import {
  type Actuator,
  DAY,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type DeviceType,
  HOUR,
  type Inbox,
  MINUTE,
  type Order,
  parsePower,
  type Quantity,
  SECOND,
  wordsOf,
  writtenPath,
} from "../../model/index.ts";
import { LOADS, type Load } from "./loads.ts";
import { ModelHouse, type ModelHouseOptions } from "./model-house.ts";
import type { ModelState } from "./model-state.ts";
import { STRINGS } from "./solar.ts";
import { loadState, saveState } from "./state-file.ts";

/** A load must not take the name of a quantity of the house itself. */
const RESERVED = new Set(["solar", "battery", "load", ...STRINGS.map(({ name }) => name)]);

const MOST_POWER_W = 20_000;

const Power = z.string().transform((words, issues) => {
  const power_w = parsePower(words);
  if (power_w !== undefined && power_w <= MOST_POWER_W) return power_w;
  issues.addIssue({ code: "custom", message: "expected a power up to 20 kW" });
  return z.NEVER;
});

const Options = z.strictObject({
  latitude: z.number().min(-90).max(90).default(44.93).describe("Degrees north of the simulated place"),
  longitude: z.number().min(-180).max(180).default(0.72).describe("Degrees east of the simulated place"),
  time_zone: z
    .string()
    .refine(isZone, "expected a time zone such as Europe/Paris")
    .default("Europe/Paris")
    .describe("Time zone of the people who live there"),
  seed: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(1)
    .describe("The same seed gives the same weather and the same habits"),
  loads: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,30}$/)
        .refine((name) => !RESERVED.has(name), `not one of ${[...RESERVED].join(", ")}: the house itself uses these`)
        .meta({ expected: "a load: small letters, digits and _", example: "boiler" }),
      z.strictObject({
        power: Power.meta({ description: "What the load draws", expected: "a power", example: "1200 W" }),
        kind: z
          .enum(["plain", "tank", "freezer"])
          .optional()
          .describe("tank: heats the water tank; freezer: cools; a boiler is a tank and a freezer a freezer by itself"),
      }),
    )
    .refine((loads) => Object.keys(loads).length <= 32, "at most 32 loads")
    .optional()
    .describe("Loads that hang on relays, each an output of the house; without it boiler, pump, workshop and freezer"),
  state_file: z
    .string()
    .min(1)
    .max(4096)
    .transform((written, issues) => {
      const read = writtenPath(written, homedir());
      if ("path" in read) return read.path;
      issues.addIssue({ code: "custom", message: read.flaw });
      return z.NEVER;
    })
    .optional()
    .describe("Where the house keeps how it stands, so that a restart goes on; relative to the configuration's folder"),
});

type Options = z.output<typeof Options>;

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function kindOf(name: string): Load["kind"] {
  if (name === "boiler") return "tank";
  return name === "freezer" ? "freezer" : "plain";
}

function loadsOf(options: Options): Readonly<Record<string, Load>> {
  if (!options.loads) return LOADS;
  const entries = Object.entries(options.loads);
  return Object.fromEntries(
    entries.map(([name, { power, kind }]) => [name, { power_w: power, kind: kind ?? kindOf(name) }]),
  );
}

const NO_POWER =
  "the battery is empty and the inverter has shut off: nothing in the house has power until the sun has charged it to 20 %";

const TICK_MS = SECOND;
const SAVE_EVERY_MS = MINUTE;
/** A house that slept longer than this does not live through all of it: it goes on a day before now. */
const LONGEST_CATCH_UP_MS = 30 * DAY;

/**
 * Brings a house to `now` after a pause: coarse steps for long ones, so that it takes well under a second.
 * A state from the future (the clock was set back) or from long ago is dated anew.
 */
export function wakeHouse(options: ModelHouseOptions, state: ModelState | undefined, now: number): ModelHouse {
  let from = state;
  if (from && from.at > now) from = { ...from, at: now };
  if (from && now - from.at > LONGEST_CATCH_UP_MS) from = { ...from, at: now - DAY };
  const house = new ModelHouse({ ...options, start: now - DAY }, from);
  if (now - house.at > 6 * HOUR) house.advance(now - HOUR, MINUTE);
  house.advance(now - MINUTE, 10 * SECOND);
  house.advance(now);
  return house;
}

/** A model house that runs; see `modelHouse`. */
export class ModelHouseDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #options: ModelHouseOptions;
  readonly #context: DeviceContext;
  readonly #path: string | undefined;
  readonly #counters = { readings: 0, orders: 0, saves: 0, failed_saves: 0 };
  #house: ModelHouse | undefined;
  #inbox: Inbox | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> | undefined;
  #savedAt = 0;
  #problem: string | null = null;
  #stopped = false;

  constructor(options: Options, context: DeviceContext) {
    const loads = loadsOf(options);
    const { latitude, longitude, time_zone, seed } = options;
    this.#options = { latitude, longitude, time_zone, seed, loads, step_ms: TICK_MS };
    this.#context = context;
    this.#path = options.state_file === undefined ? undefined : resolve(context.folder, options.state_file);
    this.outputs = new Map(Object.keys(loads).map((name) => [name, this.#output(name)]));
  }

  async start(inbox: Inbox): Promise<void> {
    if (this.#house || this.#stopped) return;
    const state = this.#path === undefined ? undefined : await loadState(this.#path);
    if (this.#stopped) return;
    const now = this.#context.clock.now();
    this.#house = wakeHouse(this.#options, state, now.at);
    this.#inbox = inbox;
    this.#savedAt = now.mono;
    this.#put(inbox, this.#house);
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#saving;
    await this.#save();
    this.#house = undefined;
    this.#inbox = undefined;
  }

  /**
   * Goes on from how the house has been found to have stood at an earlier instant: its battery, water and cold are those
   * of then, carried on to now. Its relays stay as they are. A house that does not run stays as it is.
   */
  goOnFrom(state: ModelState): void {
    if (!this.#house || !this.#inbox) return;
    const { on } = this.#house.state();
    this.#house = wakeHouse(this.#options, { ...state, on }, this.#context.clock.now().at);
    this.#put(this.#inbox, this.#house);
  }

  health(): DeviceHealth {
    return {
      state: this.#house ? "ok" : "starting",
      problem: this.#house?.isFed === false ? NO_POWER : this.#problem,
      counters: { ...this.#counters },
      facts: { product: "model house", seed: String(this.#options.seed) },
    };
  }

  #output(name: string): Actuator {
    return {
      carryOut: async (order: Order): Promise<void> => {
        const house = this.#house;
        if (!house || !this.#inbox)
          throw new Error("the model house is not running: start it before switching its loads");
        this.#counters.orders += 1;
        house.set(name, order.on);
        this.#put(this.#inbox, house);
      },
      read: async (): Promise<boolean | null> => this.#house?.isOn(name) ?? null,
    };
  }

  #tick(): void {
    if (!this.#house || !this.#inbox) return;
    const now = this.#context.clock.now();
    const gap = now.at - this.#house.at;
    // The wall clock was set: the house goes on at the new hour instead of standing still or racing.
    if (gap < -5 * SECOND || gap > MINUTE) this.#house = wakeHouse(this.#options, this.#house.state(), now.at);
    else this.#house.advance(now.at);
    this.#put(this.#inbox, this.#house);
    if (now.mono - this.#savedAt < SAVE_EVERY_MS || this.#saving) return;
    this.#savedAt = now.mono;
    this.#saving = this.#save().finally(() => {
      this.#saving = undefined;
    });
  }

  #put(inbox: Inbox, house: ModelHouse): void {
    const readings = house.readings();
    this.#counters.readings += readings.length;
    inbox.put(readings);
  }

  /** Never throws: a house that cannot be saved still runs, and says so. */
  async #save(): Promise<void> {
    if (this.#path === undefined || !this.#house) return;
    try {
      await saveState(this.#path, this.#house.state());
      this.#counters.saves += 1;
      this.#problem = null;
    } catch (error) {
      this.#counters.failed_saves += 1;
      const why = wordsOf(error);
      this.#problem = `the state of the model house cannot be saved: ${why}; check state_file and its folder`;
    }
  }
}

const OF_THE_HOUSE: readonly Quantity[] = [
  { name: "solar_power", unit: "W" },
  { name: "charger_state", unit: null, words: ["off", "bulk", "absorption", "float"] },
  { name: "battery_voltage", unit: "V" },
  { name: "battery_current", unit: "A" },
  { name: "battery_power", unit: "W" },
  { name: "battery_soc", unit: "%" },
  { name: "load_power", unit: "W" },
  { name: "tank_temperature", unit: "°C" },
  { name: "freezer_temperature", unit: "°C" },
  { name: "outdoor_temperature", unit: "°C" },
  { name: "inverter", unit: null, words: ["on", "off"] },
  ...STRINGS.flatMap(({ name }): Quantity[] => [
    { name: `${name}_power`, unit: "W" },
    { name: `${name}_voltage`, unit: "V" },
  ]),
];

function quantitiesFor(loads: Readonly<Record<string, unknown>>): readonly Quantity[] {
  return [...OF_THE_HOUSE, ...Object.keys(loads).map((name): Quantity => ({ name: `${name}_power`, unit: "W" }))];
}

interface ModelHouseType extends DeviceType<typeof Options, Options> {
  /** The loads of these options, with their powers and kinds. */
  loads(options: Options): Readonly<Record<string, Load>>;
}

/** The simulated house. Loads of one's own are outputs instead of those in `outputs`; each has its `<name>_power`. */
export const modelHouse: ModelHouseType = {
  type: "model-house",
  title: "A simulated off-grid house with sun, battery and loads on relays, for trying things out",
  options: Options,
  quantities: quantitiesFor(LOADS),
  outputs: Object.keys(LOADS),
  stale_after_ms: 10 * SECOND,
  shape(options) {
    const loads = loadsOf(options);
    return { quantities: quantitiesFor(loads), outputs: Object.keys(loads) };
  },
  claims: ({ state_file }, folder) =>
    state_file === undefined ? [] : [{ option: "state_file", thing: `the path ${resolve(folder, state_file)}` }],
  loads: loadsOf,
  open: (options, context) => new ModelHouseDevice(options, context),
  sample: { options: {}, readings: [{ quantity: "inverter", value: "on", unit: null }] },
};
