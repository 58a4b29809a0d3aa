import { type History, StoreError } from "../../model/index.ts";
import { HttpProblem } from "../http/problem.ts";
import { systemClock } from "../live/live.ts";

export type ClosableHistory = History & { close(): void };

/** The word for readings that are damaged on the disk, while all others can be read. */
export const DAMAGED = "damaged";

function unreadable(error: unknown): HttpProblem {
  const why = error instanceof Error ? error.message : String(error);
  return new HttpProblem(
    503,
    "history_failed",
    `The history cannot be read: ${why}`,
    "see Gleaner's log and the disk",
    5,
  );
}

/** Whether only what was asked for cannot be read, and everything else can. */
function isDamage(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === "corrupt" && !error.fatal;
}

/**
 * A history that is opened when it is first asked for, so that the page lives while the store cannot.
 * After a failure it is opened anew, at most once a second; damaged
 * readings are the failure of those who ask for them.
 * @throws HttpProblem 503 from each of its functions
 */
export function lateHistory(open: () => ClosableHistory, mono: () => number = systemClock.mono): ClosableHistory {
  let opened: ClosableHistory | undefined;
  let failed: { readonly problem: HttpProblem; readonly mono: number } | undefined;

  function use<T>(ask: (history: History) => T): T {
    if (failed && mono() - failed.mono < 1_000) throw failed.problem;
    try {
      opened ??= open();
      const answer = ask(opened);
      failed = undefined;
      return answer;
    } catch (error) {
      if (isDamage(error))
        throw new HttpProblem(503, DAMAGED, error.message, "gleaner check lists all that is damaged");
      // a wrong question says nothing about the store
      if (error instanceof RangeError) throw error;
      close();
      failed = { problem: unreadable(error), mono: mono() };
      throw failed.problem;
    }
  }

  function close(): void {
    try {
      opened?.close();
    } catch {
      // It is given up anyway.
    }
    opened = undefined;
  }

  return {
    unit: (channel) => use((history) => history.unit(channel)),
    latest: (channel) => use((history) => history.latest(channel)),
    range: (...asked) => use((history) => history.range(...asked)),
    changes: (...asked) => use((history) => history.changes(...asked)),
    channels: () => use((history) => history.channels()),
    buckets: (...asked) => use((history) => history.buckets(...asked)),
    summaries: (...asked) => use((history) => history.summaries(...asked)),
    energy: (...asked) => use((history) => history.energy(...asked)),
    latestOf: (...asked) => use((history) => history.latestOf(...asked)),
    energies: (...asked) => use((history) => history.energies(...asked)),
    rises: (...asked) => use((history) => history.rises(...asked)),
    gaps: (...asked) => use((history) => history.gaps(...asked)),
    decisions: (...asked) => use((history) => history.decisions(...asked)),
    journal: (...asked) => use((history) => history.journal(...asked)),
    close,
  };
}
