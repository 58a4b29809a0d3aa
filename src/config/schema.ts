import { homedir } from "node:os";
import { z } from "zod";
import type { DeviceType, LimitName, LimitOption, WithoutData } from "../model/index.ts";
import {
  deviceChannel,
  flawOfDisplayName,
  flawOfForeignName,
  flawOfUnit,
  LONGEST_UNIT,
  LOOPBACK,
  parseDuration,
  RELAY_LIMITS,
  writtenPath,
} from "../model/index.ts";
import { LcdOptions } from "./lcd.ts";
import { age, difference, duration, measure, power, range, rhythm } from "./measures.ts";
import { PanelOptions } from "./panel.ts";
import { WatchdogPath } from "./watchdog.ts";

/**
 * The configuration of a house: one schema gives the types, the defaults, the error messages, the JSON Schema for
 * editors and the reference page. The file is the configuration's only home.
 */

/** What the configuration must know of a device type. */
export type KnownDevice = Omit<DeviceType<z.ZodObject>, "sample" | "open">;

/** Names of devices, relays and the parts of a channel. */
export const NAME = /^[a-z][a-z0-9_]{0,40}$/;
const CHANNEL = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/;
const ALIAS = /^[A-Za-z_][A-Za-z0-9_]{0,40}$/;

function name(what: string, example: string) {
  return z
    .string()
    .regex(NAME)
    .meta({ expected: `${what}: small letters, digits and _`, example });
}

/** Complains of a name under which no readings could be kept. */
function foreignName(name: string, context: z.RefinementCtx): void {
  const flaw = flawOfForeignName(name);
  if (flaw !== undefined) context.addIssue({ code: "custom", message: `it ${flaw}` });
}

/** What people call something: one name for all readers, or one for each language. */
function displayName(what: string, example: string) {
  const word = z.string().optional();
  return z
    .preprocess(
      (value) => (typeof value === "string" ? { fr: value, de: value, en: value } : value),
      z.strictObject({ fr: word, de: word, en: word }).superRefine((name, context) => {
        const words = Object.values(name).filter((one) => one !== undefined);
        const flaw = words.length === 0 ? "is empty: write a name" : words.map(flawOfDisplayName).find(Boolean);
        if (flaw !== undefined) context.addIssue({ code: "custom", message: `it ${flaw}` });
      }),
    )
    .meta({
      description: `What people call the ${what}: one name, or one for each language`,
      expected: "a name, or names by language",
      example,
      editor: { anyOf: [{ type: "string" }, { type: "object" }] },
    })
    .optional();
}

function path(description: string, example: string) {
  return z
    .string()
    .min(1)
    .max(1_000)
    .transform((written, context) => {
      const read = writtenPath(written, homedir());
      if ("path" in read) return read.path;
      context.addIssue({ code: "custom", message: read.flaw });
      return z.NEVER;
    })
    .meta({ description, expected: "a path", example });
}

