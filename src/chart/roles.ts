/** Roles have one colour wherever they appear. */
export type Role = "solar" | "battery" | "house" | "grid" | "loads" | "other";

/** Which words of a channel's name belong to which role; the first that fits counts. */
const ROLE_WORDS: readonly (readonly [role: Role, words: RegExp])[] = [
  ["loads", /^relay\.|load|boiler|pump|heater|tank/],
  ["solar", /solar|sun|pv|panel|yield|roof|charger/],
  ["battery", /batt|soc\b/],
  ["grid", /grid|mains|generator|import|export/],
  ["house", /house|home|consum/],
];

/** The role that a channel plays, by its name. */
export function roleOf(channel: string): Role {
  const name = channel.toLowerCase();
  return ROLE_WORDS.find(([, words]) => words.test(name))?.[0] ?? "other";
}
