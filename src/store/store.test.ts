import { storeConformance } from "./testing/conformance.ts";
import { THREADLESS } from "./testing/sqlite.ts";

storeConformance(...THREADLESS);
