import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FileTrouble, type Guest, type GuestEvents, type ProgramOrder } from "../model/ports/hands.ts";
import { wordsOf } from "../model/trouble.ts";
import { environmentOf } from "./environment.ts";
import { find } from "./find.ts";
import { type Content, Followed } from "./followed.ts";
import { inProcess, inThread } from "./guest.ts";
import { Lanes } from "./lanes.ts";
import { lay } from "./lay.ts";
import type { Answer, Ask, FromHands, ToHands, Trouble } from "./messages.ts";
import { ChildProgram } from "./program.ts";
import { ageOf, peek, readOrdinary, readPart } from "./read.ts";
import { Secrets } from "./secrets.ts";
import { FOLDERS, LANES_PER_OUTPUT } from "./threads.ts";
import { codeOf, fileTrouble } from "./trouble.ts";
import { Turns } from "./turns.ts";
import { ITSELF, type Ways } from "./ways.ts";

/** Runs of one command that may hang in the system; no further one is begun. */
const MOST_STUCK = 4;
/** A file that is followed, or a secret, is waited for so long, ms. */
const ANSWER_MS = 1_500;
/** What was begun with a time limit may come to its end for so long when the house is gone; and the hands after that. */
const ORPHAN_MS = 2_000;
const ORPHAN_GONE_MS = 2_000;

export interface ServiceOptions {
  readonly ways?: Ways;
  /** Programs at once; beyond them only those for which a relay waits are started. */
  readonly most_programs?: number;
  /** Whose they are: the folder of the house's data. */
  readonly home?: string;
}

/** Does what the house asks for: the files and programs of its users. */
export class Service {
  readonly #tell: (message: FromHands) => void;
  readonly #ways: Ways;
  readonly #most_programs: number;
  readonly #home: string;
  readonly #outputs: Lanes;
  readonly #folders = new Lanes(FOLDERS);
  readonly #secrets: Secrets;
  readonly #asked = new Map<number, AbortController>();
  readonly #followed = new Map<number, Followed>();
  readonly #programs = new Map<number, ChildProgram>();
  /** How many runs of a command have not gone although they were ended by force. */
  readonly #stuck = new Map<string, number>();
  readonly #guests = new Map<number, Guest>();
  /** Programs that wait for their secrets. */
  readonly #starting = new Map<number, AbortController>();
  readonly #turns = new Turns();
  #orphaned: (() => void) | undefined;

