import { storeConformance } from "./conformance.ts";
import { openSqlite } from "./testing/sqlite.ts";

storeConformance("SQLite", openSqlite);
