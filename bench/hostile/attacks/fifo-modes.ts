import type { Attack } from "../attack.ts";
import { makeFifos } from "../tools.ts";

/** The mode file and its answer are pipes with nobody at the other end. */
export const fifoModes: Attack = {
  name: "mode files that are pipes",
  prepare(place) {
    makeFifos(place, ["fifo_modes", "fifo_states"]);
    return { more: "mode_file: { modes: ./fifo_modes, states: ./fifo_states }\n" };
  },
};
