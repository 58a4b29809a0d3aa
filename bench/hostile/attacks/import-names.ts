import { closeSync, openSync, writeSync } from "node:fs";
import { MAIN } from "../../../test/support/main.ts";
import { type Attack, all } from "../attack.ts";
import { Beside, program, storm } from "../tools.ts";

const NAMES = 1_000_000;
const AT_ONCE = 10_000;
/** Channels with a unit nearly as long as a line may be. */
const LONG_UNITS = 500;
const LONG_UNIT = "W".repeat(60_000);

function writeNames(path: string): void {
  const file = openSync(path, "w");
  try {
    for (let n = 0; n < LONG_UNITS; n++) {
      writeSync(file, `{"channel":"long.${n}","at":${n},"value":1,"unit":"${LONG_UNIT}"}\n`);
    }
    for (let from = 0; from < NAMES; from += AT_ONCE) {
      const lines = Array.from({ length: AT_ONCE }, (_, i) => `{"channel":"n.${from + i}","at":${i},"value":1}\n`);
      writeSync(file, lines.join(""));
    }
  } finally {
    closeSync(file);
  }
}

/** Imports that name a channel in each line, with units that fill a page, while somebody asks for the list of channels. */
export const importNames: Attack = {
  name: "an import of a million names",
  prepare(place) {
    writeNames(place.path("names.jsonl"));
    const command = `"${process.execPath}" "${MAIN}" import --from-start -c gleaner.yaml names.jsonl`;
    program(place, "import.sh", `#!/bin/sh\nwhile :; do ${command}; done\n`);
    return {};
  },
  begin: async (scene) => all([Beside.run(scene.place, "./import.sh"), await storm(2, ["/api/channels"])(scene)]),
};
