import type { GuardRules, ModeNumber, Now, RelayState } from "../model/index.ts";
import { runTime } from "./cut-run.ts";
import { type Guard, guard as wholeGuard } from "./guard.ts";
import type { Memory, RelayMemory } from "./relay-memory.ts";

/** PvMonit's number: 0 forced off, 1 auto off, 2 auto on, 3 forced on. */
export function modeNumber(relay: Pick<RelayMemory, "mode" | "commanded">): ModeNumber {
  if (relay.mode === "off") return 0;
  if (relay.mode === "on") return 3;
  return relay.commanded ? 2 : 1;
}

/** Whether it is on: by its last confirmed order, or because a restart has found it so. */
function isOn(relay: RelayMemory): boolean {
  if (relay.resuming !== null) return true;
  return relay.confirmed ? relay.commanded : !relay.commanded && relay.ran;
}

/** The relays as scripts see them: a run that a restart has cut counts as going on until it is decided. */
export function relaysForScripts(rules: GuardRules, house: Memory, now: Now): RelayState[] {
  return relayStates(rules, house, now).map((state) => {
    const cut = house.relays[state.id]?.cut;
    return cut ? { ...state, on: true, on_for_ms: cut.run_ms, off_for_ms: 0 } : state;
  });
}

/** The relays as people and programs see them, in order of priority. */
export function relayStates(rules: GuardRules, house: Memory, now: Now, guard: Guard = wholeGuard): RelayState[] {
  const states: RelayState[] = [];
  for (const rule of rules.relays) {
    const relay = house.relays[rule.id];
    if (!relay) continue;
    const on = isOn(relay);
    states.push({
      id: rule.id,
      number: rule.number,
      mode: relay.mode,
      mode_number: modeNumber(relay),
      on,
      reason: relay.reason,
      inputs: relay.inputs,
      since: relay.since_at,
      until: relay.until === null ? null : now.at + Math.max(0, relay.until.mono - now.mono),
      fault: relay.fault?.reason ?? null,
      // without data no limit is what stands in the way
      hold:
        relay.no_data_mono === null
          ? (guard.hold({ rules, rule, relay, house, now, inputs: relay.inputs }) ?? null)
          : null,
      on_for_ms: on ? runTime(relay, now) : 0,
      off_for_ms: on || relay.off_mono === null ? 0 : now.mono - relay.off_mono,
      on_today_ms: relay.on_today_ms,
      starts_today: relay.starts_today,
      last_on: relay.last_on_at,
      last_off: relay.last_off_at,
      last_auto_on: relay.last_auto_on_at,
      cycled_today: relay.cycled_today,
      power_w: rule.power_w,
    });
  }
  return states;
}
