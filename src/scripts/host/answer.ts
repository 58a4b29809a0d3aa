import { z } from "zod";
import type { InputSeen, Reason, ScriptWorld, Wish } from "../../model/index.ts";
import { cutWords, nearest, reason, say, text } from "../../model/index.ts";
import { listed, nameReason } from "../compile/meant.ts";
import type { EndedBy, Raw } from "../sandbox/wire.ts";
import { saidOf } from "./thrown.ts";

const name = z.string().max(128);
const words = z.string().max(600);
const line = z.int().nullable().optional();

/** Everything that a sandbox may say. What does not fit is a failure of the script. */
const Said = z.strictObject({
  mod: z.union([z.literal(1), z.literal(2), z.literal("keep")]).optional(),
  log: z.union([words, z.strictObject({ en: words, fr: words, de: words }).partial()]).optional(),
  failed: z.string().max(300).optional(),
  line,
  /** An answer that is none: what is wrong, and what was answered. */
  wrong: z
    .tuple([z.enum(["answer_nothing", "answer_wrong", "answer_mod", "answer_log"]), z.string().max(200)])
    .optional(),
  /** What was asked for and is not there. */
  fault: z
    .union([
      z.strictObject({
        code: z.enum(["channel_missing", "channel_stale", "channel_unknown"]),
        thing: z.string().max(200),
        age: z.number().nullable(),
      }),
      z.strictObject({
        code: z.enum([
          "member_unknown",
          "relay_unknown",
          "state_unknown",
          "state_is_number",
          "state_as_truth",
          "state_not_number",
          "never_holds",
        ]),
        thing: name,
        name,
        known: z.array(name).max(64),
        line,
      }),
    ])
    .optional(),
  read: z.array(name).max(4_096),
  relays: z.array(name).max(1_024),
  memory: z
    .strictObject({
      timers: z.array(z.tuple([z.string().max(64), z.number()])).max(32),
      holds: z.array(z.tuple([z.string().max(64), z.union([z.literal("in"), z.number()])])).max(8),
    })
    .nullable(),
});

/** Timers and debounces of one relay: ends and beginnings on the monotonic clock, ms. */
export type RelayTimers = NonNullable<z.infer<typeof Said>["memory"]>;

/** What one run came to, checked. */
export interface Outcome {
  readonly wish: Wish;
  /** Channels that were read, and `relay:<id>` for relays. */
  readonly read: readonly string[];
  /** New timers and debounces; `null` when they stay as they are. */
  readonly memory: RelayTimers | null;
  /** Set when the script failed. */
  readonly failure: Failure | null;
}

export interface Failure {
  readonly problem: string;
  /** The same for readers of every language, where it can be said to them. */
  readonly why?: Reason | undefined;
  /** Why the sandbox ended it; `null` when it only threw or answered nonsense. */
  readonly by: EndedBy | null;
}

type SaidWhole = z.infer<typeof Said>;
type Fault = NonNullable<SaidWhole["fault"]>;
type Gap = Extract<Fault, { age: unknown }>;
type Unknown = Exclude<Fault, Gap>;

const NONSENSE = 'script returned nonsense: say on("why"), off("why") or keep("why")';

/**
 * At most 500 characters, no control characters, no direction marks that could disguise a sentence. What joins characters
 * stays.
 */
export function cleanWords(words: string): string {
  const clean = words
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu, "")
    .trim();
  return cutWords(clean, 500);
}

/** The inputs that a decision names: a script that reads more is explained by its first ones. */
const MOST_INPUTS = 64;

function inputsOf(read: readonly string[], world: ScriptWorld): InputSeen[] {
  const inputs: InputSeen[] = [];
  for (const channel of read.slice(0, MOST_INPUTS)) {
    const state = world.snapshot.channels.get(channel);
    const { value = null, unit = null, at = null, age_ms = null } = state ?? {};
    const name = state ? channel : cutWords(cleanWords(channel), 100);
    inputs.push({ channel: name, value, unit, at, age_ms, ...(state?.is_switch && { is_switch: true }) });
  }
  return inputs;
}

/** The wish of a relay whose script failed or could not be run. */
export function failed(relay: string, why: Reason, world: ScriptWorld, read: readonly string[] = []): Wish {
  const { mono } = world.snapshot.now;
  return {
    from: "script",
    relay,
    want: "nothing",
    why: "script_failed",
    reason: why,
    mono,
    inputs: inputsOf(read, world),
  };
}

function gapReason({ code, thing: channel, age }: Gap, world: ScriptWorld): Reason {
  if (code === "channel_stale") {
    const stuck_ms = world.snapshot.channels.get(channel)?.stuck_ms;
    return stuck_ms === undefined
      ? reason(code, { channel, age: age ?? 0 })
      : reason("channel_stuck", { channel, age: stuck_ms });
  }
  if (code === "channel_missing") return reason(code, { channel });
  const known = [...world.snapshot.channels.keys(), ...world.snapshot.aliases.keys()];
  const near = nearest(channel, known);
  return reason(code, { channel: near === undefined ? cleanWords(channel) : `${cleanWords(channel)} (${near}?)` });
}

