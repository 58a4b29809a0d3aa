import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Batch,
  type Decision,
  type History,
  type JournalEntry,
  type Kept,
  type Reading,
  type Store,
  text,
} from "../../model/index.ts";

/** What tests of every store share: one that is open, and what it is told. */

/** A store open for writing, and its reading side. */
export interface OpenStore<H = History> {
  readonly store: Store;
  readonly history: H & { close(): void };
}

/** Opens the implementation under test on a folder; again on the same folder after `store.close()`. */
export type Open<H = History> = (folder: string) => Promise<OpenStore<H>>;

/** An instant that all examples share. */
export const T = Date.UTC(2026, 5, 21, 10);

/** Watts of `pv` at T, T + step, …; `null` leaves an instant out. */
export function series(channel: string, step_ms: number, ...values: (number | string | null)[]): Reading[] {
  return values.flatMap((value, i) => (value === null ? [] : [{ channel, at: T + i * step_ms, value }]));
}

/** A batch of readings alone. */
export function readings(...lists: Reading[][]): Batch {
  return { readings: lists.flat(), decisions: [] };
}

/** A line of the journal with words of its own. */
export const line = (at: number, words: string): Decision => ({
  at,
  kind: "switch",
  relay: "boiler",
  on: true,
  reason: text(words),
});

/** What the lines say, without the ids that the store gave them. */
export function said(entries: readonly JournalEntry[]): Decision[] {
  return entries.map(({ id: _, ...decision }) => decision);
}

/** Every line of the journal, read in pages of so many; at most 1,000 pages. */
export async function turnPages(history: Kept, lines: number): Promise<JournalEntry[]> {
  const all: JournalEntry[] = [];
  for (let page = 0; page < 1_000; page++) {
    const read = await history.journal(lines, all.at(-1)?.id);
    all.push(...read);
    if (read.length < lines) break;
  }
  return all;
}

/** Opens a store in a folder of its own for the length of `use`. */
export async function withStore<H>(
  open: Open<H>,
  use: (opened: OpenStore<H>, reopen: () => Promise<OpenStore<H>>) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-store-"));
  let opened = await open(folder);
  const shut = async (): Promise<void> => {
    opened.history.close();
    await opened.store.close();
  };
  const reopen = async (): Promise<OpenStore<H>> => {
    await shut();
    opened = await open(folder);
    return opened;
  };
  try {
    await use(opened, reopen);
  } finally {
    await shut();
    rmSync(folder, { recursive: true });
  }
}
