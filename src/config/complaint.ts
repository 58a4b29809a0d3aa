import { z } from "zod";
import { cutWords, nearest } from "../model/index.ts";
import { MARKS } from "./signs.ts";

/** Something wrong in the configuration, said so that its author can mend it. */
export interface Complaint {
  /** 1-based place in the file. */
  readonly line: number;
  readonly column: number;
  /** Where in the configuration, `relays.boiler.guard.min_on`. */
  readonly path: string;
  readonly message: string;
  /** Does not keep the house from running. */
  readonly warning?: true;
}

type Path = readonly PropertyKey[];

/** Finds the place of a path in the file. */
export type Locate = (path: Path, key?: boolean) => { readonly line: number; readonly column: number };

/** Characters of a complaint's words at most, and of those that say where it is. */
const LONGEST_MESSAGE = 1_000;
const LONGEST_PATH = 200;

/** Words that are too long, without their middle: what they say of what a file holds stands at their beginning and end. */
function within(words: string, longest: number): string {
  if (words.length <= longest) return words;
  const half = Math.floor((longest - 1) / 2);
  return `${words.slice(0, half)}…${words.slice(-half)}`.toWellFormed();
}

/** Something wrong at a place of the file, in words of a bounded length whatever stands there. */
export function complaintAt(place: ReturnType<Locate>, path: Path, message: string): Complaint {
  const where = path.map(String).join(".") || "the file";
  return { ...place, path: within(where, LONGEST_PATH), message: within(message, LONGEST_MESSAGE) };
}

/** What lies under the outermost layer (default, optional, preprocess …) of a schema. */
function inside(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    return schema.def.innerType;
  }
  if (!(schema instanceof z.ZodPipe)) return undefined;
  return schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in;
}

/** A schema without its layers. */
function bare(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const inner = schema && inside(schema);
  return inner ? bare(inner) : schema;
}

/** What the schema says of itself: the outermost layer that says something. */
function meaning(schema: z.core.$ZodType | undefined): z.core.GlobalMeta {
  if (!schema) return {};
  const meta = z.globalRegistry.get(schema);
  return meta?.expected !== undefined || meta?.example !== undefined ? meta : meaning(inside(schema));
}

/** The device types that one option of a union stands for. */
function typesOf(option: z.core.$ZodType): string[] {
  const literal = option instanceof z.ZodObject ? option.shape.type : undefined;
  return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
}

/** A schema without its layers; of a union the one that the value's type names. */
function narrowed(schema: z.core.$ZodType | undefined, value: unknown): z.core.$ZodType | undefined {
  const inner = bare(schema);
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return inner;
  const type = at(value, "type");
  return inner.options.find((option) => typesOf(option).some((one) => one === type));
}

