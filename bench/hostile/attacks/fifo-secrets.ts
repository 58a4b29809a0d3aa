import type { Attack } from "../attack.ts";
import { makeFifos } from "../tools.ts";
import { secretsIn } from "./files.ts";
import { eight } from "./programs.ts";

const IDS = eight("fifo_secret");

/** Read anew at each start of a program: it waits for another end that never comes. */
export const fifoSecrets: Attack = {
  name: "secrets that become pipes",
  prepare: (place) => secretsIn(place, "fifo_secrets", IDS),
  begin: async ({ place }) =>
    makeFifos(
      place,
      IDS.map((id) => `fifo_secrets/${id}`),
    ),
  cause: /fifo_secret_/,
};
