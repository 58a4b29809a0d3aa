import { openHistory, openStore } from "../index.ts";
import type { Open } from "./opened.ts";
import { openThreadless } from "./threadless.ts";

function openWith(full_head: number | undefined): Open {
  return async (folder) => {
    const store = await openStore({ folder, full_head });
    return { store, history: openHistory(folder) };
  };
}

type Named = readonly [name: string, open: Open];

/** Sealed after so many readings: part of what was written lies in the open head, part is sealed. */
const NOW_AND_THEN = 7;

/** The store with its writer in the same thread. */
export const THREADLESS: Named = [
  "in one thread, sealed after every few readings",
  async (folder) => ({ store: openThreadless(folder, NOW_AND_THEN), history: openHistory(folder) }),
];

/** The store on a disk, as the suites for every store want it: all in the open head, or sealed early. */
export const STORES: readonly Named[] = [
  ["all in the open head", openWith(undefined)],
  ["sealed after every few readings", openWith(NOW_AND_THEN)],
  ["sealed after every commit", openWith(1)],
];

/** The store as the house opens it. */
export const openSqlite: Open = openWith(undefined);
