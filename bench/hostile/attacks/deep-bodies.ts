import type { Attack } from "../attack.ts";
import { storm } from "../tools.ts";

/** Long bodies of JSON within JSON, from more callers than there are sockets. */
export const deepBodies: Attack = {
  name: "bodies of deep JSON",
  begin: storm(
    400,
    ["good DEEP", "f1 LISTS", "none LISTS"].map((asked) => `PUT /api/relays/${asked.replace(" ", "/mode ")}`),
  ),
};
