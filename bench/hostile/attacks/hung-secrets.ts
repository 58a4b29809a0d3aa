import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { secretsIn } from "./files.ts";
import { eight } from "./programs.ts";

/** Secrets of programs that are run all the time. */
export const hungSecrets: Attack = {
  name: "secrets on a disk that hangs",
  prepare: (place) => secretsIn(place, "hung_secrets", eight("hung_secret")),
  begin: ({ place }) => HungFolder.over(place.path("hung_secrets")),
  cause: /hung_secret_/,
  hangs: true,
};
