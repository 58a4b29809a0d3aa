import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { listens } from "./programs.ts";

/** Another quantity in each line. */
export const newNames: Attack = {
  name: "a new name in each line",
  prepare(place) {
    program(place, "names.sh", gated("exec awk 'BEGIN { srand(); while (1) print \"n\" int(rand() * 1e9), 1 }'"));
    return { devices: listens("names") };
  },
};
