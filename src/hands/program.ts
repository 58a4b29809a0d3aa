import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { FileTrouble, type ProgramEnd, type ProgramOrder } from "../model/ports/hands.ts";
import type { ReasonCode } from "../model/reasons.ts";
import type { Environment } from "./environment.ts";
import { signalGroup } from "./group.ts";
import { MARK, markOf } from "./left-hands.ts";
import { Mask } from "./mask.ts";
import { MaskedOutput } from "./masked-output.ts";
import { codeOf } from "./trouble.ts";
import { Turns } from "./turns.ts";
import type { Ways } from "./ways.ts";
import { within } from "./within.ts";

const STDERR_KEPT = 2_000;
/** So often at most is told what a program that stays running says on stderr; its first words are told sooner. */
const SAID_EVERY_MS = 2_000;
const SAID_FIRST_MS = 200;
/** Between the polite signal and the one that cannot be ignored, where nobody says otherwise. */
const GRACE_MS = 1_000;
/** How long output is still awaited after a program ended: a child of its own may hold the pipe open for ever … */
const LINGER_MS = 250;
/** … or fill it for ever: a pipe holds less than this. */
const LARGEST_REST = 1024 * 1024;
/** Output that was handed on and not yet taken; the rest waits in the program's own pipe. */
const MOST_UNTAKEN = 64 * 1024;
const LOOK_WITHIN_MS = 500;
/**
 * A process that is not gone so long after the signal that cannot be ignored hangs in the system. It will do nothing of
 * its own any more: what waits for its end may begin.
 */
const STUCK_AFTER_MS = 300;

/**
 * Enters the folder and becomes the program. Whoever starts a process waits until it has become what it is to be, which
 * on a disk that hangs may be never: here only this shell waits, which its time limit ends. It says whose the program is,
 * so that a later house knows what has been left.
 */
const BECOME = `cd -- "$1" && unset OLDPWD PWD SHLVL && ${MARK}="$$:$2" && export ${MARK} && shift 2 && exec "$@"`;
/** What a shell ends with when it cannot become the program. */
const COULD_NOT: readonly (number | null)[] = [126, 127];

const WORDS: Readonly<Record<string, (program: string, folder: string) => string>> = {
  ENOENT: (program, folder) =>
    `the program ${program} or the folder ${folder} does not exist: correct the path, or install it`,
  EACCES: (program) => `the program ${program} may not be run: make it executable (chmod +x)`,
  E2BIG: (program) => `the arguments and env of ${program} are too long: shorten them`,
  STUCK: (program) => `${program} cannot be ended: look at the disk, the network share or the device that it waits for`,
};

/** The sentences whose English words these are. */
const SAID: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "program_gone",
  EACCES: "program_forbidden",
  E2BIG: "program_order_long",
  STUCK: "program_stuck",
};

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Hearing {
  readonly started: (pid: number) => void;
  readonly output: (bytes: Buffer) => void;
  /** The last words on stderr of one that stays, without secrets; now and then. */
  readonly said: (words: string) => void;
}

/** Where a program is started. */
export interface Place extends Pick<Ways, "whyNot"> {
  /** Whose it is: the folder of the house's data. */
  readonly home: string;
}

/** Looking for secrets takes a millisecond for so many bytes, and several where it is new to the processor. */
const HIDDEN_AT_ONCE = 8 * 1_024;
const TURNS = new Turns();

