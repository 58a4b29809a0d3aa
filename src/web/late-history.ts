import type { History } from "../model/index.ts";
import { systemClock } from "./live.ts";
import { HttpProblem } from "./problem.ts";

export type ClosableHistory = History & { close(): void };

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

/**
 * A history that is opened when it is first asked for, so that the page lives while the store cannot.
 * After a failure it is opened anew, at most once a second.
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
    buckets: (...asked) => use((history) => history.buckets(...asked)),
    energy: (...asked) => use((history) => history.energy(...asked)),
    latestOf: (...asked) => use((history) => history.latestOf(...asked)),
    energies: (...asked) => use((history) => history.energies(...asked)),
    journal: (...asked) => use((history) => history.journal(...asked)),
    close,
  };
}
