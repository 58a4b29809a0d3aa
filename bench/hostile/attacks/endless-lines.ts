import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { gatedRun, listens, runs } from "./programs.ts";

/** Lines that never end, as fast as the pipe takes them. */
export const endlessLines: Attack = {
  name: "endless lines",
  prepare(place) {
    program(place, "endless_line.sh", gated("exec tr '\\0' x < /dev/zero"));
    program(place, "endless_run.sh", gatedRun("exec tr '\\0' x < /dev/zero"));
    return { devices: listens("endless_line") + runs("endless_run") };
  },
};
