import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { orderOn, program } from "../tools.ts";
import { eight } from "./programs.ts";

const FOLDER = "hung_programs";
const RELAY = "hung_program_relay";

/** Programs that cannot even be started: whoever starts them waits for the disk. */
export const hungPrograms: Attack = {
  name: "programs on a disk that hangs",
  prepare(place) {
    place.makeFolder(FOLDER);
    program(place, `${FOLDER}/read.sh`, '#!/bin/sh\necho "a 1"\n');
    program(place, `${FOLDER}/switch.sh`, "#!/bin/sh\nexit 0\n");
    const source = (id: string): string =>
      `  ${id}: { type: command, source: { run: [./${FOLDER}/read.sh], every: 500 ms } }\n`;
    const plug = `type: command, on: [./${FOLDER}/switch.sh], off: [./${FOLDER}/switch.sh]`;
    return {
      devices: `${eight("hung_program").map(source).join("")}  hung_program_plug: { ${plug} }\n`,
      relays: `  ${RELAY}: { output: hung_program_plug }\n`,
    };
  },
  async begin(scene) {
    const hung = await HungFolder.over(scene.place.path(FOLDER));
    orderOn(scene, [RELAY]);
    return hung;
  },
  cause: /hung_program_/,
  hangs: true,
};
