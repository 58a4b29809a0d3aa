import type { History, PastChannel, Questions } from "../../model/index.ts";
import type { Replacement } from "../database/replacement-row.ts";
import type { Correction } from "../sums/correct.ts";
import { type Answers, openAnswers } from "./answers.ts";
import type { PassOver } from "./catalog.ts";

/** The reading side of the store on a disk: its own connection, for any thread or process. */
export interface DiskHistory extends History {
  /** All corrections of a channel, those that were undone too, as they were made. */
  corrections(channel: string): Promise<Correction[]>;
  /** Imports that took the place of what was there, those that were undone too, as they were made; the newest 1,000. */
  replacements(): Promise<Replacement[]>;
  close(): void;
}

/** Runs a question when it is its turn. */
type Ask = <T>(question: () => T) => Promise<T>;

function questionsTo(answers: Answers, ask: Ask): Questions {
  return {
    unit: (channel) => ask(() => answers.unit(channel)),
    channels: (...asked) => ask(() => answers.channels(...asked)),
    range: (...asked) => ask(() => answers.range(...asked)),
    changes: (...asked) => ask(() => answers.changes(...asked)),
    latestOf: (channels) => ask(() => answers.latestOf(channels)),
    summaries: (...asked) => ask(() => answers.summaries(...asked)),
    energies: (...asked) => ask(() => answers.energies(...asked)),
    rises: (...asked) => ask(() => answers.rises(...asked)),
    judged: (...asked) => ask(() => answers.judged(...asked)),
    gaps: (from, to) => ask(() => answers.gaps(from, to)),
    decisions: (query) => ask(() => answers.decisions(query)),
    journal: (...asked) => ask(() => answers.journal(...asked)),
  };
}

const atOnce: Ask = async (question) => question();

/** Who may ask now: everybody, or somebody alone, who holds a moment. */
class Turns {
  #alone: Promise<void> | null = null;

  async ask<T>(question: () => T): Promise<T> {
    while (this.#alone) await this.#alone;
    return question();
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#alone = promise;
    try {
      return await work();
    } finally {
      this.#alone = null;
      resolve();
    }
  }
}

async function holding<T>(answers: Answers, ask: (history: Questions) => Promise<T>): Promise<T> {
  try {
    answers.hold();
    return await ask(questionsTo(answers, atOnce));
  } finally {
    answers.release();
  }
}

/**
 * Opens the reading side of a data folder; sees every commit as soon as it is made.
 * @param passOver told when newest readings are damaged that may belong to an answer, which is then given without them; absent: it is refused
 * @throws StoreError when nothing was ever stored there, or the file cannot be read
 */
export function openHistory(folder: string, passOver?: PassOver): DiskHistory {
  const answers = openAnswers(folder, passOver);
  const turns = new Turns();
  const ask: Ask = (question) => turns.ask(question);
  return {
    ...questionsTo(answers, ask),
    corrections: (channel) => ask(() => answers.corrections(channel)),
    replacements: () => ask(() => answers.replacements()),
    together: (several) => turns.alone(() => holding(answers, several)),
    close: () => answers.close(),
  };
}

/**
 * The newest reading before an instant of each channel that the house recorded itself, UTC ms; what is damaged is left
 * out, and what an import brought from later than the house has recorded. Asked at the start, when nothing else is done yet.
 * @throws StoreError when nothing was ever stored in the folder, or the file cannot be read
 */
export function newestOwn(folder: string, before: number): Map<string, number> {
  const answers = openAnswers(folder);
  try {
    return answers.newestOwn(before);
  } finally {
    answers.close();
  }
}

/**
 * All channels of a history. Asked at the start, when nothing else is done yet.
 * @throws StoreError when nothing was ever stored in the folder, or the file cannot be read
 */
export function pastChannels(folder: string): PastChannel[] {
  const answers = openAnswers(folder);
  try {
    return answers.past();
  } finally {
    answers.close();
  }
}
