import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { orderOn } from "../tools.ts";
import { outputsIn } from "./files.ts";
import { eight } from "./programs.ts";

const IDS = eight("hung_output");

/** Other relays' outputs, which somebody orders on. */
export const hungOutputs: Attack = {
  name: "switch files on a disk that hangs",
  prepare: (place) => outputsIn(place, "hung_outputs", IDS),
  async begin(scene) {
    const hung = await HungFolder.over(scene.place.path("hung_outputs"));
    orderOn(scene, IDS);
    return hung;
  },
  cause: /hung_output_/,
  hangs: true,
};
