import type { Attack } from "../attack.ts";
import { storm } from "../tools.ts";

const PATHS = [
  ...["/api/series/roof.panel_power?from=0", "/api/series/roof.voltage?from=0&format=csv", "/api/channels"],
  ...["/api/state", "/openapi.json", "/api/journal?limit=500", "/api/gaps?from=0", "/api/energy/roof.panel_power"],
];

export const questions: Attack = { name: "a storm of long answers", begin: storm(40, PATHS) };
