import { openHistory, openStore } from "../index.ts";
import type { Open } from "./conformance.ts";

function openWith(full_head: number | undefined): Open {
  return async (folder) => {
    const store = await openStore({ folder, full_head });
    return { store, history: openHistory(folder) };
  };
}

type Named = readonly [name: string, open: Open];

/** Part of what was written lies in the open head, part is sealed. */
export const SEALED_NOW_AND_THEN: Named = ["sealed after every few readings", openWith(7)];

/** The store on a disk, as the suites for every store want it: all in the open head, or sealed early. */
export const STORES: readonly Named[] = [
  ["all in the open head", openWith(undefined)],
  SEALED_NOW_AND_THEN,
  ["sealed after every commit", openWith(1)],
];

/** The store as the house opens it. */
export const openSqlite: Open = openWith(undefined);
