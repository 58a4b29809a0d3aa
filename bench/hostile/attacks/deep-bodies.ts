import type { Attack } from "../attack.ts";
import { storm } from "../tools.ts";

/** Bodies as long as they may be, of JSON within JSON. */
export const deepBodies: Attack = {
  name: "bodies of deep JSON",
  begin: storm(
    24,
    ["good", "f1", "none"].map((relay) => `PUT /api/relays/${relay}/mode DEEP`),
  ),
};
