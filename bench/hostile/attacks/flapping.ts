import type { Attack } from "../attack.ts";
import { program } from "../tools.ts";
import { eight, gatedRun, runs } from "./programs.ts";

/** Devices that come and go ten times a second. */
export const flapping: Attack = {
  name: "programs that fail every other time",
  prepare(place) {
    const ids = eight("flap");
    for (const id of ids) {
      program(place, `${id}.sh`, gatedRun(`rm ./${id}.well 2>/dev/null && exit 3\n: > ./${id}.well\necho "a 1"`));
    }
    return { devices: ids.map((id) => runs(id, "100 ms")).join("") };
  },
};
