import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";

/** The mode file, which is looked at twice a second. */
export const hungModes: Attack = {
  name: "mode files on a disk that hangs",
  prepare(place) {
    place.makeFolder("hung_modes");
    return { more: "mode_file: { modes: ./hung_modes/modes.json, states: ./hung_modes/states.json }\n" };
  },
  begin: ({ place }) => HungFolder.over(place.path("hung_modes")),
  cause: /mode file|modes\.json/i,
  hangs: true,
};
