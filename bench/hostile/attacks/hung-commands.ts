import type { Attack } from "../attack.ts";
import { orderOn, program } from "../tools.ts";
import { eight } from "./programs.ts";

const IDS = eight("hung_command");

/** Switches whose programs neither end nor heed a signal. */
export const hungCommands: Attack = {
  name: "switches whose programs do not end",
  prepare(place) {
    program(place, "hang.sh", "#!/bin/sh\ntrap '' TERM INT HUP\nwhile :; do sleep 1; done\n");
    return {
      devices: IDS.map((id) => `  ${id}: { type: command, on: [./hang.sh], off: [./hang.sh] }\n`).join(""),
      relays: IDS.map((id) => `  ${id}: { output: ${id} }\n`).join(""),
    };
  },
  begin: async (scene) => orderOn(scene, IDS),
  cause: /hung_command_/,
};
