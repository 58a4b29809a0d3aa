import {
  type FilePart,
  type Files,
  FileTrouble,
  type Guest,
  type GuestEvents,
  type Hands,
  type ProgramOrder,
  type Programs,
  type RunningProgram,
} from "../model/index.ts";
import { nowHeld } from "./held.ts";
import type { Answer, Ask, FromHands, ToHands, Trouble } from "./messages.ts";
import { StartedProgram } from "./started.ts";
import { noAnswer } from "./within.ts";

/** What may wait for an answer at once: more than any house asks for. */
const MOST_ASKED = 2_000;
/** An answer, or the start of a program, is waited for so long, ms. */
const ANSWER_MS = 2_500;
/** Secrets that are remembered: more than any house has. */
const MOST_SECRETS = 1_000;
/** What a guest is told before it is taken in. */
const MOST_UNSENT = 100;

/** An order that has found nobody to carry it out for so long is in need, ms. */
const NEED_AFTER_MS = 1_000;

interface Asked {
  readonly ask: Ask;
  readonly since_mono: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A guest, as long as it is not gone. */
interface Lodger {
  readonly events: GuestEvents;
  /** The invitation, and what it is to be told, while there is nobody to take it in. */
  readonly unsent: ToHands[];
  /** It was taken in. */
  isSent: boolean;
}

interface Follower {
  readonly path: string;
  readonly most_bytes: number;
  readonly tell: (content: Uint8Array | FileTrouble) => void;
}

function troubleFrom({ code, message, why }: Trouble): FileTrouble {
  return new FileTrouble(code, message, why);
}

function bytesOf(answer: Answer): Uint8Array {
  if (answer instanceof Uint8Array) return answer;
  throw new FileTrouble("UNKNOWN", "an answer without content: restart Gleaner after its update");
}

function partOf(answer: Answer): FilePart {
  if (answer !== null && typeof answer === "object" && "inode" in answer) return answer;
  throw new FileTrouble("UNKNOWN", "an answer without content: restart Gleaner after its update");
}

export interface ClientOptions {
  /** Hands a message over. @returns whether there is anybody to take it; if not, `begin` is called once there is */
  readonly post: (message: ToHands) => boolean;
  /** Those who carry out what a relay waits for while the others do not live long enough. */
  readonly helper?: (message: ToHands) => void;
  /** Whether what a relay waits for is the helper's from now on. */
  readonly isNeed?: () => boolean;
  /** Called when a relay begins to wait for what was asked. */
  readonly orderWaits?: () => void;
  /** Told how long it took to read a program's output, ms. */
  readonly took?: ((program: string, ms: number) => void) | undefined;
  /** Told once of each file of a secret that any user of the machine may read. */
  readonly openSecret?: ((path: string) => void) | undefined;
}

function gone(): FileTrouble {
  return new FileTrouble("NO_HANDS", "the process that uses files and programs does not come up: see Gleaner's log", {
    code: "hands_absent",
  });
}

/** The house's end of its hands: makes messages of what is asked, and answers of messages. Knows no processes. */
export class Client implements Hands {
  readonly files: Files;
  readonly programs: Programs;
  readonly #options: ClientOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #followers = new Map<number, Follower>();
  readonly #running = new Map<number, StartedProgram>();
  readonly #guests = new Map<number, Lodger>();
  /** What the hands have read of secrets, by path: those that come next begin with it. */
  readonly #secrets = new Map<string, readonly string[]>();
  /** Files of secrets whose last content is used, by path, and why. */
  readonly #stale = new Map<string, string>();
  /** Files of secrets of which was told that any user may read them. */
  readonly #open = new Set<string>();
  /** What the helper has in hand. */
  readonly #helped = new Set<number>();
  #last = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.files = {
      read: async (path, most_bytes) => bytesOf(await this.#ask({ what: "read", path, most_bytes }, path)),
      part: async (path, from, most_bytes) => partOf(await this.#ask({ what: "part", path, from, most_bytes }, path)),
      peek: async (path, most_bytes) => {
        const answer = await this.#ask({ what: "peek", path, most_bytes }, path);
        return answer === null ? null : bytesOf(answer);
      },
      age: async (path) => Number(await this.#ask({ what: "age", path }, path)),
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
      case "learned":
        this.#learn(message.path, message.secret);
        break;
      case "stale":
        if (message.why === null) this.#stale.delete(message.path);
        else if (this.#stale.size < MOST_SECRETS) this.#stale.set(message.path, message.why);
        break;
      case "open":
        this.#tellOpen(message.path);
        break;
      case "say":
        this.#guests.get(message.number)?.events.said(message.message);
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
        this.#helped.delete(message.number);
        break;
    }
  }

  /** Why what secrets held last is used instead of what their files hold now. */
  get stale(): string[] {
    return [...this.#stale.values()];
  }

  #tellOpen(path: string): void {
    if (this.#open.has(path) || this.#open.size >= MOST_SECRETS) return;
    this.#open.add(path);
    this.#options.openSecret?.(path);
  }

  /** Whether a relay waits for something. */
  get orderWaiting(): boolean {
    for (const { ask } of this.#asked.values()) if (ask.what === "replace") return true;
    for (const { isUrgent } of this.#running.values()) if (isUrgent) return true;
    return false;
  }

  /**
   * Those who were there are gone: programs have failed, guests left. What else was asked is asked again by `begin`.
   * @param all with what the helper has in hand
   * @returns the groups of processes that nobody looks after any more
   */
  lost(why: FileTrouble, all = false): number[] {
    const groups: number[] = [];
    for (const [number, program] of [...this.#running]) {
      if (!program.isSent || (this.#helped.has(number) && !all)) continue;
      if (program.pid !== undefined) groups.push(program.pid);
      this.#fail(number, why);
    }
    for (const [number, { isSent }] of [...this.#guests]) if (isSent) this.#left(number, why.message);
    return groups;
  }

  #learn(path: string, secret: string): void {
    const held = this.#secrets.get(path);
    if (held || this.#secrets.size < MOST_SECRETS) this.#secrets.set(path, nowHeld(held ?? [], secret));
  }

  /** Somebody is there from now on: they are told what is known, and asked for all that is waited for. */
  begin(): void {
    this.help();
    const { post } = this.#options;
    this.#tellSecrets(post);
    for (const program of this.#running.values()) program.send();
    for (const lodger of this.#guests.values()) this.#sendAll(lodger);
    for (const [number, { ask }] of this.#asked) if (!this.#helped.has(number)) post({ do: "ask", number, ask });
    for (const [number, follower] of this.#followers) this.#postFollow(number, follower);
  }

  #tellSecrets(post: (message: ToHands) => void): void {
    for (const [path, held] of this.#secrets) for (const secret of held) post({ do: "know", path, secret });
  }

  /** Gives the helper what a relay waits for and nobody else carries out. @param forsaken nobody is there at present */
  help(forsaken = false): void {
    const { helper, isNeed } = this.#options;
    if (!helper) return;
    const from_mono = isNeed?.() ? Number.POSITIVE_INFINITY : forsaken ? performance.now() - NEED_AFTER_MS : 0;
    for (const [number, { ask, since_mono }] of this.#asked) {
      if (ask.what !== "replace" || since_mono > from_mono || this.#helped.has(number)) continue;
      this.#helped.add(number);
      helper({ do: "ask", number, ask });
    }
    for (const [number, program] of this.#running) {
      if (!program.isUrgent || program.isSent || program.since_mono > from_mono) continue;
      this.#helped.add(number);
      this.#tellSecrets(helper);
      program.send();
    }
  }

  /** To whoever has in hand what it is about. @returns whether there is anybody to take it */
  #post(message: ToHands): boolean {
    if (!("number" in message) || !this.#helped.has(message.number)) return this.#options.post(message);
    this.#options.helper?.(message);
    return true;
  }

  invite(entry: URL, setup: unknown, events: GuestEvents): Guest {
    return this.#invite((number) => ({ do: "invite", number, entry: entry.href, setup }), events);
  }

  inviteProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest {
    return this.#invite((number) => ({ do: "invite_process", number, entry: entry.href, flags }), events);
  }

  #invite(message: (number: number) => ToHands, events: GuestEvents): Guest {
    const number = ++this.#last;
    const lodger: Lodger = { events, unsent: [message(number)], isSent: false };
    this.#guests.set(number, lodger);
    this.#sendAll(lodger);
    return {
      tell: (message) => {
        if (!this.#guests.has(number)) return;
        if (lodger.unsent.length < MOST_UNSENT) lodger.unsent.push({ do: "tell", number, message });
        this.#sendAll(lodger);
      },
      end: () => {
        if (this.#guests.delete(number) && lodger.isSent) this.#options.post({ do: "dismiss", number });
      },
    };
  }

  #sendAll(lodger: Lodger): void {
    for (let next = lodger.unsent[0]; next !== undefined && this.#options.post(next); next = lodger.unsent[0]) {
      lodger.unsent.shift();
      lodger.isSent = true;
    }
  }

  #left(number: number, why: string): void {
    const guest = this.#guests.get(number);
    this.#guests.delete(number);
    guest?.events.left(why);
  }

  #fail(number: number, why: FileTrouble): void {
    this.#take(number)?.reject(why);
    this.#running.get(number)?.failed(why);
    this.#running.delete(number);
    this.#helped.delete(number);
  }

  #take(number: number): Asked | undefined {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (asked) this.#helped.delete(number);
    return asked;
  }

  /** @param place what does not answer, if nobody does */
  async #ask(ask: Ask, place: string, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    if (this.#asked.size >= MOST_ASKED) throw noAnswer(place);
    const number = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const giveUp = (why: Error): void => {
      this.#post({ do: "forget", number });
      this.#take(number)?.reject(why);
    };
    const onAbort = (): void => giveUp(new FileTrouble("ABORTED", `${place}: nobody waits for it any more`));
    this.#asked.set(number, { ask, since_mono: performance.now(), resolve, reject });
    if (ask.what === "replace") this.help();
    if (!this.#helped.has(number)) this.#options.post({ do: "ask", number, ask });
    if (ask.what === "replace") this.#options.orderWaits?.();
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
    const { took, orderWaits } = this.#options;
    const [name = ""] = order.command;
    const onTimed = (bytes: Uint8Array): void => {
      const began = performance.now();
      onOutput(bytes);
      took?.(name, performance.now() - began);
    };
    const program = new StartedProgram(number, order, (message) => this.#post(message), onTimed);
    this.#running.set(number, program);
    if (program.isUrgent) this.help();
    program.send();
    if (program.isUrgent) orderWaits?.();
    if (!program.isSent) setTimeout(() => program.isSent || this.#fail(number, gone()), ANSWER_MS).unref();
    return program;
  }

  #follow(follower: Follower): () => void {
    const number = ++this.#last;
    this.#followers.set(number, follower);
    this.#postFollow(number, follower);
    return () => {
      this.#followers.delete(number);
      this.#options.post({ do: "forget", number });
    };
  }

  #postFollow(number: number, { path, most_bytes }: Follower): void {
    this.#options.post({ do: "follow", number, path, most_bytes });
  }
}
