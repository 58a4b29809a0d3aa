import { type Clock, errorOf, inEnglish, type Reason, reason, type Telling, told } from "../../model/index.ts";
import { atMost } from "./at-most.ts";
import type { ConditionSettings } from "./condition.ts";
import { Reader, type Steps } from "./reader.ts";
import { type OpenPort, type Ports, systemPorts } from "./serial-port.ts";
import { missing, trouble } from "./serial-trouble.ts";

/**
 * A serial line that is not always there: opened as soon as its path exists, closed when the cable goes,
 * opened again when it comes back, also as another tty behind the same by-id link.
 */

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;
/** How often to look whether the path still leads to the port that is open, and for a path that is missing. */
const LOOK_MS = 1_000;
/** A port that is silent for so long is opened anew: a hung-up tty looks like a silent device. */
const SILENT_MS = 15_000;
/** More than this waiting to be sent means that nobody takes it. */
const MAX_UNSENT_BYTES = 1_024;
const CLOSE_WITHIN_MS = 500;
/** A look that takes longer waits for a disk or an adapter that hangs. */
const HANGS_AFTER_MS = 1_500;
/** Bytes that are handed over in one step. */
export const STEP_BYTES = 256;

export interface LineSettings {
  /** Bits per second. */
  readonly baud: number;
  /** Programs that are known to read such a device: one of them may hold the port. */
  readonly rivals?: readonly string[];
  /** Another device may hang on the line now. */
  opened?(): void;
  /** A few bytes at a time, cut anywhere. */
  received(bytes: Uint8Array): void;
  /** Bytes are missing here, as more came than could be read: what was half read is to be forgotten. */
  lost(): void;
  /** @param why what happened and what to do */
  closed?(why: Telling): void;
  /** It cannot be opened, as the system does not answer: nothing can come. Said once for each look. */
  hangs?(): void;
}

interface LineCounters {
  /** Handed over. */
  bytes: number;
  opens: number;
  open_failures: number;
  unplugs: number;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

export class SerialLine {
  readonly counters: LineCounters = { bytes: 0, opens: 0, open_failures: 0, unplugs: 0 };
  /** Why the line is not open and what to do; `null` when it is, or was never started. */
  #why: Telling | null = null;
  readonly #path: string;
  readonly #settings: LineSettings;
  readonly #clock: Pick<Clock, "now" | "after">;
  readonly #ports: Ports;
  readonly #reader: Reader;
  #port: OpenPort | null = null;
  #running = false;
  #retry_ms = FIRST_RETRY_MS;
  #cancel: (() => void) | undefined;
  #attempt: Promise<void> = Promise.resolve();
  /** When the port was opened or last said something, on the monotonic clock. */
  #heard_mono = 0;
  /** When it last said something since it was opened. */
  #bytes_mono: number | null = null;

  constructor(path: string, settings: LineSettings, clock: Pick<Clock, "now" | "after">, ports: Ports = systemPorts) {
    this.#path = path;
    this.#settings = settings;
    this.#clock = clock;
    this.#ports = ports;
    this.#reader = new Reader({ clock }, { lost: () => settings.lost() });
  }

  /** Why the line is not open and what to do, in English; `null` when it is, or was never started. */
  get problem(): string | null {
    return this.#why === null ? null : inEnglish(this.#why);
  }

  get isOpen(): boolean {
    return this.#port !== null;
  }