function unknownReason({ code, thing, name: asked, known, line: at }: Unknown, lines: boolean): Reason {
  const place = lines ? (at ?? 0) : 0;
  const values = { line: place, name: cleanWords(asked), known: listed(asked, known) };
  if (code === "relay_unknown") return reason(code, values);
  if (code === "never_holds") return reason(code, { line: place, word: cleanWords(asked) });
  if (code !== "member_unknown") {
    const said = { line: place, thing: cleanWords(thing), word: cleanWords(asked) };
    return reason(code, code === "state_unknown" ? { ...said, known: values.known } : said);
  }
  return thing === "inputs" ? reason("input_unknown", values) : reason(code, { ...values, thing: cleanWords(thing) });
}

/** How QuickJS says that there is no such name. */
const NOT_DEFINED = /^'?([\w$]{1,64})'? is not defined$/;

function parse(answer: string): SaidWhole | undefined {
  try {
    return Said.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}

/** A run that ended for a reason which says all. */
function failure(relay: string, words: Failure, world: ScriptWorld, read: readonly string[], why: Reason): Outcome {
  const problem = cleanWords(words.problem);
  return { wish: failed(relay, why, world, read), read, memory: null, failure: { ...words, problem, why } };
}

/** Why a run gave no answer; `undefined` when it gave one, or only threw. */
function flawOf({ fault, wrong, line: at }: SaidWhole, lines: boolean): Reason | undefined {
  if (fault && !("age" in fault)) return unknownReason(fault, lines);
  if (!wrong) return undefined;
  const [code, what] = wrong;
  return reason(code, { line: lines ? (at ?? 0) : 0, ...(what !== "" && { what: cleanWords(what) }) });
}

/** What a script threw, in words. */
function thrown({ failed: words = NONSENSE, line: at }: SaidWhole, lines: boolean): Reason | undefined {
  const missing = NOT_DEFINED.exec(words)?.[1];
  if (missing === undefined) return undefined;
  return (
    nameReason(missing, lines ? (at ?? 0) : 0) ?? reason("name_nowhere", { line: lines ? (at ?? 0) : 0, name: missing })
  );
}

/**
 * Judges what came out of a sandbox. `lines`: whether line numbers are those of the source.
 * Timers that a failed run changed are dropped.
 */
export function judge(relay: string, raw: Raw, world: ScriptWorld, lines: boolean): Outcome {
  if (raw.kind === "ended") {
    const { by, problem, after_ms } = raw;
    if (by === "time") return failure(relay, { problem, by }, world, [], reason("script_ended", { age: after_ms }));
    return threw(relay, cleanWords(problem), by, world, []);
  }
  const said = parse(raw.text);
  if (!said) return threw(relay, NONSENSE, null, world, []);
  const read = [...said.read, ...said.relays.map((id) => `relay:${id}`)];
  const common = { from: "script", relay, mono: world.snapshot.now.mono, inputs: inputsOf(said.read, world) };
  const { memory, fault } = said;
  if (fault && "age" in fault) {
    const wish: Wish = { ...common, want: "nothing", why: "no_data", reason: gapReason(fault, world) };
    return { wish, read, memory: null, failure: null };
  }
  const flaw = flawOf(said, lines);
  if (flaw || said.mod === undefined) return { ...unanswered(relay, said, world, lines, flaw), read };
  const want = said.mod === 2 ? "on" : said.mod === 1 ? "off" : "keep";
  return { wish: { ...common, want, reason: reasonOf(said.log ?? "") }, read, memory, failure: null };
}

/** A run that threw, or whose answer is none. */
function unanswered(
  relay: string,
  said: SaidWhole,
  world: ScriptWorld,
  lines: boolean,
  flaw: Reason | undefined = thrown(said, lines),
): Outcome {
  if (flaw) return failure(relay, { problem: say(flaw, "en"), by: null }, world, said.read, flaw);
  return threw(relay, cleanWords(said.failed ?? NONSENSE), null, world, said.read, lines ? said.line : null);
}

/** A run that words ended. @param line where in the source; `null` when unknown */
function threw(
  relay: string,
  words: string,
  by: EndedBy | null,
  world: ScriptWorld,
  read: readonly string[],
  line: number | null = null,
): Outcome {
  const what = saidOf(words);
  const why = line ? reason("script_at_line", { line: String(line), what }) : what;
  const problem = say(why, "en");
  const wish = failed(relay, reason("script_failed", { problem: why }), world, read);
  return { wish, read, memory: null, failure: { problem, why, by } };
}

/** A script's own words as the reason, in as many languages as it said them. */
function reasonOf(log: NonNullable<SaidWhole["log"]>): Reason {
  if (typeof log === "string") {
    const words = cleanWords(log);
    return words === "" ? reason("why_missing") : text(words);
  }
  const clean = Object.entries(log).flatMap(([language, some]) => {
    const sentence = cleanWords(some ?? "");
    return sentence === "" ? [] : [[language, sentence] as const];
  });
  return clean.length === 0 ? reason("why_missing") : text(Object.fromEntries(clean));
}
