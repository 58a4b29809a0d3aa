/**
 * Writes the reference in docs/configuration.md from the configuration's schema and the device types.
 * `--check`: writes nothing, ends with 1 when the reference is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { allDeviceTypes } from "../src/commands/run/device-types.ts";
import { configSchema } from "../src/config/schema.ts";
import { shapeOf } from "../src/model/index.ts";
import { sayUnit, sayWords } from "./config-words.ts";

const PAGE = new URL("../docs/configuration.md", import.meta.url);
const BEGIN = "<!-- reference: made by tools/config-reference.ts from the schema, do not edit -->";
const END = "<!-- end of reference -->";

type Schema = z.core.$ZodType;

/** What the layers around a schema say: its meaning, and what stands for it when it is left out. */
interface Entry {
  readonly inner: Schema;
  readonly meta: z.core.GlobalMeta;
  readonly fallback: { readonly value: unknown } | undefined;
  readonly optional: boolean;
}

/** Takes the layers off a schema. The outermost word on each matter counts. */
function unwrap(schema: Schema): Entry {
  let inner = schema;
  let meta: z.core.GlobalMeta = {};
  let fallback: Entry["fallback"];
  let optional = false;
  for (;;) {
    meta = { ...z.globalRegistry.get(inner), ...meta };
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      fallback ??= { value: inner.def.defaultValue };
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodOptional) {
      optional = true;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.def.in instanceof z.ZodTransform ? inner.def.out : inner.def.in;
    } else {
      return { inner, meta, fallback, optional };
    }
  }
}

const PLAIN: readonly (readonly [new (...args: never[]) => unknown, string])[] = [
  [z.ZodString, "text"],
  [z.ZodBoolean, "true or false"],
  [z.ZodNumber, "a number"],
  [z.ZodArray, "a list"],
  [z.ZodRecord, "names with values"],
  [z.ZodObject, "a group of keys"],
];

function kindOf({ inner, meta }: Entry): string {
  if (meta.expected !== undefined) return meta.expected;
  if (inner instanceof z.ZodEnum) return inner.options.map((word) => `\`${word}\``).join(", ");
  if (inner instanceof z.ZodNumber && inner.format === "safeint") return "a whole number";
  return PLAIN.find(([type]) => inner instanceof type)?.[1] ?? "a value";
}

/** Defaults that depend on the machine, so that the page is the same everywhere. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  "site.time_zone": "the machine's",
  "data.keep": "for ever",
  "channels.keep": "as `data.keep`",
  "guard.between_starts": "`10 s`, by hand `2 s`",
  "panel.strobes": "`[26]`",
  "panel.relays": "by their numbers",
  "lcd.address": "`0x27`",
  "lcd.show": "battery, sun and house, where they have their usual names",
  "relays.guard.by_hand": "`undo`",
  "relays.guard.off_by_hand": "`until asked anew`",
  "relays.guard.min_on": "`0 s`",
  "relays.guard.min_off": "`guard.default_rest` where min_on is left out too, else `0 s`",
};

function fallbackOf(path: string, entry: Entry): string {
  const own = OWN_WORDS[path];
  if (own !== undefined) return own;
  if (entry.fallback) {
    const { value } = entry.fallback;
    return sayWords(value, entry.meta.expected);
  }
  return entry.optional ? "–" : "**needed**";
}

const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\n/g, " ");

interface Row {
  readonly path: string;
  readonly entry: Entry;
}

/** The keys of a group, those of groups in it behind them. `stop` leaves out what has a table of its own. */
function rows(group: Schema, prefix: string, keys: string, stop: ReadonlySet<string>): Row[] {
  const { inner } = unwrap(group);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries<Schema>(inner.shape).flatMap(([key, schema]) => {
    const path = `${prefix}.${key}`;
    if (stop.has(path) || key === "type") return [];
    const entry = unwrap(schema);
    const shown = keys === "" ? key : `${keys}.${key}`;
    const row = { path: shown, entry };
    if (entry.inner instanceof z.ZodObject) return [row, ...rows(schema, path, shown, stop)];
    const element = entry.inner instanceof z.ZodArray ? unwrap(entry.inner.element) : undefined;
    if (element?.inner instanceof z.ZodObject) return [row, ...rows(element.inner, path, `${shown}[]`, stop)];
    const value = entry.inner instanceof z.ZodRecord ? unwrap(entry.inner.valueType) : undefined;
    if (value?.inner instanceof z.ZodObject) return [row, ...rows(value.inner, path, `${shown}.NAME`, stop)];
    return [row];
  });
}

