import { dirname } from "node:path";
import { FileTrouble } from "../model/index.ts";
import type { Lanes } from "./lanes.ts";
import { readOrdinary } from "./read.ts";
import { codeOf } from "./trouble.ts";
import { noAnswer, within } from "./within.ts";

const LARGEST_SECRET = 64 * 1024;
/** A file whose content is known from before is waited for so long, ms: somebody may want to switch off. */
const KNOWN_ANSWER_MS = 250;

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist: create it, or correct its path",
  EACCES: "may not be read: give Gleaner's user the right to",
  NOT_ORDINARY: "is not a regular file: name one",
  TOO_LARGE: "is larger than 64 kB: a secret is shorter",
  NO_ANSWER: "does not answer: look at the disk or the network share it lies on",
};

/** Reads secrets from their files, anew each time; while a disk does not answer, what it said last counts. */
export class Secrets {
  readonly #lanes: Lanes;
  readonly #answer_ms: number;
  readonly #last = new Map<string, string>();

  /** @param answer_ms how long a file is waited for */
  constructor(lanes: Lanes, answer_ms: number) {
    this.#lanes = lanes;
    this.#answer_ms = answer_ms;
  }

  /**
   * @param name of the variable in the configuration
   * @throws FileTrouble saying what to do, without the content
   */
  async read(name: string, path: string): Promise<string> {
    const fail = (code: string, why: string): FileTrouble =>
      new FileTrouble(code, `the file of env ${name} (${path}) ${why}`);
    let bytes: Buffer;
    try {
      bytes = await within(
        this.#last.has(path) ? KNOWN_ANSWER_MS : this.#answer_ms,
        () => noAnswer(path),
        (signal) => this.#lanes.run(dirname(path), () => readOrdinary(path, LARGEST_SECRET), signal),
      );
    } catch (error) {
      const code = codeOf(error);
      const last = code === "NO_ANSWER" ? this.#last.get(path) : undefined;
      if (last !== undefined) return last;
      const words = WORDS[code];
      throw words === undefined ? error : fail(code, words);
    }
    const secret = bytes.toString("utf8").replace(/\r?\n$/, "");
    if (secret.includes("\0")) throw fail("ZERO_BYTE", "holds a zero byte: an environment variable cannot");
    this.#last.set(path, secret);
    return secret;
  }
}
