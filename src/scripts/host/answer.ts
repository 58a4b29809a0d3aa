import { z } from "zod";
import type { InputSeen, Reason, ScriptWorld, Wish } from "../../model/index.ts";
import { nearest, reason, text } from "../../model/index.ts";
import type { EndedBy, Raw } from "../sandbox/wire.ts";

const name = z.string().max(128);

/** Everything that a sandbox may say. What does not fit is a failure of the script. */
const Said = z.strictObject({
  mod: z.union([z.literal(1), z.literal(2), z.literal("keep")]).optional(),
  log: z.string().max(600).optional(),
  failed: z.string().max(300).optional(),
  line: z.number().int().nullable().optional(),
  gap: z
    .tuple([
      z.enum(["channel_missing", "channel_stale", "channel_unknown"]),
      z.string().max(200),
      z.number().nullable(),
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
  /** Why the sandbox ended it; `null` when it only threw or answered nonsense. */
  readonly by: EndedBy | null;
}

const NONSENSE = 'script returned nonsense: say on("why"), off("why") or keep("why")';

/** At most 500 characters, no control characters, no direction marks that could disguise a sentence. */
export function cleanWords(words: string): string {
  const clean = words
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu, "")
    .trim();
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean;
}

/** The inputs that a decision names: a script that reads more is explained by its first ones. */
const MOST_INPUTS = 64;

function inputsOf(read: readonly string[], world: ScriptWorld): InputSeen[] {
  const inputs: InputSeen[] = [];
  for (const channel of read.slice(0, MOST_INPUTS)) {
    const state = world.snapshot.channels.get(channel);
    const { value = null, unit = null, at = null, age_ms = null } = state ?? {};
    inputs.push({ channel: state ? channel : cleanWords(channel).slice(0, 100), value, unit, at, age_ms });
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

function gapReason(gap: NonNullable<z.infer<typeof Said>["gap"]>, world: ScriptWorld): Reason {
  const [code, channel, age] = gap;
  if (code === "channel_stale") return reason(code, { channel, age: age ?? 0 });
  if (code === "channel_missing") return reason(code, { channel });
  const known = [...world.snapshot.channels.keys(), ...world.snapshot.aliases.keys()];
  const near = nearest(channel, known);
  return reason(code, { channel: near === undefined ? cleanWords(channel) : `${cleanWords(channel)} (${near}?)` });
}

function parse(answer: string): z.infer<typeof Said> | undefined {
  try {
    return Said.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}

function failure(relay: string, words: Failure, world: ScriptWorld, read: readonly string[], why?: Reason): Outcome {
  const problem = cleanWords(words.problem);
  const wish = failed(relay, why ?? reason("script_failed", { problem }), world, read);
  return { wish, read, memory: null, failure: { ...words, problem } };
}

/**
 * Judges what came out of a sandbox. `lines`: whether line numbers are those of the source.
 * Timers that a failed run changed are dropped.
 */
export function judge(relay: string, raw: Raw, world: ScriptWorld, lines: boolean): Outcome {
  if (raw.kind === "ended") {
    const { by, problem, after_ms } = raw;
    const why = by === "time" ? reason("script_ended", { age: after_ms }) : undefined;
    return failure(relay, { problem, by }, world, [], why);
  }
  const said = parse(raw.text);
  if (!said) return failure(relay, { problem: NONSENSE, by: null }, world, []);
  const read = [...said.read, ...said.relays.map((id) => `relay:${id}`)];
  const inputs = inputsOf(said.read, world);
  const { mono } = world.snapshot.now;
  const { memory } = said;
  if (said.gap) {
    const why = gapReason(said.gap, world);
    return {
      wish: { from: "script", relay, want: "nothing", why: "no_data", reason: why, mono, inputs },
      read,
      memory: null,
      failure: null,
    };
  }
  if (said.mod === undefined) {
    const where = said.line && lines ? `line ${said.line}: ` : "";
    return { ...failure(relay, { problem: where + (said.failed ?? NONSENSE), by: null }, world, said.read), read };
  }
  const want = said.mod === 2 ? "on" : said.mod === 1 ? "off" : "keep";
  const words = cleanWords(said.log ?? "") || `mod = ${said.mod}`;
  return { wish: { from: "script", relay, want, reason: text(words), mono, inputs }, read, memory, failure: null };
}