function table(group: Schema, prefix: string, stop: readonly string[] = []): string[] {
  const lines = ["| Key | What it says | Written as | Left out |", "| --- | --- | --- | --- |"];
  for (const { path, entry } of rows(group, prefix, "", new Set(stop))) {
    const { description = "", example } = entry.meta;
    const kind = kindOf(entry);
    const written = example === undefined ? kind : `${kind}, such as \`${example}\``;
    const left = fallbackOf(`${prefix}.${path}`, entry);
    lines.push(`| \`${path}\` | ${cell(description)} | ${cell(written)} | ${cell(left)} |`);
  }
  return lines.length === 2 ? [] : lines;
}

function section(title: string, words: string | undefined, lines: readonly string[]): string[] {
  return [`### ${title}`, "", ...(words ? [`${words}.`, ""] : []), ...lines, ""];
}

function outputWords(outputs: readonly string[], named: readonly string[]): string {
  if (outputs.length === 0)
    return named.length === 0
      ? "It switches nothing."
      : "Outputs for relays: `NAME.` and a name that its options give.";
  const names = outputs.map((name) => (name === "" ? "the device itself (`output: NAME`)" : `\`NAME.${name}\``));
  return `Outputs for relays: ${names.join(", ")}.`;
}

function deviceSections(): string[] {
  return allDeviceTypes.flatMap((type) => {
    const { quantities, outputs, stale_after_ms } = type;
    const named = shapeOf(type, type.options.parse(type.sample.options));
    const reports =
      quantities === null
        ? named.quantities === null
          ? "The program behind it decides what it reports."
          : "It reports what its options name."
        : quantities.length === 0
          ? "It reports nothing."
          : `It reports ${[...new Map(quantities.map((quantity) => [quantity.name, quantity])).values()]
              .map(({ name, unit }) => `\`${name}\`${sayUnit(unit)}`)
              .join(", ")}.`;
    const stale =
      quantities?.length === 0
        ? []
        : [
            `A value counts as stale after ${sayWords(stale_after_ms, "a duration")}, unless its channel says otherwise.`,
          ];
    const title = type.title.replace(/\.$/, "");
    const words = [outputWords(outputs, named.outputs), reports, ...stale].join(" ");
    const lines = [...table(type.options, "devices"), "", words];
    return section(`devices.NAME, type: ${type.type}`, title, lines);
  });
}

/** The reference as Markdown. */
export function reference(): string {
  const { shape } = configSchema(allDeviceTypes);
  const entryOf = (group: Schema): Schema => {
    const { inner } = unwrap(group);
    return inner instanceof z.ZodRecord ? inner.valueType : inner;
  };
  const words = (group: Schema): string | undefined => unwrap(group).meta.description;
  const relay = entryOf(shape.relays);
  const relayShape = unwrap(relay).inner;
  const limits = relayShape instanceof z.ZodObject ? relayShape.shape.guard : relay;
  return [
    ...section("site", words(shape.site), table(shape.site, "site")),
    ...section("data", `${words(shape.data)}; a path alone is enough: \`data: ./data\``, table(shape.data, "data")),
    ...section("clock", words(shape.clock), table(shape.clock, "clock")),
    ...section("web", words(shape.web), table(shape.web, "web")),
    ...deviceSections(),
    ...section(
      "channels.NAME",
      `${words(shape.channels)}. Either \`from\` or \`formula\`; \`from\` alone may be written short: ` +
        "`solar.power: roof.panel_power`",
      table(entryOf(shape.channels), "channels"),
    ),
    ...section("relays.NAME", words(shape.relays), table(relay, "relays", ["relays.guard"])),
    ...section("relays.NAME.guard", words(limits), table(limits, "relays.guard")),
    ...section("guard", words(shape.guard), table(shape.guard, "guard")),
    ...section("mode_file", words(shape.mode_file), table(shape.mode_file, "mode_file")),
    ...section("panel", words(shape.panel), table(shape.panel, "panel")),
    ...section("lcd", words(shape.lcd), table(shape.lcd, "lcd")),
    ...section("watchdog", words(shape.watchdog), []),
  ]
    .join("\n")
    .trim();
}

/** The page with a fresh reference. @throws Error when the markers are missing */
export function renew(page: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from)
    throw new Error(`docs/configuration.md has lost its markers: put back ${BEGIN} and ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n\n${reference()}\n\n${page.slice(to)}`;
}

if (import.meta.main) {
  const page = readFileSync(PAGE, "utf8");
  const fresh = renew(page);
  if (fresh === page) {
    console.log("docs/configuration.md is up to date");
  } else if (process.argv.includes("--check")) {
    console.error("the reference in docs/configuration.md is stale: run node tools/config-reference.ts");
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, fresh);
    console.log("docs/configuration.md written");
  }
}