const Site = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(80)
      .default("Gleaner")
      .meta({ description: "Shown at the top of every page", example: "La Borie" }),
    latitude: z
      .number()
      .min(-90)
      .max(90)
      .optional()
      .meta({ description: "Degrees north; for sunrise and sunset", example: "44.93" }),
    longitude: z.number().min(-180).max(180).optional().meta({ description: "Degrees east", example: "0.72" }),
    time_zone: z
      .string()
      .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC")
      .refine((zone) => {
        try {
          new Intl.DateTimeFormat("en", { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, "no such time zone")
      .meta({
        description: "The zone in which a day begins at midnight",
        expected: "a time zone",
        example: "Europe/Paris",
      }),
    language: z.enum(["fr", "de", "en"]).optional().meta({
      description: "Language of the page and the journal; that of each reader's browser when left out",
      example: "fr",
    }),
  })
  .meta({ description: "The place" });

const Data = z
  .preprocess(
    (value) => (typeof value === "string" ? { path: value } : value),
    z.strictObject({
      path: path("Folder of the history; relative to this file", "./data"),
      commit_every: duration("Readings are on the disk after so long at the latest", "10 s", {
        least_ms: 100,
        most_ms: 60_000,
      }).default(10_000),
      keep: age("Readings are deleted when they are so old, or kept `for ever`", "10 y").optional(),
    }),
  )
  .meta({
    description: "Where the history lives",
    expected: "a folder",
    example: "./data",
    editor: { anyOf: [{ type: "string" }, { type: "object" }] },
  });

const Clock = z
  .strictObject({
    wait: duration("So long after the machine's start, readings wait for the clock to be set", "10 min", {
      most_ms: 86_400_000,
    }).default(600_000),
  })
  .meta({ description: "For machines whose clock stands still while they are off" });

const Web = z
  .strictObject({
    host: z
      .string()
      .default("127.0.0.1")
      .refine((host) => LOOPBACK.includes(host), "only this machine may be served until sign-in exists")
      .meta({ description: "Address to listen on", expected: "a loopback address", example: "127.0.0.1" }),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8000)
      .meta({ description: "Port to listen on; 0 takes a free one", example: "8000" }),
  })
  .meta({ description: "The page and the API" });

/** What is asked of readings before they are believed. */
const OF_READINGS = [
  "plausible",
  "not",
  "at_most_per_minute",
  "stuck_after",
  "rollover",
  "most_per_hour",
  "resolution",
] as const;

const Channel = z
  .preprocess(
    (value) => (typeof value === "string" ? { from: value } : value),
    z
      .strictObject({
        from: z
          .string()
          .regex(/^[a-z][a-z0-9_]*\.[a-z0-9_.]+$/)
          .optional()
          .meta({ description: "The device's value", expected: "a device and its value", example: "roof.panel_power" }),
        formula: z.string().max(1_000).optional().meta({
          description: "Computed from other channels: + - * / ( ) sum max min mean abs",
          expected: "a formula",
          example: "solar.power - battery.power",
        }),
        name: displayName("value", "{ fr: Ballon, de: Speicher, en: Tank }"),
        alias: z
          .string()
          .regex(ALIAS)
          .optional()
          .meta({ description: "A short name for scripts: data.SOC", expected: "a short name", example: "SOC" }),
        unit: z
          .string()
          .max(LONGEST_UNIT)
          .refine((unit) => flawOfUnit(unit) === undefined, "a unit that shows")
          .optional()
          .meta({ description: "Unit of a formula, where it does not follow from its inputs", example: "W" }),
        stale_after: duration("Older than this it counts as unknown", "30 s", {
          least_ms: 100,
          most_ms: 7 * 86_400_000,
        }).optional(),
        reports: rhythm(
          "How often it speaks, and so how long a reading counts in sums; left out, it is learned from its readings",
          "every 15 min",
        ).optional(),
        plausible: range("What lies outside is kept apart, and is no reading", "-40 °C to 60 °C").optional(),
        not: z
          .array(measure("A value that is none", "85 °C"))
          .max(32)
          .optional()
          .meta({ description: "Values that stand for a fault of the sensor", example: "[85 °C]" }),
        at_most_per_minute: difference("It cannot change by more within a minute", "5 °C").optional(),
        stuck_after: duration("Unchanged for so long it counts as unknown: for what never stands still", "10 min", {
          least_ms: 1_000,
          most_ms: 31 * 86_400_000,
        }).optional(),
        rollover: difference(
          "A counter begins at 0 again there; left out, it is known by its digits",
          "1000000 kWh",
        ).optional(),
        most_per_hour: difference(
          "A counter that rises faster is believed once it stays; left out, it is learned from its readings",
          "20 kWh",
        ).optional(),
        resolution: difference("A counter that falls by no more only trembles", "0.1 kWh").optional(),
        keep: age("Its readings are deleted when they are so old, or kept `for ever`", "2 y").optional(),
      })
      .refine((channel) => (channel.from === undefined) !== (channel.formula === undefined), "either from or formula")
      .refine(
        (channel) => channel.from === undefined || channel.unit === undefined,
        "unit goes with formula: a device knows its own",
      )
      .superRefine((channel, context) => {
        if (channel.formula === undefined) return;
        for (const key of OF_READINGS) {
          if (channel[key] === undefined) continue;
          const message = "goes with from: what a formula reads has its own";
          context.addIssue({ code: "custom", message, path: [key] });
        }
      }),
  )
  .meta({
    description: "A value with the name that people use",
    expected: "a device's value or a formula",
    example: "roof.panel_power",
    editor: { anyOf: [{ type: "string" }, { type: "object" }] },
  });

const withoutData = z
  .string()
  .transform((written, context): WithoutData => {
    if (written === "off" || written === "on") return { do: written };
    const kept = /^keep\s+(\S.*)$/.exec(written)?.[1];
    const for_ms = kept === undefined ? undefined : parseDuration(kept);
    if (for_ms !== undefined && for_ms <= 86_400_000) return { do: "keep", for_ms };
    context.addIssue({ code: "custom", message: "expected off, on, or keep with a duration up to 24 h" });
    return z.NEVER;
  })
  .meta({
    description: "What the relay does while its data is missing or stale",
    expected: "off, on, or keep with a duration",
    example: "keep 10 min",
    editor: { type: "string", pattern: "^(off|on|keep .+)$" },
  });

/** A time in words that begin so, at most a week; `undefined` where it is not said so. */
function timeAfter(words: string, written: string): number | undefined {
  const rest = written.trim();
  const for_ms = rest.startsWith(words) ? parseDuration(rest.slice(words.length)) : undefined;
  return for_ms !== undefined && for_ms > 0 && for_ms <= 7 * 86_400_000 ? for_ms : undefined;
}

const byHand = z
  .string()
  .transform((written, context): { readonly for_ms?: number } => {
    const for_ms = timeAfter("allow ", written);
    if (for_ms !== undefined) return { for_ms };
    if (written.trim() === "undo") return {};
    context.addIssue({ code: "custom", message: "expected undo, or allow with a duration up to 7 d" });
    return z.NEVER;
  })
  .meta({
    description:
      "Somebody switches it on at the device, which reports it: that stands as a person's On for so long, or is undone",
    expected: "undo, or allow with a duration",
    example: "allow 2 h",
    editor: { type: "string", pattern: "^(undo|allow .+)$" },
  });

const offByHand = z
  .string()
  .transform((written, context): { readonly for_ms?: number } => {
    const for_ms = timeAfter("", written);
    if (for_ms !== undefined) return { for_ms };
    if (written.trim() === "until asked anew") return {};
    context.addIssue({ code: "custom", message: "expected until asked anew, or a duration up to 7 d" });
    return z.NEVER;
  })
  .meta({
    description:
      "Somebody switches it off at the device: that stands as a person's Off for so long, or until its wish has changed",
    expected: "until asked anew, or a duration",
    example: "2 h",
    editor: { type: "string" },
  });

/** The option of a limit, as its row in the model's table says. Whether it was set must be seen: no default here. */
function limitSchema({ is, description, example, least, most }: LimitOption) {
  const schema: z.ZodType<number, unknown> =
    is === "duration"
      ? duration(description, example, { least_ms: least, most_ms: most })
      : z
          .int()
          .min(least)
          .max(most)
          .meta({ description, expected: `a whole number from ${least} to ${most}`, example });
  return schema.optional();
}

type LimitSchemas = { [Name in LimitName]: z.ZodOptional<z.ZodType<number>> };

/** Every limit of the model's table. */
function limitSchemas() {
  const schemas = Object.entries<LimitOption>(RELAY_LIMITS).map(([name, option]) => [name, limitSchema(option)]);
  // the names are those of the table
  return Object.fromEntries(schemas) as LimitSchemas;
}

const Limits = z
  .strictObject({
    ...limitSchemas(),
    without_data: withoutData.default({ do: "off" }),
    forced_on_needs_data: z.boolean().default(true).meta({
      description: "Whether without_data also holds while a person has switched it on",
      example: "true",
    }),
    by_hand: byHand.default({}),
    off_by_hand: offByHand.default({}),
    feedback_within: duration("The output's own report may differ from the order for so long", "10 s", {
      least_ms: 1_000,
      most_ms: 3_600_000,
    }).default(10_000),
  })
  .refine((limits) => limits.max_on === undefined || limits.max_on > (limits.min_on ?? 0), {
    message: "max_on must be longer than min_on",
    path: ["max_on"],
  });

const setting = z
  .union([z.number(), z.string().max(1_000), z.boolean()])
  .meta({ expected: "a number, a text of at most 1000 characters, true or false" });

const Relay = z.strictObject({
  name: displayName("relay", "{ fr: Congélateur, de: Gefriertruhe, en: Freezer }"),
  number: z
    .int()
    .min(1)
    .max(99)
    .optional()
    .meta({ description: "Its number in the mode file and in PvMonit's functions", example: "1" }),
  output: z
    .string()
    .regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$/)
    .meta({
      description: "The device, or the device's output, that it switches",
      expected: "a device or a device's output",
      example: "roof.load",
    }),
  power: power("Rated power of what hangs on it", "1200 W").default(0),
  script: path("The script that decides in automatic; relative to this file", "./boiler.ts").optional(),
  settings: z
    .record(z.string().regex(ALIAS).meta({ expected: "a short name", example: "soc_on" }), setting)
    .default({})
    .meta({ description: "Constants for the script", example: "{ soc_on: 95 }" }),
  needs: z.array(z.string()).max(32).default([]).meta({
    description: "Channels without which it counts as without data, beside those that its script reads",
    example: "[battery.soc]",
  }),
  guard: Limits.prefault({}).meta({ description: "The limits that no script can break" }),
});

