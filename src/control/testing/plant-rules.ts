import { type GuardRules, SCRIPT } from "../../model/index.ts";

/** The made-up house that the guard's invariants are tried on: at least one relay for each limit. */

const MIN = 60_000;

const limits = {
  min_on_ms: 0,
  min_off_ms: 0,
  without_data: { do: "off" },
  forced_on_needs_data: true,
  feedback_within_ms: 10_000,
} as const;

export const RULES: GuardRules = {
  time_zone: "Europe/Paris",
  stagger_ms: 2_000,
  stagger_by_hand_ms: 1_000,
  between_stops_ms: 8_000,
  power_budget_w: 3_000,
  interlocks: [{ name: "pair", relays: ["boiler", "pump"], dead_time_ms: 5_000 }],
  relays: [
    {
      id: "boiler",
      number: 1,
      power_w: 1_200,
      needs: [],
      decided_by: SCRIPT,
      limits: { ...limits, min_on_ms: 2 * MIN, min_off_ms: 3 * MIN, max_starts_per_hour: 4, max_starts_per_day: 7 },
    },
    {
      id: "pump",
      number: 2,
      power_w: 400,
      needs: ["well.level"],
      decided_by: SCRIPT,
      limits: { ...limits, rest_ms: MIN, max_on_ms: 20 * MIN, max_on_per_day_ms: 60 * MIN },
    },
    {
      id: "workshop",
      number: 3,
      power_w: 2_000,
      needs: [],
      decided_by: SCRIPT,
      limits: { ...limits, min_off_ms: 10_000, without_data: { do: "keep", for_ms: 5 * MIN } },
    },
    {
      id: "fan",
      number: 4,
      power_w: 100,
      needs: [],
      decided_by: null,
      limits: { ...limits, on_at_device_ms: 10 * MIN },
    },
    {
      id: "freezer",
      number: 5,
      power_w: 150,
      needs: ["well.level"],
      decided_by: SCRIPT,
      limits: { ...limits, without_data: { do: "on" }, max_starts_per_hour: 10 },
    },
  ],
};
/** Relays whose outputs can report their state; none of them in an interlock. */
export const REPORTING: ReadonlySet<string> = new Set(["workshop", "fan", "freezer"]);
export const IDS = RULES.relays.map((relay) => relay.id);