/** A program in a process group of its own. */
export class ChildProgram {
  /** Resolves when it and its output have ended. @throws FileTrouble when it could not be started */
  readonly ended: Promise<ProgramEnd>;
  /** It runs until somebody ends it. */
  readonly stays: boolean;
  readonly #child: ChildProcess;
  readonly #order: ProgramOrder;
  readonly #place: Place;
  readonly #mask: Mask;
  /** Absent where nothing is to be hidden. */
  readonly #masked: MaskedOutput | undefined;
  readonly #hearing: Hearing;
  readonly #stuck = Promise.withResolvers<never>();
  /** Resolves when the process is gone, however late. */
  readonly gone: Promise<void>;
  #killing: NodeJS.Timeout | undefined;
  #killed = false;
  /** When it is to be ended by force. */
  #kill_mono = Number.POSITIVE_INFINITY;
  #forced = false;
  #over = false;
  #timed_out = false;
  #stderr = "";
  #telling: NodeJS.Timeout | undefined;
  #told = false;
  #handed = 0;
  #cut_bytes = 0;
  #untaken = 0;
  /** Pieces of its output in which secrets are still looked for. */
  #hiding = 0;
  /** Bytes that came after its end. */
  #rest = 0;
  #lingering: NodeJS.Timeout | undefined;

  /** @throws FileTrouble when the system does not start it */
  constructor(order: ProgramOrder, { variables, secrets }: Environment, place: Place, hearing: Hearing) {
    this.#order = order;
    this.#place = place;
    this.#mask = new Mask(secrets);
    if (this.#mask.hides) this.#masked = new MaskedOutput(this.#mask);
    this.#hearing = hearing;
    this.stays = order.timeout_ms === undefined;
    this.#child = start(order, variables, place.home);
    if (this.#child.pid !== undefined) hearing.started(this.#child.pid);
    this.#child.stdout?.on("data", (bytes: Buffer) => this.#hear(bytes));
    this.#child.stderr?.setEncoding("utf8").on("data", (words: string) => {
      this.#stderr = (this.#stderr + words).slice(-STDERR_KEPT);
      if (this.stays) this.#telling ??= setTimeout(() => this.#tellSaid(), this.#told ? SAID_EVERY_MS : SAID_FIRST_MS);
    });
    const end = this.#end();
    this.gone = end.then(
      () => undefined,
      () => undefined,
    );
    this.ended = this.#wholeRun(end);
  }

