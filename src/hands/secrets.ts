import { dirname } from "node:path";
import { FileTrouble } from "../model/ports/hands.ts";
import type { Reason, ReasonCode } from "../model/reasons.ts";
import { wordsOf } from "../model/trouble.ts";
import { nowHeld } from "./held.ts";
import type { Lanes } from "./lanes.ts";
import { codeOf } from "./trouble.ts";
import type { Ways } from "./ways.ts";
import { noAnswer, within } from "./within.ts";

const LARGEST_SECRET = 64 * 1024;
/** A file whose content is known from before is waited for so long, ms: somebody may want to switch off. */
const KNOWN_ANSWER_MS = 250;
/** A file that could not be read is looked at again. */
const LOOK_AGAIN_MS = 3_000;

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist: create it, or correct its path",
  EACCES: "may not be read: give Gleaner's user the right to",
  NOT_ORDINARY: "is not a regular file: name one",
  TOO_LARGE: "is larger than 64 kB: a secret is shorter",
  NO_ANSWER: "does not answer: look at the disk or the network share it lies on",
};

/** The sentences whose English words these are, after the file's name. */
const SAID: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "secret_gone",
  EACCES: "secret_forbidden",
  NOT_ORDINARY: "secret_odd",
  TOO_LARGE: "secret_large",
  NO_ANSWER: "secret_silent",
  ZERO_BYTE: "secret_zero",
};

function said(code: string, name: string, path: string): Reason | undefined {
  const sentence = SAID[code];
  return sentence && { code: sentence, values: { name, path } };
}

export interface SecretEvents {
  /** The file holds something new. */
  readonly learned: (path: string, secret: string) => void;
  /** What the file held last is used instead of what it holds now; `null`: it can be read again. */
  readonly stale: (path: string, why: string | null) => void;
  /** Any user of the machine may read the file. */
  readonly open: (path: string) => void;
}

/**
 * Reads secrets from their files, anew each time. While a disk does not answer, what it said last counts, and where a
 * relay waits, so it does whatever has become of the file.
 */
export class Secrets {
  readonly #lanes: Lanes;
  readonly #ways: Ways;
  readonly #answer_ms: number;
  readonly #events: SecretEvents;
  /** What each file has held, newest last. */
  readonly #held = new Map<string, readonly string[]>();
  /** What is to be looked at again, by path. */
  readonly #stale = new Map<string, NodeJS.Timeout>();

  /** @param answer_ms how long a file is waited for */
  constructor(lanes: Lanes, ways: Ways, answer_ms: number, events: SecretEvents) {
    this.#lanes = lanes;
    this.#ways = ways;
    this.#answer_ms = answer_ms;
    this.#events = events;
  }

  /** What a file held when others read it last. */
  know(path: string, secret: string): void {
    this.#held.set(path, nowHeld(this.held(path), secret));
  }

  /** What a file holds and has held, as far as is known and remembered. */
  held(path: string): readonly string[] {
    return this.#held.get(path) ?? [];
  }

  /**
   * @param name of the variable in the configuration
   * @param urgent a relay waits for it: where the file cannot be used at all, what it held last counts too
   * @throws FileTrouble saying what to do, without the content
   */
  async read(name: string, path: string, urgent: boolean): Promise<string> {
    try {
      const secret = await this.#ask(name, path);
      if (this.held(path).at(-1) !== secret) {
        this.#events.learned(path, secret);
        void this.#lookWhoReads(path);
      }
      this.know(path, secret);
      if (this.#stale.has(path)) this.#events.stale(path, null);
      clearTimeout(this.#stale.get(path));
      this.#stale.delete(path);
      return secret;
    } catch (error) {
      const last = urgent || codeOf(error) === "NO_ANSWER" ? this.held(path).at(-1) : undefined;
      if (last === undefined) throw error;
      if (this.#ways.looksAgain) this.#lookAgain(name, path);
      this.#events.stale(path, wordsOf(error));
      return last;
    }
  }

  /** Nobody waits for it. */
  async #lookWhoReads(path: string): Promise<void> {
    try {
      if (await this.#lanes.run(dirname(path), () => this.#ways.isOpenToAll(path))) this.#events.open(path);
    } catch {
      // it is gone, or does not answer: whoever reads it next is told
    }
  }

  /** Whether it can be read again is seen without another order. */
  #lookAgain(name: string, path: string): void {
    clearTimeout(this.#stale.get(path));
    const look = (): void => void this.read(name, path, true).catch(() => undefined);
    this.#stale.set(path, setTimeout(look, LOOK_AGAIN_MS).unref());
  }

  async #ask(name: string, path: string): Promise<string> {
    const fail = (code: string, why: string): FileTrouble =>
      new FileTrouble(code, `the file of env ${name} (${path}) ${why}`, said(code, name, path));
    let bytes: Buffer;
    try {
      bytes = await within(
        this.#held.has(path) ? KNOWN_ANSWER_MS : this.#answer_ms,
        () => noAnswer(path),
        (signal) => this.#lanes.run(dirname(path), () => this.#ways.read(path, LARGEST_SECRET), signal),
      );
    } catch (error) {
      const code = codeOf(error);
      const words = WORDS[code];
      throw words === undefined ? error : fail(code, words);
    }
    const secret = bytes.toString("utf8").replace(/\r?\n$/, "");
    if (secret.includes("\0")) throw fail("ZERO_BYTE", "holds a zero byte: an environment variable cannot");
    return secret;
  }
}
