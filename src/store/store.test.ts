import { storeConformance } from "./conformance.ts";
import { openHistory, openStore } from "./index.ts";

storeConformance("SQLite", async (folder) => {
  const store = await openStore({ folder });
  return { store, history: openHistory(folder) };
});
