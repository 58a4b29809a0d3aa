import {
  type ChannelState,
  channelIn,
  type InputSeen,
  type Now,
  type Reason,
  type RelayRule,
  reason,
  type Snapshot,
  type Wish,
} from "../model/index.ts";
import { isLeftOff } from "./at-device.ts";
import { takeUp } from "./cut-run.ts";
import type { RelayMemory } from "./relay-memory.ts";

/** What is asked of a relay once persons, data and scripts have been heard. */
export interface Asked {
  readonly on: boolean;
  /** Safety or a person's "off": the minimum on time does not hold it back. */
  readonly hard: boolean;
  /** Asked by a script or another program, not by a person. */
  readonly auto: boolean;
  readonly reason: Reason;
  readonly inputs: readonly InputSeen[];
  /** What a person asked for and does not get. */
  readonly withheld?: Reason;
}

/** Everything that the rules may look at for one relay. */
export interface AskContext {
  readonly rule: RelayRule;
  readonly relay: RelayMemory;
  readonly wish: Wish | undefined;
  readonly snapshot: Snapshot;
  readonly now: Now;
  /** The house is about to stop: every relay goes to its safe state. */
  readonly stopping: boolean;
}

/** An "on" of a script that is older than this is no wish any more: the script must be alive to keep a relay on. */
export const WISH_LEASE_MS = 30_000;

/** Whether all that the last wish was made of is still fresh: then a person's "on" does without the script. */
function inputsAreFresh({ wish, snapshot }: AskContext): boolean {
  return !wish || wish.inputs.every(({ channel }) => snapshot.channels.get(channel)?.fresh !== false);
}

/** After a start: whether there is sound data, and somebody who decides. */
function isHeard(context: AskContext): boolean {
  const { rule, relay, wish } = context;
  if (relay.mode === "on" && !rule.limits.forced_on_needs_data) return true;
  if (missingNeed(context)) return false;
  return rule.decided_by === null || (wish !== undefined && wish.want !== "nothing");
}

interface NoData {
  readonly why: Reason;
  readonly inputs: readonly InputSeen[];
  /** The data is sound as far as is known: it is the script that gives no answer. */
  readonly by_script?: boolean;
}

/** How a safe state is told, by what is missing: nobody looks for a broken sensor where a script is broken. */
const WITHOUT = {
  data: { off: "without_data_off", on: "without_data_on", keep: "without_data_keep" },
  answer: { off: "without_answer_off", on: "without_answer_on", keep: "without_answer_keep" },
} as const;

function missingNeed({ rule, snapshot }: AskContext): NoData | undefined {
  for (const name of rule.needs) {
    const channel = channelIn(snapshot, name);
    if (channel?.fresh) continue;
    const why =
      channel?.age_ms == null || channel.value === null
        ? reason("channel_missing", { channel: name })
        : channel.stuck_ms !== undefined
          ? reason("channel_stuck", { channel: name, age: channel.stuck_ms })
          : reason("channel_stale", { channel: name, age: channel.age_ms });
    return { why, inputs: channel ? [channelSeen(channel)] : [] };
  }
  return undefined;
}

function channelSeen({ name, value, unit, at, age_ms, is_switch }: ChannelState): InputSeen {
  return { channel: name, value, unit, at, age_ms, ...(is_switch && { is_switch }) };
}

function scriptWithoutData({ wish, relay, now }: AskContext, lease: boolean): NoData | undefined {
  if (!wish) return undefined;
  if (wish.want === "nothing") {
    // A script that is broken says nothing about the data: a person may still force the relay on.
    const aboutData = wish.why === "no_data" && wish.reason.code !== "channel_unknown";
    return relay.mode === "on" && !aboutData
      ? undefined
      : { why: wish.reason, inputs: wish.inputs, by_script: !aboutData };
  }
  const age = now.mono - wish.mono;
  if (!lease || age <= WISH_LEASE_MS) return undefined;
  return { why: reason("wish_expired", { age }), inputs: wish.inputs, by_script: true };
}

function safeState(context: AskContext, none: NoData): Asked {
  const { rule, relay, now } = context;
  const { without_data } = rule.limits;
  const { why, inputs, by_script } = none;
  const codes = WITHOUT[by_script ? "answer" : "data"];
  relay.no_data_mono ??= now.mono;
  const asked = (on: boolean, said: Reason): Asked => ({
    on,
    hard: true,
    auto: true,
    inputs,
    reason: said,
    ...(relay.mode === "on" && !on && { withheld: overrideReason(relay, "forced_on") }),
  });
  if (without_data.do === "on") return asked(true, reason(codes.on, {}, why));
  const left = without_data.do === "keep" ? relay.no_data_mono + without_data.for_ms - now.mono : 0;
  if (left > 0) return asked(relay.commanded, reason(codes.keep, { left }, why));
  return asked(false, reason(codes.off, {}, why));
}