  /** Politely, and after so long by force; what is sooner counts. */
  kill(grace_ms = GRACE_MS): void {
    if (this.#over || this.#forced) return;
    if (!this.#killed && grace_ms > 0) signalGroup(this.#child.pid, "SIGTERM");
    this.#killed = true;
    this.#child.stdout?.resume();
    const until_mono = performance.now() + grace_ms;
    if (until_mono >= this.#kill_mono) return;
    this.#kill_mono = until_mono;
    clearTimeout(this.#killing);
    if (grace_ms > 0) this.#killing = setTimeout(() => this.#killHard(), grace_ms);
    else this.#killHard();
  }

  #killHard(): void {
    this.#forced = true;
    signalGroup(this.#child.pid, "SIGKILL");
    this.#killing = setTimeout(() => this.#stuck.reject(startTrouble("STUCK", this.#order)), STUCK_AFTER_MS);
  }

  /** So many bytes of what was handed on have been taken. */
  taken(bytes: number): void {
    this.#untaken -= bytes;
    if (this.#untaken < MOST_UNTAKEN) this.#goOn();
  }

  #hear(bytes: Buffer): void {
    if (this.#over) this.#rest += bytes.length;
    if (this.#rest > LARGEST_REST) this.#hangUp();
    const handed = bytes.subarray(0, (this.#order.most_output ?? Number.POSITIVE_INFINITY) - this.#handed);
    this.#cut_bytes += bytes.length - handed.length;
    this.#handed += handed.length;
    if (this.#masked) void this.#hide(this.#masked, handed);
    else this.#hand(handed);
  }

  /** Looks for secrets a little at a time, one program after the other: meanwhile the process hears and answers. */
  async #hide(masked: MaskedOutput, bytes: Buffer): Promise<void> {
    this.#hiding += 1;
    this.#wait();
    for (let from = 0; from < bytes.length; from += HIDDEN_AT_ONCE) {
      await TURNS.next(this.#order.urgent === true);
      this.#hand(masked.take(bytes.subarray(from, from + HIDDEN_AT_ONCE)));
    }
    this.#hiding -= 1;
    this.#goOn();
  }

  #goOn(): void {
    if (this.#hiding > 0 || (this.#untaken >= MOST_UNTAKEN && !this.#killed)) return;
    this.#child.stdout?.resume();
    this.#linger();
  }

  #hand(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#untaken += bytes.length;
    if (this.#untaken >= MOST_UNTAKEN && !this.#killed) this.#wait();
    this.#hearing.output(bytes);
  }

  /** Until some of it was taken, the rest stays in the pipe. */
  #wait(): void {
    clearTimeout(this.#lingering);
    this.#child.stdout?.pause();
  }

  /** After its end, and while nobody holds its output back. */
  #linger(): void {
    if (!this.#over || this.#child.stdout?.isPaused()) return;
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => this.#hangUp(), LINGER_MS);
  }

  #hangUp(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  async #wholeRun(end: Promise<Exit>): Promise<ProgramEnd> {
    const { timeout_ms } = this.#order;
    const limit = timeout_ms === undefined ? undefined : setTimeout(() => this.#timeOut(), timeout_ms);
    try {
      const { code, signal } = await Promise.race([end, this.#stuck.promise]);
      while (this.#hiding > 0) await TURNS.next(this.#order.urgent === true);
      if (this.#masked) this.#hand(this.#masked.end());
      if (COULD_NOT.includes(code)) await this.#tellWhyNot();
      return {
        ...{ code, signal, cut_bytes: this.#cut_bytes, timed_out: this.#timed_out },
        stderr: this.#lastWords(),
      };
    } finally {
      clearTimeout(limit);
      clearTimeout(this.#telling);
    }
  }

  #lastWords(): string {
    return this.#mask.words(this.#stderr.trim());
  }

  #tellSaid(): void {
    this.#telling = undefined;
    this.#told = true;
    if (!this.#over) this.#hearing.said(this.#lastWords());
  }

  #timeOut(): void {
    this.#timed_out = true;
    this.kill();
  }

  #end(): Promise<Exit> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      child.on("error", (error) => {
        this.#over = true;
        reject(startTrouble(codeOf(error), this.#order) ?? error);
      });
      child.once("exit", (code, signal) => {
        this.#over = true;
        clearTimeout(this.#killing);
        // Whoever had to be ended takes along what it left behind.
        if (this.#killed) signalGroup(child.pid, "SIGKILL");
        this.#linger();
        child.once("close", () => {
          clearTimeout(this.#lingering);
          // what a program for a relay leaves running may be what it is there for
          if (this.#order.urgent !== true) signalGroup(child.pid, "SIGKILL");
          resolve({ code, signal });
        });
      });
    });
  }

  /** @throws FileTrouble when it was not the program itself that ended so */
  async #tellWhyNot(): Promise<void> {
    const { command, folder } = this.#order;
    const late = (): Error => new FileTrouble("NO_ANSWER", "");
    const looking = within(LOOK_WITHIN_MS, late, () => this.#place.whyNot(programOf(command, folder), folder));
    const why = await looking.catch(() => null);
    const trouble = why === null ? undefined : startTrouble(why, this.#order);
    if (trouble) throw trouble;
  }
}

function start(order: ProgramOrder, variables: Environment["variables"], home: string): ChildProcess {
  const { command, folder } = order;
  try {
    const become = ["-c", BECOME, "sh", folder, markOf(process.pid, home), programOf(command, folder)];
    return spawn("/bin/sh", [...become, ...command.slice(1)], {
      cwd: "/",
      env: { ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  } catch (error) {
    throw startTrouble(codeOf(error), order) ?? error;
  }
}

function programOf([named = ""]: readonly string[], folder: string): string {
  return /^\.\.?\//.test(named) ? resolve(folder, named) : named;
}

function startTrouble(code: string, { command: [program = ""], folder }: ProgramOrder): FileTrouble | undefined {
  const words = WORDS[code];
  const said = SAID[code];
  return words && new FileTrouble(code, words(program, folder), said && { code: said, values: { program, folder } });
}
