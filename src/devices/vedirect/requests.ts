import { type Clock, errorOf, type Reason, reason, type Telling, ToldError, told } from "../../model/index.ts";
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
export class Refused extends ToldError {
  readonly flags: number;
  constructor(why: Reason, flags: number) {
    super(why);
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
  instead: Reason | null;
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
  #broken: Telling = "the line was closed";

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
    if (reply.kind === "unknown_command") waiting.settle(new Refused(reason("vedirect_command_unknown"), 0));
    else if (reply.kind === "frame_error") {
      waiting.instead = reason("vedirect_said_damaged");
      waiting.settle(null);
    } else if (reply.kind === waiting.kind) this.#takeAnswer(reply, waiting);
  }

  #takeAnswer(reply: Extract<Reply, { register: number }>, waiting: Waiting): void {
    if (reply.register !== waiting.register) return;
    const problem = flagProblem(reply.flags);
    const register = registerName(reply.register);
    if (problem) waiting.settle(new Refused(reason("vedirect_register", { register, problem }), reply.flags));
    else if (waiting.accept(reply.value)) waiting.settle(reply.value);
    // Most likely the late answer to an earlier request: the right one may still come.
    else waiting.instead = reason("vedirect_said_other", { value: Buffer.from(reply.value).toString("hex") || "none" });
  }

  /** The line broke: every open question fails with this reason. */
  abort(why: Telling): void {
    this.#epoch += 1;
    this.#broken = why;
    this.#waiting?.settle(errorOf(why));
  }

  #ask(
    kind: "get" | "set",
    register: number,
    frame: string,
    accept: (value: Uint8Array) => boolean,
    retries: number,
  ): Promise<Uint8Array> {
    if (this.#queued >= MAX_WAITING) {
      return Promise.reject(told("vedirect_crowded"));
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
    let instead: Reason | null = null;
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      if (epoch !== this.#epoch) throw errorOf(this.#broken);
      if (attempt > 0) this.counters.request_retries += 1;
      const answer = await this.#attempt(question, frame);
      if (answer.value) return answer.value;
      instead = answer.instead ?? instead;
    }
    const [ask, times] = [`${question.kind} ${registerName(question.register)}`, String(retries + 1)];
    throw told("vedirect_unconfirmed", { ask, said: instead ?? reason("vedirect_mute"), times });
  }

  #attempt(
    question: Pick<Waiting, "kind" | "register" | "accept">,
    frame: string,
  ): Promise<{ value: Uint8Array | null; instead: Reason | null }> {
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
