import type { Attack } from "../attack.ts";
import { makeFifos } from "../tools.ts";
import { scriptsIn } from "./files.ts";
import { eight } from "./programs.ts";

const IDS = eight("fifo_script");

/** Whoever opens them waits for another end that never comes. */
export const fifoScripts: Attack = {
  name: "scripts that become pipes",
  prepare: (place) => scriptsIn(place, "fifo_scripts", IDS),
  begin: async ({ place }) =>
    makeFifos(
      place,
      IDS.map((id) => `fifo_scripts/${id}.ts`),
    ),
  cause: /fifo_script_/,
};
