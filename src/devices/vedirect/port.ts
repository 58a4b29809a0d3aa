import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import type { SerialPort } from "serialport";
import { missing, trouble } from "./trouble.ts";

/**
 * A serial line that is not always there: opened as soon as its path exists, closed when the cable goes,
 * opened again when it comes back, also as another tty behind the same by-id link.
 * 19200 baud, 8N1, no flow control (Victron, "VE.Direct Protocol" 3.33); locked against other programs.
 */

const BAUD_RATE = 19_200;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;
/** How often to look whether the path still leads to the port that is open, and for a path that is missing. */
const LOOK_MS = 1_000;
/** A port that is silent for so long is opened anew: a hung-up tty looks like a silent device. */
const SILENT_MS = 15_000;
/** More than this waiting to be sent means that nobody takes it. */
const MAX_UNSENT_BYTES = 1_024;
const CLOSE_WITHIN_MS = 500;

export interface LineListener {
  opened(): void;
  received(bytes: Uint8Array): void;
  /** @param why what happened and what to do */
  closed(why: string): void;
}

export interface LineCounters {
  bytes: number;
  opens: number;
  open_failures: number;
  unplugs: number;
}

interface Opened {
  readonly port: SerialPort;
  /** Names the very node that was opened: device number and inode. */
  readonly node: string;
}

async function nodeOf(path: string): Promise<string> {
  const { ino, rdev } = await stat(path);
  return `${rdev}/${ino}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

export class SerialLine {
  readonly counters: LineCounters = { bytes: 0, opens: 0, open_failures: 0, unplugs: 0 };
  /** Why the line is not open and what to do; `null` when it is, or was never started. */
  problem: string | null = null;
  readonly #path: string;
  readonly #listener: LineListener;
  readonly #mono: () => number;
  #opened: Opened | null = null;
  #running = false;
  #retry_ms = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | null = null;
  #attempt: Promise<void> = Promise.resolve();
  #heard_mono = 0;

  /** @param mono the monotonic clock, ms */
  constructor(path: string, listener: LineListener, mono: () => number) {
    this.#path = path;
    this.#listener = listener;
    this.#mono = mono;
  }

  get isOpen(): boolean {
    return this.#opened !== null;
  }

  /** Begins to look for the port. Never throws: see `problem`. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.problem = `${this.#path} is being opened`;
    this.#schedule(0);
  }

  /** Closes the port and stops looking for it. Resolves within about a second. */
  async stop(): Promise<void> {
    this.#running = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, 2 * CLOSE_WITHIN_MS);
    });
    await Promise.race([this.#attempt.then(() => this.#close()), late]);
    clearTimeout(limit);
  }

  /** Puts text on the line. @throws Error saying what to do when the line is not open or does not take it */
  write(text: string): void {
    const port = this.#opened?.port;
    if (!port) throw new Error(this.problem ?? `${this.#path} is not open: start the device first`);
    if (port.writableLength > MAX_UNSENT_BYTES) {
      throw new Error(`${this.#path} takes no more bytes: unplug the cable and plug it in again`);
    }
    // A failure closes the port, which the listener hears.
    port.write(text, "latin1", () => undefined);
  }

  #schedule(delay_ms: number): void {
    if (!this.#running) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#attempt = this.#look();
    }, delay_ms);
    this.#timer.unref();
  }

  /** One look at the world: opens what is there, or checks what is open, and plans the next look. */
  async #look(): Promise<void> {
    try {
      if (this.#opened) {
        await this.#check(this.#opened);
        this.#schedule(LOOK_MS);
        return;
      }
      await this.#open();
      this.problem = null;
      this.#schedule(LOOK_MS);
    } catch (error) {
      const gone = isMissing(error);
      this.problem = gone ? await missing(this.#path) : await trouble(error, this.#path);
      if (!gone) this.counters.open_failures += 1;
      // Whether a path exists costs nothing to ask; a port that refuses is asked less and less often.
      this.#schedule(gone ? LOOK_MS : this.#retry_ms);
      this.#retry_ms = gone ? FIRST_RETRY_MS : Math.min(2 * this.#retry_ms, LONGEST_RETRY_MS);
    }
  }

  async #open(): Promise<void> {
    const tty = await realpath(this.#path);
    if (!(await stat(tty)).isCharacterDevice()) {
      throw new Error('this is not a serial port; "port" must name one, best by its link in /dev/serial/by-id');
    }
    await access(tty, constants.R_OK | constants.W_OK);
    // Loaded when needed: its native part may lack on a machine that has no serial device at all.
    const serial = await import("serialport");
    const port = new serial.SerialPort({ path: tty, baudRate: BAUD_RATE, lock: true, autoOpen: false });
    port.on("error", (error) => void this.#lost(port, error));
    port.on("close", (error: Error | null) => void this.#lost(port, error));
    await new Promise<void>((resolve, reject) => {
      port.open((error) => (error ? reject(error) : resolve()));
    });
    const opened = { port, node: await nodeOf(tty).catch(() => "gone") };
    if (!this.#running || !port.isOpen) {
      if (port.isOpen) port.close(() => undefined);
      if (this.#running) throw new Error("the port closed at once; is the cable loose?");
      return;
    }
    this.#opened = opened;
    this.#retry_ms = FIRST_RETRY_MS;
    this.#heard_mono = this.#mono();
    this.counters.opens += 1;
    this.#listener.opened();
    port.on("data", (bytes: Buffer) => this.#received(port, bytes));
  }

  #received(port: SerialPort, bytes: Buffer): void {
    if (this.#opened?.port !== port) return;
    this.#heard_mono = this.#mono();
    this.counters.bytes += bytes.length;
    this.#listener.received(bytes);
  }

  /** The path may lead elsewhere now, and a tty that hung up does not always say so. */
  async #check(opened: Opened): Promise<void> {
    const node = await nodeOf(this.#path).catch(() => null);
    if (this.#opened !== opened) return;
    if (node !== opened.node) await this.#lost(opened.port, null);
    else if (this.#mono() - this.#heard_mono > SILENT_MS) {
      await this.#close();
      this.problem = `${this.#path} was silent and is opened anew`;
      this.#listener.closed(this.problem);
    }
  }

  async #lost(port: SerialPort, error: Error | null): Promise<void> {
    if (this.#opened?.port !== port) return;
    const closing = this.#close();
    this.counters.unplugs += 1;
    this.problem = `${this.#path} was unplugged: plug the cable in again`;
    this.#listener.closed(this.problem);
    if (error) {
      const words = await trouble(error, this.#path);
      if (!this.#opened && this.#running) this.problem = `${this.problem} (${words})`;
    }
    await closing;
    this.#schedule(FIRST_RETRY_MS);
  }

  /** Resolves when the port is closed, or refuses to close for too long: a tty may wait to send its last bytes. */
  #close(): Promise<void> {
    const port = this.#opened?.port;
    this.#opened = null;
    if (!port?.isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, CLOSE_WITHIN_MS);
      port.close(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }
}
