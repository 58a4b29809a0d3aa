import { z } from "zod";

/** How long the page waits, held to how long the server does. */
export type { ModeChangeWaits } from "../model/index.ts";

/**
 * The shapes of the HTTP interface and the source of `/openapi.json` (`tools/api-description.ts`). What comes in is checked by them
 * at run time; what goes out is held to them by the compiler, and by the tests.
 */

const instant = z.number().describe("UTC milliseconds");

const called = z.string().describe("what people call it, in the language asked for");

const isSwitch = z.boolean().optional().describe("the value of 1 or 0 stands for on or off");

export const Input = z.object({
  channel: z.string(),
  name: called,
  value: z.union([z.number(), z.string(), z.null()]),
  unit: z.string().nullable(),
  at: instant.nullable(),
  age_ms: z.number().nullable(),
  is_switch: isSwitch,
});

export const Language = z.enum(["fr", "de", "en"]);

export const Channel = z.object({
  name: called,
  value: z.union([z.number(), z.string(), z.null()]).describe("null: unknown"),
  unit: z.string().nullable().describe("null: the value is a state"),
  at: instant.nullable(),
  age_ms: z.number().nullable(),
  fresh: z.boolean(),
  stuck_ms: z.number().optional().describe("the value has not changed for so long, which it should: it is not fresh"),
  alias: z.string().optional(),
  is_switch: isSwitch,
});

export const RelayMode = z.enum(["off", "auto", "on"]);

export const Relay = z.object({
  name: called,
  number: z.int().nullable(),
  mode: RelayMode,
  mode_number: z.int().min(0).max(3).describe("PvMonit's: 0 forced off, 1 auto off, 2 auto on, 3 forced on"),
  on: z.boolean().describe("the last order that the output confirmed"),
  reason: z.string(),
  reason_code: z
    .string()
    .describe(
      "what kind of reason it is, whatever the language: `min_off`; `text` when a script says it in its own words",
    ),
  since: instant,
  until: instant.optional().describe("when the override lapses"),
  fault: z.string().optional(),
  hold: z
    .object({ rule: z.string(), for_ms: z.number().nullable() })
    .optional()
    .describe("the guard limit that stands in the way right now"),
  inputs: z.array(Input),
  on_today_ms: z.number(),
  starts_today: z.int(),
  power_w: z.number(),
  script: z
    .object({
      state: z
        .enum(["none", "ok", "old", "broken", "failing"])
        .describe("old: the last good version runs, the file does not compile"),
      problem: z.string().optional(),
      memory_bytes: z.int().optional().describe("what its last run took of the 16 MB that it may take"),
    })
    .describe("the script that decides"),
});

export const DeviceState = z.object({
  name: called,
  state: z.enum(["starting", "ok", "lost"]),
  problem: z.string().nullable(),
  counters: z.record(z.string(), z.number()),
  facts: z.record(z.string(), z.string()),
});

export const Storage = z.object({
  written_today_bytes: z.number().nullable().describe("what Gleaner wrote to the disk since the site's midnight"),
  written_per_day_bytes: z.number().nullable().describe("what a whole day comes to"),
  database_bytes: z.number().nullable(),
  last_commit_at: instant.nullable().describe("when readings were last safe on the disk"),
});

export const Fault = z.object({
  text: z.string().describe("what is wrong, and of what"),
  relay: z.string().optional().describe("the id of the relay that it is of"),
  device: z.string().optional().describe("the id of the device that it is of"),
});

export const State = z.object({
  now: instant,
  site: z.object({
    name: z.string(),
    time_zone: z.string(),
    keys: z
      .array(z.string().nullable())
      .optional()
      .describe("which relay each key of a panel on wires has, eight for each board; null: none"),
  }),
  language: Language.describe("that of the sentences and names"),
  version: z.string(),
  channels: z.record(z.string(), Channel),
  relays: z.record(z.string(), Relay).describe("in order of priority"),
  devices: z.record(z.string(), DeviceState),
  faults: z.array(Fault).describe("everything that is wrong: of the house, its relays, scripts and devices"),
  past_share: z
    .number()
    .optional()
    .describe("of a simulated house while its past is still being lived through: the share that is done, 0 to 1"),
  storage: Storage.optional().describe("left out until the house tells it"),
  recorded_ahead_ms: z
    .int()
    .optional()
    .describe("after the clock was set back the newest readings lie so far ahead of `now`: no time is recorded twice"),
  superseded_readings: z
    .int()
    .optional()
    .describe("readings since the start that were not kept, as newer ones of their channel came at the same instant"),
  refused_readings: z
    .int()
    .optional()
    .describe("readings since the start that were not believed: they are kept apart, as `<channel>.refused`"),
});

export const ModeRequest = z.strictObject({
  mode: RelayMode,
  for: z
    .string({
      error: ({ input }) => (typeof input === "number" ? `write "${input} min" or "${input} h", in quotes` : undefined),
    })
    .max(32)
    .optional()
    .describe("the override lapses after so long: `1 h`"),
});

export const JournalLine = z.object({
  id: z.int().describe("grows with each line recorded; `before` takes it"),
  at: instant,
  kind: z.enum(["switch", "refused", "mode", "fault", "script", "device", "mode_file", "house"]),
  relay: z.string().optional(),
  on: z.boolean().optional(),
  reason: z.string(),
  inputs: z.array(Input).optional(),
});

