import { storeConformance } from "./testing/conformance.ts";
import { SEALED_NOW_AND_THEN, STORES } from "./testing/sqlite.ts";

for (const [name, open] of STORES) if (name !== SEALED_NOW_AND_THEN[0]) storeConformance(name, open);
