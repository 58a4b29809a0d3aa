import {
  type Files,
  FileTrouble,
  type Guest,
  type GuestEvents,
  type Hands,
  type ProgramOrder,
  type Programs,
  type RunningProgram,
} from "../model/index.ts";
import type { Answer, Ask, FromHands, ToHands, Trouble } from "./messages.ts";
import { StartedProgram } from "./started.ts";
import { fileTrouble } from "./trouble.ts";
import { noAnswer } from "./within.ts";

/** What may wait for an answer at once: more than any house asks for. */
const MOST_ASKED = 2_000;
/** An answer is waited for so long, ms. */
const ANSWER_MS = 2_500;

interface Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Follower {
  readonly path: string;
  readonly most_bytes: number;
  readonly tell: (content: Uint8Array | FileTrouble) => void;
}

function troubleFrom({ code, message }: Trouble): FileTrouble {
  return new FileTrouble(code, message);
}

function bytesOf(answer: Answer): Uint8Array {
  if (answer instanceof Uint8Array) return answer;
  throw new FileTrouble("UNKNOWN", "an answer without content: restart Gleaner after its update");
}

/** The house's end of its hands: makes messages of what is asked, and answers of messages. Knows no processes. */
export class Client implements Hands {
  readonly files: Files;
  readonly programs: Programs;
  readonly #post: (message: ToHands) => void;
  readonly #took: (program: string, ms: number) => void;
  readonly #asked = new Map<number, Asked>();
  readonly #followers = new Map<number, Follower>();
  readonly #running = new Map<number, StartedProgram>();
  readonly #guests = new Map<number, GuestEvents>();
  #last = 0;

  /**
   * @param post hands a message over. @throws FileTrouble when there is nobody to take it
   * @param took told how long it took to read a program's output, ms
   */
  constructor(post: (message: ToHands) => void, took: (program: string, ms: number) => void = () => undefined) {
    this.#post = post;
    this.#took = took;
    this.files = {
      read: async (path, most_bytes) => bytesOf(await this.#ask({ what: "read", path, most_bytes }, path)),
      peek: async (path, most_bytes) => {
        const answer = await this.#ask({ what: "peek", path, most_bytes }, path);
        return answer === null ? null : bytesOf(answer);
      },
      replace: async (path, content, signal) => {
        await this.#ask({ what: "replace", path, content }, path, signal);
      },
      enter: async (folder) => {
        await this.#ask({ what: "enter", folder }, folder);
      },
      find: async (program, folder) => (await this.#ask({ what: "find", program, folder }, program)) === true,
      lay: async (folder, place, files) => (await this.#ask({ what: "lay", folder, place, files }, folder)) === true,
      follow: (path, most_bytes, tell) => this.#follow({ path, most_bytes, tell }),
    };
    this.programs = {
      start: (order, onOutput) => this.#start(order, onOutput),
    };
  }

  hear(message: FromHands): void {
    switch (message.did) {
      case "answer":
        this.#take(message.number)?.resolve(message.answer);
        break;
      case "fail":
        this.#fail(message.number, troubleFrom(message.trouble));
        break;
      case "content":
        this.#followers
          .get(message.number)
          ?.tell(message.content instanceof Uint8Array ? message.content : troubleFrom(message.content));
        break;
      case "started":
        this.#running.get(message.number)?.began(message.pid);
        break;
      case "say":
        this.#guests.get(message.number)?.said(message.message);
        break;
      case "leave":
        this.#left(message.number, message.why);
        break;
      case "output":
        this.#running.get(message.number)?.output(message.bytes);
        break;
      case "said":
        this.#running.get(message.number)?.says(message.words);
        break;
      case "end":
        this.#running.get(message.number)?.over(message.end);
        this.#running.delete(message.number);
        break;
    }
  }

  /**
   * Nothing that was asked is answered any more: all who wait are told.
   * @returns the groups of processes that nobody looks after any more
   */
  lost(why: FileTrouble): number[] {
    const groups = [...this.#running.values()].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    for (const number of [...this.#asked.keys(), ...this.#running.keys()]) this.#fail(number, why);
    for (const number of [...this.#guests.keys()]) this.#left(number, why.message);
    return groups;
  }

  invite(entry: URL, setup: unknown, events: GuestEvents): Guest {
    return this.#invite((number) => ({ do: "invite", number, entry: entry.href, setup }), events);
  }

  inviteProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest {
    return this.#invite((number) => ({ do: "invite_process", number, entry: entry.href, flags }), events);
  }

  #invite(message: (number: number) => ToHands, events: GuestEvents): Guest {
    const number = ++this.#last;
    this.#post(message(number));
    this.#guests.set(number, events);
    return {
      tell: (message) => {
        if (this.#guests.has(number)) this.#tryToPost({ do: "tell", number, message });
      },
      end: () => {
        if (this.#guests.delete(number)) this.#tryToPost({ do: "dismiss", number });
      },
    };
  }

  #left(number: number, why: string): void {
    const guest = this.#guests.get(number);
    this.#guests.delete(number);
    guest?.left(why);
  }

  /** Asks anew for all files that are followed. */
  followAgain(): void {
    for (const [number, follower] of this.#followers) this.#postFollow(number, follower);
  }

  #fail(number: number, why: FileTrouble): void {
    this.#take(number)?.reject(why);
    this.#running.get(number)?.failed(why);
    this.#running.delete(number);
  }

  #take(number: number): Asked | undefined {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    return asked;
  }

  /** @param place what does not answer, if nobody does */
  async #ask(ask: Ask, place: string, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    if (this.#asked.size >= MOST_ASKED) throw noAnswer(place);
    const number = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const giveUp = (why: Error): void => {
      this.#tryToPost({ do: "forget", number });
      this.#take(number)?.reject(why);
    };
    const onAbort = (): void => giveUp(new FileTrouble("ABORTED", `${place}: nobody waits for it any more`));
    this.#post({ do: "ask", number, ask });
    this.#asked.set(number, { resolve, reject });
    const timer = setTimeout(() => giveUp(noAnswer(place)), ANSWER_MS);
    signal?.addEventListener("abort", onAbort);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #start(order: ProgramOrder, onOutput: (bytes: Uint8Array) => void): RunningProgram {
    const number = ++this.#last;
    const [name = ""] = order.command;
    const onTimed = (bytes: Uint8Array): void => {
      const began = performance.now();
      onOutput(bytes);
      this.#took(name, performance.now() - began);
    };
    const program = new StartedProgram(number, (message) => this.#tryToPost(message), onTimed);
    try {
      this.#post({ do: "start", number, order });
      this.#running.set(number, program);
    } catch (error) {
      program.failed(fileTrouble(error));
    }
    return program;
  }

  #follow(follower: Follower): () => void {
    const number = ++this.#last;
    this.#followers.set(number, follower);
    this.#postFollow(number, follower);
    return () => {
      this.#followers.delete(number);
      this.#tryToPost({ do: "forget", number });
    };
  }

  #postFollow(number: number, { path, most_bytes }: Follower): void {
    this.#tryToPost({ do: "follow", number, path, most_bytes });
  }

  /** Where nobody is there to take it, it is done anew with those that come. */
  #tryToPost(message: ToHands): void {
    try {
      this.#post(message);
    } catch {
      // whoever waits was told, or will be
    }
  }
}
