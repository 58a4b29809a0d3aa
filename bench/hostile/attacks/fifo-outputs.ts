import type { Attack } from "../attack.ts";
import { makeFifos, orderOn } from "../tools.ts";
import { outputsIn } from "./files.ts";
import { eight } from "./programs.ts";

const IDS = eight("fifo_output");

/** Switch files and a serial port that are pipes with nobody at the other end. */
export const fifoOutputs: Attack = {
  name: "switch files and ports that are pipes",
  prepare(place) {
    const ground = outputsIn(place, "fifo_outputs", IDS);
    makeFifos(place, [...IDS.map((id) => `fifo_outputs/${id}`), "fifo_port"]);
    return { ...ground, devices: `${ground.devices}  fifo_port: { type: vedirect, port: ./fifo_port }\n` };
  },
  begin: async (scene) => orderOn(scene, IDS),
  cause: /fifo_output_/,
};
