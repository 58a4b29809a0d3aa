import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";

/** The folder of the history. Its files are open: what hangs is whoever opens or looks for one there, at the stop too. */
export const hungData: Attack = {
  name: "the data folder on a disk that hangs",
  begin: ({ place }) => HungFolder.over(place.path("data")),
  hangs: true,
};
