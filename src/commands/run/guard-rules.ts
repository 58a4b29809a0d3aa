import type { Config } from "../../config/index.ts";
import { type GuardRules, type LimitValues, relayLimits, SCRIPT } from "../../model/index.ts";

/** Rest between two starts where none is configured: longer than most meters are late, and short enough for a person. */
const BETWEEN_STARTS_MS = 10_000;
const BETWEEN_STARTS_BY_HAND_MS = 2_000;

/** Whether nothing is said of how often a relay may switch; `0 s` says something. */
function isUnlimited({ min_on, min_off }: LimitValues): boolean {
  return min_on === undefined && min_off === undefined;
}

/** Relays whose scripts might have them chatter: they rest after each run for as long as `guard.default_rest` says. */
export function relaysThatRest({ relays }: Config): string[] {
  return Object.entries(relays).flatMap(([id, relay]) => (isUnlimited(relay.guard) ? [id] : []));
}

/** The guard's rules. */
export function guardRules({ guard, relays, site }: Config): GuardRules {
  return {
    time_zone: site.time_zone,
    stagger_ms: guard.between_starts ?? BETWEEN_STARTS_MS,
    stagger_by_hand_ms: guard.between_starts ?? BETWEEN_STARTS_BY_HAND_MS,
    between_stops_ms: guard.between_stops,
    power_budget_w: guard.power_budget,
    interlocks: guard.interlocks.map((group) => ({
      name: group.relays.join(" "),
      relays: group.relays,
      dead_time_ms: group.dead_time,
    })),
    relays: Object.entries(relays).map(([id, relay]) => ({
      id,
      number: relay.number ?? null,
      power_w: relay.power,
      needs: relay.needs,
      decided_by: relay.script === undefined ? null : SCRIPT,
      limits: {
        ...relayLimits(relay.guard),
        rest_ms: isUnlimited(relay.guard) ? guard.default_rest : 0,
        without_data: relay.guard.without_data,
        forced_on_needs_data: relay.guard.forced_on_needs_data,
        on_at_device_ms: relay.guard.by_hand.for_ms,
        off_at_device_ms: relay.guard.off_by_hand.for_ms,
        feedback_within_ms: relay.guard.feedback_within,
      },
    })),
  };
}