export const Series = z.union([
  z.object({
    unit: z.string().nullable(),
    at: z.array(instant),
    min: z.array(z.number()),
    mean: z.array(z.number()),
    max: z.array(z.number()),
  }),
  z.object({ unit: z.string().nullable(), at: z.array(instant), value: z.array(z.union([z.number(), z.string()])) }),
]);

/** A channel that has a history, or will have one. */
export const ChannelEntry = z.object({
  name: z.string(),
  alias: z.string().optional(),
  unit: z.string().nullable().describe("null: the value is a state"),
  kind: z.enum(["number", "state", "relay", "counter"]).describe("counter: it only grows, its rises count"),
  display_name: called,
  named: z.boolean().describe("the configuration names it; else it goes by its device and quantity"),
});

export const ChannelList = z.object({
  channels: z.array(ChannelEntry),
  next: z.string().optional().describe("there are more: ask again with this as `after`"),
});

/** Several channels over the same span. */
export const SeriesSet = z.object({
  from: instant,
  to: instant,
  series: z.record(z.string(), Series).describe("by the names that were asked for"),
  failed: z
    .record(z.string(), z.string())
    .optional()
    .describe("what is wrong with those that cannot be read, by name: they are empty in `series`"),
});

export const EnergyUnit = z.enum(["hour", "day", "month", "year"]);

/** Energy in civil units of the site's zone. */
export const Energy = z.object({
  unit: z.literal("Wh"),
  by: EnergyUnit,
  edges: z.array(instant).describe("one more than there are sums: unit i lies between edges i and i + 1"),
  net: z.array(z.number()).describe("positive and negative together"),
  positive: z.array(z.number()).describe("while power was above 0: a battery's charge, a grid's import"),
  negative: z.array(z.number()).describe("while power was below 0, itself not above 0"),
  covered: z
    .array(z.number())
    .describe(
      "the share of each unit, up to now, for which something is known, 0 to 1: of the rest the sums tell nothing",
    ),
  now: z.boolean().describe("the present unit is among them: it is counted up to now"),
});

/** A time that was not recorded. */
export const Gap = z.object({
  channel: z.string().optional().describe("left out: nothing was recorded at all"),
  since: instant,
  until: instant,
  why: z.enum(["stopped", "silent", "clock_unset", "dropped", "uncounted"]),
});

/** Readings of a counter of which it had to be judged what they mean. */
export const Judged = z.object({
  at: instant.describe("the first of them"),
  until: instant.describe("the reading that decided"),
  before: z.number().describe("what was shown before, in the channel's unit"),
  value: z.number().describe("what the first of them showed"),
  after: z.number().describe("what the reading showed that decided"),
  verdict: z
    .enum(["taken_back", "spike", "restart", "other_register", "rollover"])
    .describe(
      "the first two are left out of sums; the others go on, and are not counted themselves but for a rollover",
    ),
  open_since: instant
    .optional()
    .describe(
      "it has another explanation, so that what was counted between this and `until` is not known; left out: none",
    ),
  times: z.int().describe("so many within an hour of each other, told as one"),
});

export const JudgedList = z.object({
  unit: z.string().nullable(),
  judged: z.array(Judged).describe("oldest first"),
  more: z.literal(true).optional().describe("there are more than these 10,000: ask for a shorter span"),
});

export const GapList = z.object({
  gaps: z.array(Gap).describe("oldest first"),
  more: z.literal(true).optional().describe("there are more than these 10,000: ask for a shorter span"),
});

/** A time during which a relay was on. */
export const Run = z.object({
  from: instant.describe("may lie before the span"),
  to: instant.nullable().describe("may lie after the span; null: it is still on"),
  starts: z.number().int().optional().describe("how many runs are told as this one; left out: one"),
  off_ms: z.number().optional().describe("how long the relay was off between them, ms; left out: 0"),
});

export const RunList = z.object({ runs: z.array(Run).describe("oldest first") });

export const Problem = z.object({
  error: z.string().describe("a stable word for programs"),
  message: z.string().describe("what is wrong"),
  hint: z.string().describe("what to do"),
});

export const Health = z.object({ status: z.literal("ok") });

/** Beside the reasons it carries what every error carries. */
export const Unhealthy = z.object({
  status: z.literal("failing"),
  ...Problem.shape,
  reasons: z.array(z.string()).describe("everything that is wrong, one sentence each"),
});

export type State = z.infer<typeof State>;
export type Relay = z.infer<typeof Relay>;
export type RelayMode = z.infer<typeof RelayMode>;
export type Channel = z.infer<typeof Channel>;
export type JournalLine = z.infer<typeof JournalLine>;
export type Fault = z.infer<typeof Fault>;
export type Storage = z.infer<typeof Storage>;
export type ChannelEntry = z.infer<typeof ChannelEntry>;
export type ChannelList = z.infer<typeof ChannelList>;
export type SeriesSet = z.infer<typeof SeriesSet>;
export type EnergyUnit = z.infer<typeof EnergyUnit>;
export type Energy = z.infer<typeof Energy>;
export type Gap = z.infer<typeof Gap>;
export type GapList = z.infer<typeof GapList>;
export type Judged = z.infer<typeof Judged>;
export type JudgedList = z.infer<typeof JudgedList>;
export type Run = z.infer<typeof Run>;
export type RunList = z.infer<typeof RunList>;
export type Series = z.infer<typeof Series>;
export type Problem = z.infer<typeof Problem>;
export type Input = z.infer<typeof Input>;
export type DeviceState = z.infer<typeof DeviceState>;
export type Unhealthy = z.infer<typeof Unhealthy>;