/** Each looks at the relay and either says what is asked or leaves it to the next. */
type AskRule = (context: AskContext) => Asked | undefined;

/** In order of precedence. The names are those of the guard's rules, so that each can be shown to matter. */
export const ASK_RULES = {
  /** "Off" by hand is always possible. */
  forced_off: ({ relay }) => {
    if (relay.mode !== "off") return undefined;
    relay.cut = null;
    return { on: false, hard: true, auto: false, reason: overrideReason(relay, "forced_off"), inputs: [] };
  },

  /** What somebody has switched off at the device stays off. */
  off_at_device: ({ relay, wish, now }) => {
    if (!isLeftOff(relay, wish?.want, now)) return undefined;
    relay.cut = null;
    return { on: false, hard: true, auto: false, reason: reason("left_off"), inputs: [] };
  },

  /** Nobody watches over a relay once the house has stopped. One whose safe state is "on" stays as it is. */
  stopping: ({ relay, rule, stopping }) =>
    stopping
      ? {
          on: relay.commanded && rule.limits.without_data.do === "on",
          hard: true,
          auto: true,
          reason: reason("stopping"),
          inputs: [],
        }
      : undefined,

  /** A run that a restart found going on: as it is, until its output, its data and its script are heard. */
  resuming: (context) => {
    const { relay, now } = context;
    if (relay.resuming === null) return undefined;
    if (relay.feedback === true && isHeard(context)) takeUp(relay);
    else if (relay.feedback === false || now.mono >= relay.resuming.until_mono) relay.resuming = null;
    if (relay.resuming === null) return undefined;
    return { on: true, hard: true, auto: relay.mode !== "on", reason: reason("resuming"), inputs: [] };
  },

  /** Off until an "off" was confirmed and the script has spoken once. */
  starting: ({ relay, rule, wish }) =>
    !relay.started || (rule.decided_by !== null && !wish && relay.mode === "auto")
      ? { on: false, hard: true, auto: true, reason: startReason(relay), inputs: [] }
      : undefined,

  /** Missing or stale data, a failed script: the relay's configured safe state. */
  without_data: (context) => {
    if (context.relay.mode === "on" && !context.rule.limits.forced_on_needs_data) return undefined;
    const none = missingNeed(context) ?? scriptWithoutData(context, false);
    return none && safeState(context, none);
  },

  /** A script that has fallen silent keeps nothing on. */
  lease: (context) => {
    const { relay, rule } = context;
    if (relay.mode === "on" && (!rule.limits.forced_on_needs_data || inputsAreFresh(context))) return undefined;
    const none = scriptWithoutData(context, true);
    return none && safeState(context, none);
  },

  forced_on: ({ relay }) =>
    relay.mode === "on"
      ? { on: true, hard: true, auto: false, reason: overrideReason(relay, "forced_on"), inputs: [] }
      : undefined,

  decider: ({ relay, wish }) => {
    if (!wish || wish.want === "nothing") return undefined;
    const { reason: why, inputs } = wish;
    if (wish.want === "keep") {
      const on = relay.base ?? (relay.commanded || relay.cut !== null);
      return { on, hard: false, auto: true, reason: why, inputs };
    }
    relay.auto_want = wish.want === "on";
    if (!relay.auto_want) relay.cut = null;
    relay.base = null;
    return { on: relay.auto_want, hard: false, auto: true, reason: why, inputs };
  },

  /** Nobody has wishes for it: the mode file, or nobody, decides. */
  nobody: ({ relay }) => ({
    on: relay.base ?? false,
    hard: false,
    auto: true,
    // an override leaves an "off" behind that no file ever asked for
    reason: reason(relay.base === null || relay.auto_want === null ? "no_rule" : relay.base ? "file_on" : "file_off"),
    inputs: [],
  }),
} satisfies Record<string, AskRule>;

/** A relay whose output does not take its first "off" waits for that, not for data. */
function startReason({ started, fault }: RelayMemory): Reason {
  return !started && fault?.kind === "output" ? reason("off_first", {}, fault.reason) : reason("starting");
}

function overrideReason({ mode_origin: origin }: RelayMemory, code: "forced_on" | "forced_off"): Reason {
  if (origin === "file") return reason(`${code}_by_program`);
  if (origin === "panel" || origin === "lcd") return reason(`${code}_at_${origin}`);
  return reason(code, { origin });
}

export type AskRuleName = keyof typeof ASK_RULES;

/** What is asked of this relay now. Keeps track in `relay` of how long data has been missing. */
export function ask(context: AskContext, rules: readonly (readonly [string, AskRule])[]): Asked {
  const missingSince = context.relay.no_data_mono;
  for (const [name, rule] of rules) {
    const asked = rule(context);
    if (!asked) continue;
    if (name !== "without_data" && name !== "lease") context.relay.no_data_mono = null;
    return asked;
  }
  context.relay.no_data_mono = missingSince;
  return { on: false, hard: true, auto: true, reason: reason("no_rule"), inputs: [] };
}
