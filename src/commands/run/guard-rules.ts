import type { Config } from "../../config/index.ts";
import { type GuardRules, relayLimits, SCRIPT } from "../../model/index.ts";

/** The guard's rules. */
export function guardRules({ guard, relays, site }: Config): GuardRules {
  return {
    time_zone: site.time_zone,
    stagger_ms: guard.between_starts,
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
        without_data: relay.guard.without_data,
        forced_on_needs_data: relay.guard.forced_on_needs_data,
        feedback_within_ms: relay.guard.feedback_within,
      },
    })),
  };
}