  /** @param outputs that are files */
  constructor(
    tell: (message: FromHands) => void,
    outputs: number,
    { ways = ITSELF, most_programs = Number.POSITIVE_INFINITY, home = "" }: ServiceOptions = {},
  ) {
    this.#home = home;
    this.#most_programs = most_programs;
    this.#tell = tell;
    this.#ways = ways;
    this.#outputs = new Lanes(Math.max(1, LANES_PER_OUTPUT * outputs));
    this.#secrets = new Secrets(this.#folders, ways, ANSWER_MS, {
      learned: (path, secret) => this.#tell({ did: "learned", path, secret }),
      stale: (path, why) => this.#tell({ did: "stale", path, why }),
      open: (path) => this.#tell({ did: "open", path }),
    });
  }

  hear(message: Exclude<ToHands, { readonly do: "see_it_end" }>): void {
    switch (message.do) {
      case "ask":
        void this.#answer(message.number, message.ask);
        break;
      case "forget":
        this.#forget(message.number);
        break;
      case "follow":
        this.#follow(message);
        break;
      case "start":
        void this.#start(message.number, message.order);
        break;
      case "kill":
        this.#starting.get(message.number)?.abort(new FileTrouble("ABORTED", "it was ended before it began"));
        this.#programs.get(message.number)?.kill(message.grace_ms);
        break;
      case "taken":
        this.#programs.get(message.number)?.taken(message.bytes);
        break;
      case "invite":
        this.#lodge(message.number, (events) => inThread(new URL(message.entry), message.setup, events));
        break;
      case "invite_process":
        this.#lodge(message.number, (events) => inProcess(new URL(message.entry), message.flags, events));
        break;
      case "tell":
        this.#guests.get(message.number)?.tell(message.message);
        break;
      case "dismiss":
        this.#guests.get(message.number)?.end();
        this.#guests.delete(message.number);
        break;
      case "ping":
        this.#tell({ did: "pong", number: message.number });
        break;
      case "know":
        this.#secrets.know(message.path, message.secret);
        break;
    }
  }

  /**
   * The house is gone: what stays running is ended, what has a time limit may come to its end for a little.
   * @param then called when no program runs any more, or none can be ended
   */
  orphan(then: () => void): void {
    this.#orphaned = then;
    for (const followed of this.#followed.values()) followed.end();
    for (const program of this.#programs.values()) if (program.stays) program.kill();
    setTimeout(() => {
      for (const program of this.#programs.values()) program.kill();
      setTimeout(then, ORPHAN_GONE_MS);
    }, ORPHAN_MS);
    this.#lookIfIdle();
  }

  #lookIfIdle(): void {
    if (this.#programs.size === 0) this.#orphaned?.();
  }

  #forget(number: number): void {
    this.#asked.get(number)?.abort(new FileTrouble("ABORTED", "nobody waits for it any more"));
    this.#followed.get(number)?.end();
    this.#followed.delete(number);
  }

  async #answer(number: number, ask: Ask): Promise<void> {
    const limit = new AbortController();
    this.#asked.set(number, limit);
    try {
      this.#tell({ did: "answer", number, answer: await this.#do(ask, limit.signal) });
    } catch (error) {
      this.#tell({ did: "fail", number, trouble: plain(fileTrouble(error)) });
    } finally {
      this.#asked.delete(number);
    }
  }

  #do(ask: Ask, signal: AbortSignal): Promise<Answer> {
    switch (ask.what) {
      case "read":
        return this.#folders.run(dirname(ask.path), () => readOrdinary(ask.path, ask.most_bytes), signal);
      case "part":
        return this.#folders.run(dirname(ask.path), () => readPart(ask.path, ask.from, ask.most_bytes), signal);
      case "peek":
        return this.#outputs.run(`peek ${ask.path}`, () => peek(ask.path, ask.most_bytes), signal);
      case "age":
        return this.#folders.run(dirname(ask.path), () => ageOf(ask.path), signal);
      case "replace":
        return this.#outputs.run(ask.path, () => this.#ways.replace(ask.path, ask.content).then(() => null), signal);
      case "enter":
        return this.#folders.run(ask.folder, () => stat(`${ask.folder}/.`).then(() => null), signal);
      case "find":
        return this.#folders.run(dirname(ask.program), () => find(ask.program, ask.folder), signal);
      case "lay":
        return this.#folders.run(ask.folder, () => lay(ask.folder, ask.place, ask.files), signal);
    }
  }

  #follow({ number, path, most_bytes }: ToHands & { readonly do: "follow" }): void {
    const tell = (content: Content): void => {
      this.#tell({ did: "content", number, content: content instanceof FileTrouble ? plain(content) : content });
    };
    this.#followed.set(number, new Followed(path, most_bytes, this.#folders, { answer_ms: ANSWER_MS, tell }));
  }

  #lodge(number: number, begin: (events: GuestEvents) => Guest): void {
    const events: GuestEvents = {
      said: (message) => this.#tell({ did: "say", number, message }),
      left: (why) => {
        this.#guests.delete(number);
        this.#tell({ did: "leave", number, why });
      },
    };
    try {
      this.#guests.set(number, begin(events));
    } catch (error) {
      events.left(wordsOf(error));
    }
  }

  async #start(number: number, order: ProgramOrder): Promise<void> {
    const starting = new AbortController();
    this.#starting.set(number, starting);
    try {
      this.#refuseStuck(order);
      const environment = await environmentOf(order, this.#secrets);
      await this.#turns.next(order.urgent === true);
      starting.signal.throwIfAborted();
      this.#refuseMore(order);
      if (this.#orphaned) throw new FileTrouble("ABORTED", "the house is gone");
      const program = new ChildProgram(
        order,
        environment,
        { whyNot: this.#ways.whyNot, home: this.#home },
        {
          started: (pid) => this.#tell({ did: "started", number, pid }),
          output: (bytes) => this.#tell({ did: "output", number, bytes }),
          said: (words) => this.#tell({ did: "said", number, words }),
        },
      );
      this.#programs.set(number, program);
      this.#tell({ did: "end", number, end: await program.ended });
    } catch (error) {
      if (codeOf(error) === "STUCK") this.#countStuck(number, order);
      this.#tell({ did: "fail", number, trouble: plain(fileTrouble(error)) });
    } finally {
      this.#starting.delete(number);
      this.#programs.delete(number);
      this.#lookIfIdle();
    }
  }

  /** @throws FileTrouble when its descriptors are kept for those for whom a relay waits */
  #refuseMore({ command: [program = ""], urgent }: ProgramOrder): void {
    if (urgent === true || this.#programs.size < this.#most_programs) return;
    throw new FileTrouble(
      "EMFILE",
      `no room for ${program}: ${this.#programs.size} programs run already; raise the number of open files (ulimit -n, LimitNOFILE= of systemd)`,
    );
  }

  /** @throws FileTrouble when too many earlier runs hang in the system */
  #refuseStuck(order: ProgramOrder): void {
    if ((this.#stuck.get(keyOf(order)) ?? 0) < MOST_STUCK) return;
    const [program = ""] = order.command;
    throw new FileTrouble(
      "STUCK",
      `${MOST_STUCK} earlier runs of ${program} cannot be ended: look at the disk, the network share or the device that they wait for`,
    );
  }

  #countStuck(number: number, order: ProgramOrder): void {
    const key = keyOf(order);
    this.#stuck.set(key, (this.#stuck.get(key) ?? 0) + 1);
    void this.#programs.get(number)?.gone.then(() => {
      const left = (this.#stuck.get(key) ?? 1) - 1;
      if (left > 0) this.#stuck.set(key, left);
      else this.#stuck.delete(key);
    });
  }
}

function keyOf({ folder, command }: ProgramOrder): string {
  return JSON.stringify([folder, ...command]);
}

/** Errors do not cross to another process whole. */
function plain({ code, message, why }: FileTrouble): Trouble {
  return { code, message, ...(why && { why }) };
}
