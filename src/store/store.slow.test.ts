import { storeConformance } from "./testing/conformance.ts";
import { STORES } from "./testing/sqlite.ts";

for (const [name, open] of STORES) storeConformance(name, open);
