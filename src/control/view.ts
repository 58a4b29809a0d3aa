import type { GuardRules, ModeNumber, Now, RelayState } from "../model/index.ts";
import { type Guard, guard as wholeGuard } from "./guard.ts";
import type { Memory, RelayMemory } from "./relay-memory.ts";

/** PvMonit's number: 0 forced off, 1 auto off, 2 auto on, 3 forced on. */
export function modeNumber(relay: Pick<RelayMemory, "mode" | "commanded">): ModeNumber {
  if (relay.mode === "off") return 0;
  if (relay.mode === "on") return 3;
  return relay.commanded ? 2 : 1;
}

/** The relays as people, programs and scripts see them, in order of priority. */
export function relayStates(rules: GuardRules, house: Memory, now: Now, guard: Guard = wholeGuard): RelayState[] {
  const states: RelayState[] = [];
  for (const rule of rules.relays) {
    const relay = house.relays[rule.id];
    if (!relay) continue;
    const on = relay.confirmed ? relay.commanded : !relay.commanded && relay.ran;
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
      on_for_ms: on && relay.on_mono !== null ? now.mono - relay.on_mono : 0,
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
