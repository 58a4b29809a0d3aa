import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { gatedRun, listens, runs } from "./programs.ts";

/** Programs whose children hold their pipes open, and one that heeds no signal. */
export const leftBehind: Attack = {
  name: "programs that leave others behind",
  prepare(place) {
    program(place, "leaver.sh", gatedRun('setsid sleep 20 &\nsleep 20 &\necho "a 1"'));
    program(place, "deaf.sh", gated("trap '' TERM INT HUP\nwhile :; do sleep 1; done"));
    return { devices: runs("leaver") + listens("deaf") };
  },
};
