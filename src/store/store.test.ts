import { storeConformance } from "./testing/conformance.ts";
import { SEALED_NOW_AND_THEN } from "./testing/sqlite.ts";

storeConformance(...SEALED_NOW_AND_THEN);
