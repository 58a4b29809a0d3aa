import type { Attack } from "../attack.ts";
import { storm } from "../tools.ts";

const RELAY = "stormed";
const REQUESTS = ["on", "off", "auto"].map((mode) => `PUT /api/relays/${RELAY}/mode {"mode":"${mode}"}`);

/** A program that changes its mind as fast as it is answered: each change is a cycle, a line of the journal, an order. */
export const modeStorm: Attack = {
  name: "a storm of mode changes",
  prepare: () => ({
    devices: `  ${RELAY}: { type: file, path: ./${RELAY}.state }\n`,
    relays: `  ${RELAY}: { output: ${RELAY} }\n`,
  }),
  begin: storm(32, REQUESTS),
};
