import type { Relay, RelayMode } from "../../../src/web/api.ts";
import { sayCountdown } from "../../../src/words/durations.ts";
import { type Language, words } from "./words/index.ts";

export const MODES: readonly RelayMode[] = ["off", "auto", "on"];

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** The mode that a key leads to from another; `undefined` when it leads nowhere. The ends are joined. */
export function modeAt(from: RelayMode, key: string): RelayMode | undefined {
  if (key === "Home") return MODES[0];
  if (key === "End") return MODES.at(-1);
  const step = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined;
  return step === undefined ? undefined : MODES.at((MODES.indexOf(from) + step) % MODES.length);
}

/** The spans of a timed override, as the server reads them. */
export const SPANS = ["15 min", "1 h", "4 h"] as const;
export type Span = (typeof SPANS)[number];

export type Lamp = "on" | "off" | "fault";

export function lampOf(relay: Relay): Lamp {
  if (relay.fault !== undefined) return "fault";
  return relay.on ? "on" : "off";
}

/** Limits that only an event lifts, and limits whose end is a matter of hours: said in their own words. */
const NAMED = ["max_starts_per_day", "max_on_per_day", "interlock", "power_budget", "run_over", "fault"] as const;

function isNamed(rule: string): rule is (typeof NAMED)[number] {
  return NAMED.some((name) => name === rule);
}

/**
 * What the guard holds back right now, counted down from the instant of the state.
 * `elapsed_ms`: time since that state arrived. `undefined`: nothing to say, or the relay's sentence says it already.
 */
export function holdLine(relay: Relay, elapsed_ms: number, language: Language): string | undefined {
  const { hold } = relay;
  if (!hold || relay.reason_code === hold.rule || relay.reason_code === `${hold.rule}_unsure`) return undefined;
  // a minimum on time holds up the script only: whoever has forced it on may force it off at once
  if (relay.on && relay.mode !== "auto") return undefined;
  const say = words(language).holds;
  if (hold.for_ms === null) return isNamed(hold.rule) ? say[hold.rule] : say.other;
  const left_ms = hold.for_ms - elapsed_ms;
  // The state that tells what came of it is on its way.
  if (left_ms <= 0) return undefined;
  const left = sayCountdown(left_ms, language);
  return relay.on ? say.mayOff(left) : say.mayOn(left);
}

/** How long the override still stands, `undefined` when it is not timed or has just ended. */
export function overrideLeft(relay: Relay, now: number): number | undefined {
  if (relay.until === undefined || relay.mode === "auto") return undefined;
  const left_ms = relay.until - now;
  return left_ms > 0 ? left_ms : undefined;
}

/** Run time of today; a relay that is on keeps running between two states. */
export function onToday(relay: Relay, elapsed_ms: number): number {
  return relay.on_today_ms + (relay.on ? elapsed_ms : 0);
}
