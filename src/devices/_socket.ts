import { z } from "zod";
import { polledJson } from "./kit/http.ts";
import { Host } from "./kit/options.ts";

/** Shelly's sockets of the second generation ("Gen2+ Device API", Switch.GetStatus). */
export const socket = polledJson({
  type: "socket",
  title: "A metering socket that answers over HTTP",
  options: z.strictObject({ host: Host }),
  every_ms: 5_000,
  url: ({ host }) => `http://${host}/rpc/Switch.GetStatus?id=0`,
  values: { power: ["apower", "W"], voltage: ["voltage", "V"], energy: ["aenergy.total", "Wh"] },
  sample: {
    options: { host: "socket.invalid" },
    says: { http: { "/rpc/Switch.GetStatus?id=0": '{"apower":8.9,"voltage":236.1,"aenergy":{"total":2.815}}' } },
    readings: [{ quantity: "power", value: 8.9, unit: "W" }],
  },
});
