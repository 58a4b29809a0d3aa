import type { z } from "zod";
import {
  Channel,
  ChannelEntry,
  DeviceState,
  Energy,
  Fault,
  Gap,
  Health,
  Input,
  JournalLine,
  Problem,
  Relay,
  Run,
  Series,
  SeriesSet,
  State,
  Storage,
  Unhealthy,
} from "../src/web/api.ts";

const AT = 1_795_168_800_000;
const input = { channel: "battery.soc", name: "State of charge", value: 96.4, unit: "%", at: AT - 400, age_ms: 400 };
const relay = {
  name: "Boiler",
  number: 1,
  mode: "on",
  mode_number: 3,
  on: true,
  reason: "Switched on by hand for 1 h 00",
  reason_code: "forced_on_for",
  since: AT,
  until: AT + 3_600_000,
  inputs: [input],
  on_today_ms: 5_400_000,
  starts_today: 2,
  power_w: 1200,
  script: { state: "ok", memory_bytes: 94_208 },
};
const channel = {
  name: "State of charge",
  value: 96.4,
  unit: "%",
  at: AT - 400,
  age_ms: 400,
  fresh: true,
  alias: "SOC",
};
const device = {
  name: "Battery monitor",
  state: "ok",
  problem: null,
  counters: { blocks: 86_400 },
  facts: { product: "SmartSolar MPPT 150|35" },
};

const storage = {
  written_today_bytes: 61_000_000,
  written_per_day_bytes: 88_000_000,
  database_bytes: 340_000_000,
  last_commit_at: AT - 4_000,
};
const series = { unit: "W", at: [AT], min: [120], mean: [148.2], max: [190] };

/** Names and examples for the description. Kept out of api.ts: the pages import that. */
export const DESCRIBED: readonly (readonly [schema: z.ZodType, id: string, example: unknown])[] = [
  [Input, "Input", input],
  [Channel, "Channel", channel],
  [Relay, "Relay", relay],
  [DeviceState, "Device", device],
  [
    State,
    "State",
    {
      now: AT,
      site: { name: "La Borie", time_zone: "Europe/Paris" },
      language: "en",
      version: "0.1.0",
      channels: { "battery.soc": channel },
      relays: { boiler: relay },
      devices: { monitor: device },
      faults: [],
      storage,
    },
  ],
  [Fault, "Fault", { text: "Relay Pump: the output does not answer", relay: "pump" }],
  [Storage, "Storage", storage],
  [
    JournalLine,
    "JournalLine",
    { id: 4711, at: AT, kind: "switch", relay: "boiler", on: true, reason: "Battery in float", inputs: [input] },
  ],
  [
    ChannelEntry,
    "ChannelEntry",
    { name: "battery.soc", display_name: "State of charge", alias: "SOC", unit: "%", kind: "number", named: true },
  ],
  [Series, "Series", series],
  [SeriesSet, "SeriesSet", { from: AT, to: AT + 3_600_000, series: { "solar.power": series } }],
  [
    Energy,
    "Energy",
    {
      unit: "Wh",
      by: "hour",
      edges: [AT, AT + 3_600_000],
      net: [350],
      positive: [410.5],
      negative: [-60.5],
      covered: [1],
      now: false,
    },
  ],
  [Gap, "Gap", { channel: "solar.power", since: AT - 600_000, until: AT, why: "silent" }],
  [Run, "Run", { from: AT, to: AT + 1_800_000 }],
  [Health, "Health", { status: "ok" }],
  [Problem, "Problem", { error: "unknown_relay", message: "No relay is called boilr", hint: "did you mean boiler?" }],
  [
    Unhealthy,
    "Unhealthy",
    {
      status: "failing",
      error: "unhealthy",
      message: "Device roof is lost: /dev/ttyUSB0 is gone",
      hint: "see the page, Gleaner's journal and its log",
      reasons: ["Device roof is lost: /dev/ttyUSB0 is gone"],
    },
  ],
];
