import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { scriptsIn } from "./files.ts";
import { eight } from "./programs.ts";

/** Scripts that lie on a network disk whose server is gone. */
export const hungScripts: Attack = {
  name: "scripts on a disk that hangs",
  prepare: (place) => scriptsIn(place, "hung_scripts", eight("hung_script")),
  begin: ({ place }) => HungFolder.over(place.path("hung_scripts")),
  cause: /hung_script_/,
  hangs: true,
};
