/**
 * Runs the writer again and again, each time with failing calls on its files, and says how each run went. Arguments: a
 * folder for the data, the switch of the faults, and as JSON a list of `Fault`. Prints one line of JSON for each, `Outcome`.
 */

import { AssertionError } from "node:assert";
import { cpSync, mkdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { wordsOf } from "../../model/index.ts";
import { troubleOf } from "../database/errors.ts";
import { Encoder } from "../house-end/encode.ts";
import { openAnswers } from "../reading/answers.ts";
import { Writer } from "../writing/writer.ts";
import { assertWhole, numbered } from "./numbered.ts";
import { Faults } from "./preload.ts";

/** Calls that fail: of which kinds, with which error, from which one on, and how many. */
export interface Fault {
  readonly calls: number;
  readonly error: number;
  readonly at: number;
  readonly times: number;
}

export interface Outcome {
  readonly fault: Fault;
  /** Calls of this kind in the run, and how many failed. */
  readonly seen: number;
  readonly failed: number;
  /** `ended`: by an error after which the process ends with 70; `refused`: it did not open. */
  readonly how: "recovered" | "ended" | "refused";
  /** Kinds of trouble that were told, in their order. */
  readonly told: readonly string[];
  readonly acknowledged: number;
  /** What was not as promised; `null`: all was. */
  readonly wrong: string | null;
}

/** Told when a reader got an error for an answer, which is not a wrong one. */
export const NO_ANSWER = "no answer";

const COMMITS = 24;
const TRIES = 3;
const SMALL = { full_head: 15, checkpoint_pages: 12 };

/** Connections that were given up: closed by the collector they would still write. */
const abandoned: unknown[] = [];

class Run {
  readonly acknowledged: number[] = [];
  readonly told: string[] = [];
  over = false;

  /** What `worker.ts` makes of an error. @returns whether it went well */
  attempt(folder: string, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      const { code, fatal } = troubleOf(error, folder);
      this.told.push(code);
      this.over ||= fatal;
      return false;
    }
  }

  commits(writer: Writer, folder: string): void {
    const encoder = new Encoder();
    for (let number = 0; number < COMMITS && !this.over; number++) {
      const wire = encoder.encode(numbered(number));
      writer.learn(encoder.takeNews());
      for (let attempt = 0; attempt < TRIES && !this.over; attempt++) {
        if (!this.attempt(folder, () => writer.write(wire))) continue;
        this.acknowledged.push(number);
        break;
      }
      if (this.over) return;
      if (this.attempt(folder, () => writer.sealInTime())) this.attempt(folder, () => writer.checkpoint());
    }
  }
}

function memoryOf(writer: Writer): unknown {
  return JSON.parse(writer.memory() ?? "null") ?? undefined;
}

/** What a reader sees beside the writer: all that was acknowledged, or an error. @returns what is wrong */
function seenBy(folder: string, writer: Writer, { acknowledged, told }: Run): string | null {
  try {
    const history = openAnswers(folder);
    try {
      assertWhole(history, memoryOf(writer), acknowledged);
      return null;
    } finally {
      history.close();
    }
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    told.push(NO_ANSWER);
    return null;
  }
}

/** A clean start on what lies there: all that was acknowledged, and it takes more. @returns what is wrong */
function inspect(folder: string, acknowledged: readonly number[]): string | null {
  try {
    const writer = new Writer({ folder, ...SMALL });
    const history = openAnswers(folder);
    try {
      const last = assertWhole(history, memoryOf(writer), acknowledged);
      const encoder = new Encoder();
      const wire = encoder.encode(numbered(last + 1));
      writer.learn(encoder.takeNews());
      writer.write(wire);
      writer.seal(Number.POSITIVE_INFINITY);
      assertWhole(history, memoryOf(writer), [...acknowledged, last + 1]);
      return null;
    } finally {
      history.close();
      writer.close();
    }
  } catch (error) {
    return wordsOf(error);
  }
}

function tried(root: string, faults: Faults, fault: Fault): Outcome {
  const folder = join(root, "data");
  const image = join(root, "after");
  mkdirSync(folder);
  const run = new Run();
  let how: Outcome["how"] = "refused";
  faults.set(fault.calls, fault.error, fault.at, fault.times);
  let writer: Writer | undefined;
  let wrong: string | null = null;
  const opened = run.attempt(folder, () => {
    writer = new Writer({ folder, ...SMALL });
  });
  if (writer && opened) {
    run.commits(writer, folder);
    wrong = run.over ? null : seenBy(folder, writer, run);
    if (!run.over) run.attempt(folder, () => writer?.close());
    how = run.over ? "ended" : "recovered";
  }
  const { seen, failed } = faults.counted;
  faults.off();
  abandoned.push(writer);
  // what the next process finds when this one ends without another word
  cpSync(folder, image, { recursive: true });
  wrong ??= inspect(image, run.acknowledged);
  for (const path of [folder, image]) rmSync(path, { recursive: true });
  return { fault, seen, failed, how, told: run.told, acknowledged: run.acknowledged.length, wrong };
}

const [root = "", control = "", list = "[]"] = process.argv.slice(2);
if (root !== "") {
  const faults = new Faults(control);
  for (const fault of JSON.parse(list) as Fault[]) writeSync(1, `${JSON.stringify(tried(root, faults, fault))}\n`);
}
