import type { Attack } from "../attack.ts";
import { Beside, program } from "../tools.ts";

const JUNK = [
  "while :; do",
  "head -c 60000 /dev/zero | tr '\\0' '[' > ./junk_modes.json; sleep 0.05",
  "head -c 60000 /dev/zero | tr '\\0' '1' > ./junk_modes.json; sleep 0.05",
  'printf \'{"__proto__":3,"1":7}\' > ./junk_modes.json; sleep 0.05',
  "done",
];

/** A program that writes the mode file and does not know how. */
export const modeJunk: Attack = {
  name: "junk in the mode file",
  prepare(place) {
    program(place, "junk.sh", `#!/bin/sh\n${JUNK.join("\n")}\n`);
    return { more: "mode_file: { modes: ./junk_modes.json, states: ./junk_states.json }\n" };
  },
  begin: async ({ place }) => Beside.run(place, "./junk.sh"),
};
