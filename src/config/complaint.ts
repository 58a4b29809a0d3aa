import { z } from "zod";
import { nearest } from "../model/index.ts";

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

export function pathWords(path: Path): string {
  return path.map(String).join(".") || "the file";
}

/** Takes off the layers (default, optional, preprocess …) around a schema. */
function bare(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let inner = schema;
  while (inner) {
    if (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodNullable
    ) {
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.def.in instanceof z.ZodTransform ? inner.def.out : inner.def.in;
    } else {
      return inner;
    }
  }
  return inner;
}

/** What the schema says of itself, looked for through the layers around it. */
function meaning(schema: z.core.$ZodType | undefined): z.core.GlobalMeta {
  let inner = schema;
  while (inner) {
    const meta = z.globalRegistry.get(inner);
    if (meta && (meta.expected !== undefined || meta.example !== undefined)) return meta;
    if (inner instanceof z.ZodPipe) inner = inner.def.in instanceof z.ZodTransform ? inner.def.out : inner.def.in;
    else if (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      inner = inner.def.innerType;
    } else return meta ?? {};
  }
  return {};
}

function optionOf(union: z.ZodDiscriminatedUnion, value: unknown): z.core.$ZodType | undefined {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  return union.options.find((option) => {
    const literal = option instanceof z.ZodObject ? bare(option.shape.type) : undefined;
    return literal instanceof z.ZodLiteral && literal.values.has(type as string);
  });
}

function child(schema: z.core.$ZodType | undefined, key: PropertyKey, value: unknown): z.core.$ZodType | undefined {
  let inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) inner = optionOf(inner, value);
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
  const words = JSON.stringify(value);
  return words.length > 60 ? `${words.slice(0, 57)}…` : words;
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
  let inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) inner = optionOf(inner, value);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unknownKey(key: string, names: readonly string[]): string {
  const close = nearest(key, names);
  const known = names.length > 0 ? `; known here: ${names.join(", ")}` : "";
  return `"${key}" is not known here; ${close ? `did you mean "${close}"?` : `remove it${known}`}`;
}

function deviceTypes(schema: z.core.$ZodType | undefined): string[] {
  const inner = bare(schema);
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return [];
  return inner.options.flatMap((option) => {
    const literal = option instanceof z.ZodObject ? bare(option.shape.type) : undefined;
    return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
  });
}

function wrongType(schema: z.core.$ZodType | undefined, value: unknown): string {
  const types = deviceTypes(schema);
  const type = at(value, "type");
  const close = typeof type === "string" ? nearest(type, types) : undefined;
  const said = type === undefined ? "type is missing" : `no device type is called ${shown(type)}`;
  return `${said}; ${close ? `did you mean "${close}"?` : `there are ${types.join(", ")}`}`;
}

interface Place {
  readonly path: Path;
  readonly message: string;
  readonly key?: boolean;
}

function said(issue: z.core.$ZodIssue, root: z.ZodType, data: unknown): Place[] {
  const { path } = issue;
  const { schema, value } = follow(root, data, path);
  const last = String(path.at(-1) ?? "the file");
  if (issue.code === "unrecognized_keys") {
    const names = known(schema, value);
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, names), key: true }));
  }
  if (issue.code === "invalid_union") {
    const device = path.at(-1) === "type" ? path.slice(0, -1) : path;
    const found = follow(root, data, device);
    return [{ path: device, message: wrongType(found.schema, found.value) }];
  }
  if (issue.code === "invalid_key") {
    const form = "a name has small letters, digits and _ and begins with a letter";
    return [{ path, message: `"${last}" cannot be a name here: ${form}`, key: true }];
  }
  const { expected, example } = meaning(schema);
  const wanted = expected ?? expectation(issue);
  const hint = example === undefined ? "" : `; write for example ${example}`;
  if (value === undefined && issue.code === "invalid_type") {
    return [{ path: path.slice(0, -1), message: `"${last}" is missing: expected ${wanted}${hint}`, key: true }];
  }
  const problem = issue.code === "custom" ? issue.message : `expected ${wanted}`;
  return [{ path, message: `${problem}, found ${shown(value)}${hint}` }];
}

/** Sentences for what the schema found wrong. */
export function complaintsOf(
  issues: readonly z.core.$ZodIssue[],
  root: z.ZodType,
  data: unknown,
  locate: Locate,
): Complaint[] {
  return issues.flatMap((issue) =>
    said(issue, root, data).map(({ path, message, key = false }) => ({
      ...locate(path, key),
      path: pathWords(path),
      message,
    })),
  );
}
