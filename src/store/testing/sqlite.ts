import type { Open } from "../conformance.ts";
import { openHistory, openStore } from "../index.ts";

/** The store on a disk, as the suites for every store want it. */
export const openSqlite: Open = async (folder) => {
  const store = await openStore({ folder });
  return { store, history: openHistory(folder) };
};
