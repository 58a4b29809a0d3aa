import { storeAgreement } from "./agreement.ts";
import { openSqlite } from "./testing/sqlite.ts";

storeAgreement("SQLite", openSqlite, 60);