  /** Begins to look for the port. Never throws: see `problem`. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#why = reason("port_opening", { path: this.#path });
    this.#attempt = this.#look();
  }

  /** Closes the port and stops looking for it. Resolves within about a second. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    this.#reader.clear();
    await atMost(
      this.#clock,
      2 * CLOSE_WITHIN_MS,
      this.#attempt.then(() => this.#close()),
    );
  }

  /** Puts text on the line (latin1). @throws Error saying what to do when the line is not open or does not take it */
  write(text: string): void {
    const port = this.#port;
    if (!port) throw errorOf(this.#why ?? reason("port_not_open", { path: this.#path }));
    const taken = port.unsent() <= MAX_UNSENT_BYTES && port.write(text);
    if (!taken) throw told("port_stuck", { path: this.#path });
  }

  /**
   * How a source on this line that speaks by itself is lost and back: the settings of its `Condition`.
   * @param after_ms without a good frame for so long it is lost
   * @param check what a person should check while the line is open and nothing comes
   * @param instead what it is that arrives without a good frame, and what to do; `null`: nobody knows
   */
  silence(after_ms: number, check: Telling, instead: () => Telling | null = () => null): ConditionSettings {
    const problem = (silent_ms: number, heard: boolean) => {
      const seconds = String(Math.floor(silent_ms / 1_000));
      const why = this.#why ?? this.#hint(silent_ms, check, instead);
      return reason(heard ? "no_frame" : "no_frame_yet", { seconds, problem: why });
    };
    return { remark: () => this.#why, silence: { after_ms, problem }, reader: this.#reader };
  }

  /** The line is open, and yet there is nothing good. */
  #hint(silent_ms: number, check: Telling, instead: () => Telling | null): Telling {
    const hears = this.#bytes_mono !== null && this.#clock.now().mono - this.#bytes_mono < silent_ms;
    if (!hears) return reason("port_silent", { what: check });
    return instead() ?? reason("port_noise");
  }

  #schedule(delay_ms: number): void {
    if (!this.#running) return;
    this.#cancel?.();
    this.#cancel = this.#clock.after(delay_ms, () => {
      this.#attempt = this.#look();
    });
  }

  /** One look at the world: opens what is there, or checks what is open, and plans the next look. */
  async #look(): Promise<void> {
    const answered = this.#clock.after(HANGS_AFTER_MS, () => this.#hangs());
    try {
      await (this.#port ? this.#check(this.#port) : this.#open()).finally(answered);
      this.#schedule(LOOK_MS);
    } catch (error) {
      const gone = isMissing(error);
      this.#why = gone ? await missing(this.#path) : await trouble(error, this.#path, this.#settings.rivals ?? []);
      if (!gone) this.counters.open_failures += 1;
      // Whether a path exists costs nothing to ask; a port that refuses is asked less and less often.
      this.#schedule(gone ? LOOK_MS : this.#retry_ms);
      this.#retry_ms = gone ? FIRST_RETRY_MS : Math.min(2 * this.#retry_ms, LONGEST_RETRY_MS);
    }
  }

  /** A line that is open is read all the same. */
  #hangs(): void {
    if (!this.#running || this.#port) return;
    this.#why = reason("port_hangs", { path: this.#path });
    this.#settings.hangs?.();
  }

  async #open(): Promise<void> {
    let mine: OpenPort | null = null;
    // A port that was given up may still have something to say.
    const isMine = () => mine !== null && this.#port === mine;
    const port = await this.#ports.open(this.#path, this.#settings.baud, {
      received: (bytes) => isMine() && this.#received(bytes),
      closed: (error) => isMine() && void this.#lost(error),
    });
    if (!this.#running) {
      await port.close();
      return;
    }
    mine = port;
    this.#port = port;
    this.#why = null;
    this.#retry_ms = FIRST_RETRY_MS;
    this.#heard_mono = this.#clock.now().mono;
    this.#bytes_mono = null;
    this.counters.opens += 1;
    this.#settings.opened?.();
  }

  #received(bytes: Uint8Array): void {
    this.#heard_mono = this.#clock.now().mono;
    this.#bytes_mono = this.#heard_mono;
    this.#reader.take(bytes.length, this.#handOver(bytes));
  }

  *#handOver(bytes: Uint8Array): Steps {
    for (let from = 0; from < bytes.length; from += STEP_BYTES) {
      const few = bytes.subarray(from, from + STEP_BYTES);
      this.counters.bytes += few.length;
      this.#settings.received(few);
      yield;
    }
  }

  /** The path may lead elsewhere now, and a tty that hung up does not always say so. */
  async #check(port: OpenPort): Promise<void> {
    const node = await this.#ports.node(this.#path);
    if (this.#port !== port) return;
    if (node !== port.node) await this.#lost(null);
    else if (this.#clock.now().mono - this.#heard_mono > SILENT_MS) {
      await this.#close();
      this.#closed(reason("port_reopened", { path: this.#path }));
    }
  }

  #closed(why: Reason): void {
    this.#why = why;
    this.#settings.closed?.(why);
  }

  async #lost(error: Error | null): Promise<void> {
    const closing = this.#close();
    this.counters.unplugs += 1;
    this.#closed(reason("port_unplugged", { path: this.#path }));
    if (error) {
      const words = await trouble(error, this.#path, this.#settings.rivals ?? []);
      if (!this.#port && this.#running) this.#why = reason("port_unplugged_said", { path: this.#path, problem: words });
    }
    await closing;
    this.#schedule(FIRST_RETRY_MS);
  }

  /** Resolves when the port is closed, or refuses to close for too long: a tty may wait to send its last bytes. */
  #close(): Promise<void> {
    const port = this.#port;
    this.#port = null;
    this.#reader.clear();
    return port ? atMost(this.#clock, CLOSE_WITHIN_MS, port.close()) : Promise.resolve();
  }
}
