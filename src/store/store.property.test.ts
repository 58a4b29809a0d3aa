import { storeAgreement } from "./testing/agreement.ts";
import { STORES } from "./testing/sqlite.ts";

for (const [name, open] of STORES) storeAgreement(name, open, 40);