const Interlock = z.strictObject({
  relays: z
    .array(name("a relay", "boiler"))
    .min(2)
    .max(16)
    .meta({ description: "Never on together", example: "[boiler, pump]" }),
  dead_time: duration("Rest between one going off and another coming on", "5 s", { most_ms: 3_600_000 }).default(0),
});

const HouseGuard = z.strictObject({
  power_budget: power("Sum of the rated powers that may be on at once", "3 kW").optional(),
  between_starts: duration("Rest between any two starts, longer than the meter is late", "10 s", {
    most_ms: 600_000,
  }).optional(),
  between_stops: duration(
    "Rest between two stops that scripts ask for because of a power or current, longer than the meter is late",
    "10 s",
    { most_ms: 600_000 },
  ).default(10_000),
  default_rest: duration(
    "Rest after each run, before its script may start it again, of a relay that sets neither min_on nor min_off",
    "1 min",
    { most_ms: 86_400_000 },
  ).default(60_000),
  interlocks: z
    .array(Interlock)
    .max(32)
    .default([])
    .meta({ description: "Groups of relays that are never on together" }),
});

const ModeFile = z
  .strictObject({
    modes: path("Read and written: 0 forced off, 1 auto off, 2 auto on, 3 forced on", "/tmp/PvMonit_domo_mod"),
    states: path("Written: 0 off, 1 on", "/tmp/PvMonit_domo_etat"),
  })
  .refine((files) => files.modes !== files.states, "modes and states need two different files")
  .meta({ description: "JSON files for programs of your own" });

