import type { Attack } from "../attack.ts";
import { Beside } from "../tools.ts";

/** More connections than the server takes, which say nothing, or a byte a second, or listen and take nothing. */
export const slowSockets: Attack = {
  name: "300 slow sockets",
  begin: async ({ place, api }) => Beside.node(place, "./crowd.ts", new URL(api.url).port, "300"),
};
