import type { MaySay, ScriptNames } from "../../model/index.ts";

/** What the scripts of one folder may name. */
export interface FolderNames {
  readonly names: ScriptNames;
  /** Settings of the relays whose scripts lie there. */
  readonly settings: readonly unknown[];
}

const PREFIXES = ["battery", "solar", "house", "grid"];
const quoted = (name: string): string => JSON.stringify(name);
const union = (types: Iterable<string>): string => [...new Set(types)].join(" | ");

/** A word as it stands, and as PvMonit wrote it: capitals do not count. */
function spellings(word: string): string[] {
  return [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map(quoted);
}

function typeOf(says: MaySay): string {
  if (says === "number") return "number";
  if (says === "anything" || says === "words") return "Value";
  const words = says.flatMap(spellings);
  return union(says.every((word) => word === "on" || word === "off") ? ["boolean", ...words] : words);
}

function member(name: string, type: string): string {
  return `  readonly ${quoted(name)}: ${type};\n`;
}

/** Whatever a device whose values nobody knows beforehand may give. */
function openMembers({ open }: ScriptNames): string {
  return open.map((device) => `  readonly [name: \`${device}.\${string}\`]: Value;\n`).join("");
}

function valuesOf(names: ScriptNames): string {
  const own = [...names.channels].map(([name, says]) => member(name, typeOf(says)));
  const aliases = [...names.aliases].map(([alias, name]) =>
    member(alias, typeOf(names.channels.get(name) ?? "anything")),
  );
  return [...new Set([...aliases, ...own])].join("") + openMembers(names);
}

/** The channels whose names begin so, without it. */
function belowPrefix({ channels }: ScriptNames, prefix: string): string {
  const found = [...channels].filter(([name]) => name.startsWith(`${prefix}.`));
  const members = found.map(([name, says]) => `readonly ${quoted(name.slice(prefix.length + 1))}: ${typeOf(says)}`);
  return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
}

function settingsOf(settings: FolderNames["settings"]): string {
  const types = new Map<string, Set<string>>();
  for (const [name, value] of settings.flatMap((some) => Object.entries(some ?? {}))) {
    types.set(name, (types.get(name) ?? new Set()).add(typeof value));
  }
  return [...types].map(([name, some]) => member(name, union(some))).join("");
}

function relaysOf({ relays }: ScriptNames): string {
  return relays
    .flatMap(({ id, number }) => [member(id, "Relay"), ...(number === null ? [] : [member(String(number), "Relay")])])
    .join("");
}

/** What stands in an interface of the text is replaced. */
function withMembers(text: string, name: string, members: string): string {
  const head = `export interface ${name} {\n`;
  const from = text.indexOf(head);
  const to = text.indexOf("\n}", from);
  return from < 0 || to < 0 ? text : text.slice(0, from + head.length) + members.trimEnd() + text.slice(to);
}

/**
 * The types of the package "gleaner" for one house: editors then know its channels, with the words of their states, its
 * relays and settings. @param general `gleaner.d.ts`
 */
export function houseTypes(general: string, { names, settings }: FolderNames): string {
  const channels = [...names.channels.keys(), ...names.aliases.keys()].map(quoted);
  const open = names.open.map((device) => `\`${device}.\${string}\``);
  let text = withMembers(general, "Values", valuesOf(names));
  text = withMembers(text, "Settings", settingsOf(settings));
  text = withMembers(text, "Relays", relaysOf(names));
  for (const prefix of PREFIXES) {
    text = text.replace(`readonly ${prefix}: Numbers;`, () => `readonly ${prefix}: ${belowPrefix(names, prefix)};`);
  }
  return text.replace(
    "channel(name: string): Channel;",
    () => `channel(name: ${union([...channels, ...open]) || "never"}): Channel;`,
  );
}