/** One device: its type, and what that type asks for. */
function deviceSchema(types: readonly KnownDevice[]) {
  const [first, ...rest] = types.map(({ type, title, options }) =>
    options.safeExtend({
      type: z.literal(type).meta({ description: title }),
      name: displayName("device", "Roof charger"),
    }),
  );
  if (!first) throw new Error("a house without device types has nothing to configure");
  return z.discriminatedUnion("type", [first, ...rest]);
}

/** The schema of the whole file, for the device types that this Gleaner knows. */
export function configSchema(types: readonly KnownDevice[]) {
  return z.strictObject({
    site: Site.prefault({}),
    data: Data,
    clock: Clock.prefault({}),
    web: Web.prefault({}),
    devices: z
      .record(
        name("a device", "roof").superRefine((id, context) => foreignName(deviceChannel(id, "value"), context)),
        deviceSchema(types),
      )
      .default({})
      .meta({ description: "What is connected" }),
    channels: z
      .record(
        z
          .string()
          .regex(CHANNEL)
          .superRefine(foreignName)
          .meta({ expected: "a channel: words joined by dots", example: "solar.power" }),
        Channel,
      )
      .default({})
      .meta({ description: "Names for people and scripts; what is not named stays device.value" }),
    relays: z.record(name("a relay", "boiler"), Relay).default({}).meta({ description: "In order of priority" }),
    guard: HouseGuard.prefault({}).meta({ description: "Limits of the house as a whole" }),
    mode_file: ModeFile.optional(),
    panel: PanelOptions.optional(),
    lcd: LcdOptions.optional(),
    watchdog: WatchdogPath.optional(),
  });
}

export type ConfigData = z.output<ReturnType<typeof configSchema>>;

/** JSON Schema of the file, for editors (`# yaml-language-server: $schema=…`). */
export function editorSchema(types: readonly KnownDevice[]): unknown {
  return z.toJSONSchema(configSchema(types), {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const meta = z.globalRegistry.get(zodSchema);
      if (meta?.editor) Object.assign(jsonSchema, meta.editor);
      delete jsonSchema.editor;
      delete jsonSchema.expected;
    },
  });
}
