import { type History, StoreError, wordsOf } from "../../model/index.ts";
import { HttpProblem } from "../defence/problem.ts";
import { systemClock } from "../live/live.ts";

export type ClosableHistory = History & { close(): void };

/** The word for readings that are damaged on the disk, while all others can be read. */
export const DAMAGED = "damaged";

/** In time for the next try of a page, and not before whatever is asked for now was answered. */
const ASK_AGAIN_S = 2;

function unanswered({ message }: StoreError): HttpProblem {
  return new HttpProblem(503, "busy", message, "ask again in a moment", ASK_AGAIN_S);
}

function unreadable(error: unknown): HttpProblem {
  const message = `The history cannot be read: ${wordsOf(error)}`;
  return new HttpProblem(503, "history_failed", message, "see Gleaner's log and the disk", 5);
}

/** Whether only what was asked for cannot be read, and everything else can. */
function isDamage(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === "corrupt" && !error.fatal;
}

/**
 * A history that is opened when it is first asked for, so that the page lives while the store cannot.
 * After a failure it is opened anew, at most once a second; damaged readings, and questions that are not answered in time,
 * are the failure of those who ask for them.
 * @throws HttpProblem 503 from each of its functions
 */
export function lateHistory(open: () => ClosableHistory, mono: () => number = systemClock.mono): ClosableHistory {
  let opened: ClosableHistory | undefined;
  let failed: { readonly problem: HttpProblem; readonly mono: number } | undefined;

  function fail(error: unknown): never {
    failed = { problem: unreadable(error), mono: mono() };
    throw failed.problem;
  }

  function newlyOpened(): ClosableHistory {
    try {
      return open();
    } catch (error) {
      // whoever opens it may say why not yet; that is no failure to be remembered
      if (error instanceof HttpProblem) throw error;
      fail(error);
    }
  }

  async function use<T>(ask: (history: History) => Promise<T>): Promise<T> {
    if (failed && mono() - failed.mono < 1_000) throw failed.problem;
    opened ??= newlyOpened();
    const asked = opened;
    try {
      const answer = await ask(asked);
      failed = undefined;
      return answer;
    } catch (error) {
      // a wrong question says nothing about the store, nor does what whoever asks throws
      if (!(error instanceof StoreError)) throw error;
      // it is kept open, with all that it has ready
      if (error.code === "busy") throw unanswered(error);
      if (isDamage(error))
        throw new HttpProblem(503, DAMAGED, error.message, "gleaner check lists all that is damaged");
      // who asked at the same time may have closed it already, and opened another one
      if (opened === asked) close();
      fail(error);
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
    range: (...asked) => use((history) => history.range(...asked)),
    changes: (...asked) => use((history) => history.changes(...asked)),
    channels: (...asked) => use((history) => history.channels(...asked)),
    summaries: (...asked) => use((history) => history.summaries(...asked)),
    latestOf: (...asked) => use((history) => history.latestOf(...asked)),
    energies: (...asked) => use((history) => history.energies(...asked)),
    rises: (...asked) => use((history) => history.rises(...asked)),
    judged: (...asked) => use((history) => history.judged(...asked)),
    gaps: (...asked) => use((history) => history.gaps(...asked)),
    decisions: (...asked) => use((history) => history.decisions(...asked)),
    journal: (...asked) => use((history) => history.journal(...asked)),
    together: (several) => use((history) => history.together(several)),
    close,
  };
}
