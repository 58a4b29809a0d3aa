import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { listens } from "./programs.ts";

const FLOODS = ["flood_1", "flood_2", "flood_3"];

/** Good lines as fast as they are taken, and complaints as fast as they are thrown away. */
export const floods: Attack = {
  name: "floods of three programs",
  prepare(place) {
    for (const id of FLOODS) program(place, `${id}.sh`, gated('yes "out of order" >&2 &\nexec yes "power 400 W"'));
    return { devices: FLOODS.map(listens).join("") };
  },
};