function child(schema: z.core.$ZodType | undefined, key: PropertyKey, value: unknown): z.core.$ZodType | undefined {
  const inner = narrowed(schema, value);
  if (inner instanceof z.ZodObject) return inner.shape[String(key)];
  if (inner instanceof z.ZodRecord) return inner.valueType;
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

function at(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

/** The schema and the value that a path leads to. */
function follow(root: z.ZodType, data: unknown, path: Path): { schema: z.core.$ZodType | undefined; value: unknown } {
  let schema: z.core.$ZodType | undefined = root;
  let value = data;
  for (const key of path) {
    schema = child(schema, key, value);
    value = at(value, key);
  }
  return { schema, value };
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of keys";
  const words = typeof value === "number" ? String(value) : JSON.stringify(value);
  return words.length > 60 ? cutWords(words, 58) : words;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a word or text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a group of keys",
  record: "a group of keys",
  array: "a list",
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `at least ${issue.minimum} ${issue.origin === "array" ? "entries" : "characters"}`
        : `a number not below ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" || issue.origin === "array"
        ? `at most ${issue.maximum} ${issue.origin === "array" ? "entries" : "characters"}`
        : `a number not above ${issue.maximum}`;
    default:
      return "another value";
  }
}

function known(schema: z.core.$ZodType | undefined, value: unknown): string[] {
  const inner = narrowed(schema, value);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The group that was left empty before each key, and to which it was to belong: these lack their indent. */
function emptyBefore(group: unknown, names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let empty: string | undefined;
  for (const one of typeof group === "object" && group !== null ? Object.keys(group) : []) {
    if (names.includes(one)) empty = at(group, one) === null ? one : undefined;
    else if (empty !== undefined) found.set(one, empty);
  }
  return found;
}

function unknownKey(key: string, names: readonly string[], empty: string | undefined): string {
  if (key === "<<") return MARKS;
  const close = nearest(key, names);
  if (empty !== undefined && close === undefined)
    return `"${key}" is not known here; indent it, so that it belongs to ${empty}`;
  const known = names.length > 0 ? `; known here: ${names.join(", ")}` : "";
  return `"${key}" is not known here; ${close ? `did you mean "${close}"?` : `remove it${known}`}`;
}

function wrongType(union: z.ZodDiscriminatedUnion, value: unknown): string {
  const types = union.options.flatMap(typesOf);
  const type = at(value, "type");
  const close = typeof type === "string" ? nearest(type, types) : undefined;
  const said = type === undefined ? "type is missing" : `no device type is called ${shown(type)}`;
  return `${said}; ${close ? `did you mean "${close}"?` : `there are ${types.join(", ")}`}`;
}

const COMMA_NUMBER = /^([+-]?\d{1,15}),(\d{1,15}(?:\s?\S{1,8})?)$/;
/** Three digits: the comma may have parted thousands. */
const THOUSANDS = /^\d{3}(?!\d)/;
const LONGEST_NUMBER = 50;

/** A number that a comma parts: with a point, and where the comma may part thousands without one, too. */
export function withPoint(whole: string, rest: string): string {
  if (!THOUSANDS.test(rest)) return `write ${whole}.${rest}`;
  // a point before three noughts would be taken for one that parts thousands
  return rest.startsWith("000")
    ? `write ${whole}${rest.slice(3)} or ${whole}${rest}`
    : `write ${whole}.${rest} or ${whole}${rest}`;
}

/** What is to be written instead, as far as what stands there tells. */
function instead(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if (typeof value === "string" && value.length <= LONGEST_NUMBER) {
    const [, whole, rest = ""] = COMMA_NUMBER.exec(value) ?? [];
    return whole === undefined ? undefined : withPoint(whole, rest);
  }
  const isText = issue.code === "invalid_type" && issue.expected === "string";
  return isText && (typeof value === "number" || typeof value === "boolean")
    ? `put it in quotes: "${value}"`
    : undefined;
}

/** `expected a duration, found 10; write for example 10 min` */
function wanted(issue: z.core.$ZodIssue, schema: z.core.$ZodType | undefined, value?: unknown): string {
  const { expected, example } = meaning(schema);
  const problem = issue.code === "custom" ? issue.message : `expected ${expected ?? expectation(issue)}`;
  // what is wrong between the keys of a group is not that there is a group
  const isBetween = issue.code === "custom" && typeof value === "object";
  const seen = value === undefined || isBetween ? "" : `, found ${shown(value)}`;
  // a number where a duration is expected lacks its unit, not quotes
  const isWord = expected === undefined || typeof value === "string";
  const remedy = isWord ? instead(issue, value) : undefined;
  // what says by itself what is to be written needs no example, which might be another one
  if (issue.code === "custom" && issue.params?.whole === true) return remedy ? `${problem}; ${remedy}` : problem;
  const hint = remedy ?? (example === undefined ? undefined : `write for example ${example}`);
  return `${problem}${seen}${hint === undefined ? "" : `; ${hint}`}`;
}

/** A name that holds what no name does, without it. */
function asName(written: string, names: z.core.$ZodType | undefined): string | undefined {
  const candidate = written.slice(0, LONGEST_PATH).trim().toLowerCase().replaceAll(/[\s-]/g, "_");
  return names && z.core.safeParse(names, candidate).success ? candidate : undefined;
}

interface Place {
  readonly path: Path;
  readonly message: string;
  readonly key?: boolean;
}

function said(issue: z.core.$ZodIssue, root: z.ZodType, data: unknown): Place[] {
  const { path } = issue;
  const { schema, value } = follow(root, data, path);
  if (issue.code === "unrecognized_keys") {
    const names = known(schema, value);
    const empty = emptyBefore(value, names);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKey(key, names, empty.get(key)),
      key: true,
    }));
  }
  const above = path.slice(0, -1);
  const group = follow(root, data, above);
  const holder = bare(group.schema);
  // an option may be a union, too
  if (issue.code === "invalid_union" && holder instanceof z.ZodDiscriminatedUnion && path.at(-1) === "type") {
    return [{ path: above, message: wrongType(holder, group.value) }];
  }
  const last = String(path.at(-1) ?? "the file");
  if (issue.code === "invalid_key") {
    const names = holder instanceof z.ZodRecord ? holder.keyType : undefined;
    const [why = issue] = issue.issues;
    const name = asName(last, names);
    const message = `"${last}" cannot be a name here: ${wanted(why, names)}${name === undefined ? "" : `; here ${name}`}`;
    return [{ path, message, key: true }];
  }
  if (value === undefined && issue.code === "invalid_type") {
    return [{ path: above, message: `"${last}" is missing: ${wanted(issue, schema)}`, key: true }];
  }
  return [{ path, message: wanted(issue, schema, issue.code === "custom" ? value : (value ?? null)) }];
}

/** Sentences for what the schema found wrong. */
export function complaintsOf(
  issues: readonly z.core.$ZodIssue[],
  root: z.ZodType,
  data: unknown,
  locate: Locate,
): Complaint[] {
  return issues.flatMap((issue) =>
    said(issue, root, data).map(({ path, message, key = false }) => complaintAt(locate(path, key), path, message)),
  );
}
