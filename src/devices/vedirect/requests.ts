import type { Clock } from "../../model/index.ts";
import {
  decodeNumber,
  encodeNumber,
  flagProblem,
  getFrame,
  type HexFrame,
  type NumberType,
  type Reply,
  readReply,
  setFrame,
} from "./hex.ts";

/**
 * Questions to a device over VE.Direct HEX: one under way at a time, each repeated when no answer comes.
 * The device may speak in between by itself; an answer is known by its register.
 */

/** The device answered, and refuses. */
export class Refused extends Error {
  readonly flags: number;
  constructor(message: string, flags: number) {
    super(message);
    this.flags = flags;
  }
}

/** How long to wait for an answer, ms. Devices answer within 100 ms. */
const TIMEOUT_MS = 1_000;
/** How often to ask again. */
const RETRIES = 2;

export interface RequestCounters {
  requests: number;
  request_retries: number;
  request_failures: number;
}

const MAX_WAITING = 16;

interface Waiting {
  readonly kind: "get" | "set";
  readonly register: number;
  readonly accept: (value: Uint8Array) => boolean;
  /** What came instead of the answer, for the message. */
  instead: string | null;
  readonly settle: (answer: Uint8Array | Error | null) => void;
}

function registerName(register: number): string {
  return `0x${register.toString(16).toUpperCase().padStart(4, "0")}`;
}

export class HexRequests {
  readonly counters: RequestCounters = { requests: 0, request_retries: 0, request_failures: 0 };
  readonly #send: (frame: string) => void;
  readonly #clock: Pick<Clock, "after">;
  #waiting: Waiting | null = null;
  #queued = 0;
  #tail: Promise<unknown> = Promise.resolve();
  /** Grows when the line breaks: what was asked before is void. */
  #epoch = 0;
  #broken = "the line was closed";

  /** @param send puts a frame on the line; throws when there is none */
  constructor(send: (frame: string) => void, clock: Pick<Clock, "after">) {
    this.#send = send;
    this.#clock = clock;
  }

  /**
   * The bytes of a register.
   * @throws Refused when the device has no such register; Error when it does not answer
   */
  get(register: number, retries = RETRIES): Promise<Uint8Array> {
    return this.#ask("get", register, getFrame(register), () => true, retries);
  }

  /**
   * Writes a register and checks that the device repeats the value.
   * @throws Refused when the device does not accept it; Error when it does not answer, or with another value
   */
  async set(register: number, value: number, type: NumberType): Promise<void> {
    const wanted = decodeNumber(Uint8Array.from(encodeNumber(value, type)), type);
    const accept = (echo: Uint8Array) => decodeNumber(echo, type) === wanted;
    await this.#ask("set", register, setFrame(register, value, type), accept, RETRIES);
  }

  /** Takes a frame from the device. */
  take(frame: HexFrame): void {
    const reply = readReply(frame);
    const waiting = this.#waiting;
    if (!waiting || reply.kind === "async") return;
    if (reply.kind === "unknown_command") waiting.settle(new Refused("the device does not know this command", 0));
    else if (reply.kind === "frame_error") {
      waiting.instead = "that the request arrived damaged";
      waiting.settle(null);
    } else if (reply.kind === waiting.kind) this.#takeAnswer(reply, waiting);
  }

  #takeAnswer(reply: Extract<Reply, { register: number }>, waiting: Waiting): void {
    if (reply.register !== waiting.register) return;
    const problem = flagProblem(reply.flags);
    if (problem) waiting.settle(new Refused(`register ${registerName(reply.register)}: ${problem}`, reply.flags));
    else if (waiting.accept(reply.value)) waiting.settle(reply.value);
    // Most likely the late answer to an earlier request: the right one may still come.
    else waiting.instead = `another value (${Buffer.from(reply.value).toString("hex") || "none"})`;
  }

  /** The line broke: every open question fails with this reason. */
  abort(why: string): void {
    this.#epoch += 1;
    this.#broken = why;
    this.#waiting?.settle(new Error(why));
  }

  #ask(
    kind: "get" | "set",
    register: number,
    frame: string,
    accept: (value: Uint8Array) => boolean,
    retries: number,
  ): Promise<Uint8Array> {
    if (this.#queued >= MAX_WAITING) {
      return Promise.reject(new Error("too many requests wait for the device: ask it less often"));
    }
    this.#queued += 1;
    this.counters.requests += 1;
    const epoch = this.#epoch;
    const turn = this.#tail
      .then(() => this.#exchange({ kind, register, accept }, frame, retries, epoch))
      .finally(() => {
        this.#queued -= 1;
      });
    this.#tail = turn.catch(() => {
      this.counters.request_failures += 1;
    });
    return turn;
  }

  async #exchange(
    question: Pick<Waiting, "kind" | "register" | "accept">,
    frame: string,
    retries: number,
    epoch: number,
  ): Promise<Uint8Array> {
    let instead: string | null = null;
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      if (epoch !== this.#epoch) throw new Error(this.#broken);
      if (attempt > 0) this.counters.request_retries += 1;
      const answer = await this.#attempt(question, frame);
      if (answer.value) return answer.value;
      instead = answer.instead ?? instead;
    }
    const said = instead ? `it answered ${instead}` : "it gave no answer";
    throw new Error(
      `the device did not confirm ${question.kind} ${registerName(question.register)}: ${said} to ${retries + 1} requests; ` +
        "look at the cable's TX line, and at the device's RX setting (it may be configured as remote on/off)",
    );
  }

  #attempt(
    question: Pick<Waiting, "kind" | "register" | "accept">,
    frame: string,
  ): Promise<{ value: Uint8Array | null; instead: string | null }> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ...question,
        instead: null,
        settle: (answer) => {
          cancel();
          this.#waiting = null;
          if (answer instanceof Error) reject(answer);
          else resolve({ value: answer, instead: waiting.instead });
        },
      };
      const cancel = this.#clock.after(TIMEOUT_MS, () => waiting.settle(null));
      this.#waiting = waiting;
      try {
        this.#send(frame);
      } catch (error) {
        waiting.settle(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }
}
