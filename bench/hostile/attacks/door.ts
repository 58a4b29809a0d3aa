import type { Attack } from "../attack.ts";
import { Beside } from "../tools.ts";

/** Where other commands ask the house for chores: frames that are none, that are huge, that never end. */
export const door: Attack = {
  name: "nonsense at the door",
  begin: async ({ place }) => Beside.node(place, "./knock.ts", place.path("data/gleaner.sock")),
};
