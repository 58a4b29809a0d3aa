import { close, constants, fstat, open as openFile, writeSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { ReadStream } from "node:tty";
import { promisify } from "node:util";
import { PinTrouble, told } from "../../model/index.ts";
import { forgetUnsent, keepForOneself, leaveToOthers, takeLine, unsentBytes } from "../../pins/tty.ts";

/** A port that is open. */
export interface OpenPort {
  /** Names the very node that was opened. */
  readonly node: string | null;
  /** Bytes that wait to be sent. */
  unsent(): number;
  /** Never waits. @returns false: it does not take it */
  write(text: string): boolean;
  /** Resolves when it is closed. */
  close(): Promise<void>;
}

export interface PortListener {
  received(bytes: Uint8Array): void;
  /** It closed by itself; `null`: without an error. */
  closed(error: Error | null): void;
}

/** Serial ports as the system has them: what a line needs of them, and what a test stands in for. */
export interface Ports {
  /**
   * Opens a port, 8N1, no flow control, locked against other programs.
   * @param baud bits per second
   * @throws Error in the system's words
   */
  open(path: string, baud: number, listener: PortListener): Promise<OpenPort>;
  /** Names what the path leads to right now, device number and inode; `null` when it leads nowhere. */
  node(path: string): Promise<string | null>;
}

/** A line without a carrier is opened all the same, and never becomes this process's terminal. */
const AT_ONCE = constants.O_NONBLOCK | constants.O_NOCTTY;
/** What was written last may still be sent before the port closes, ms; looked at so often. */
const SENT_WITHIN_MS = 300;
const LOOK_MS = 20;

// In Node's threads: an adapter that hangs holds up nobody who waits for a relay.
const openElsewhere = promisify(openFile);
const closeElsewhere = promisify(close);
const statOf = promisify(fstat);

const nameOf = ({ ino, rdev }: { readonly ino: number; readonly rdev: number }): string => `${rdev}/${ino}`;

async function node(path: string): Promise<string | null> {
  try {
    return nameOf(await stat(path));
  } catch {
    return null;
  }
}

async function open(path: string, baud: number, listener: PortListener): Promise<OpenPort> {
  const tty = await realpath(path);
  if (!(await stat(tty)).isCharacterDevice()) throw told("port_not_serial");
  const fd = await openElsewhere(tty, constants.O_RDWR | AT_ONCE);
  let reading: number | undefined;
  try {
    await takeLine(fd, baud);
    reading = await openElsewhere(tty, constants.O_RDONLY | AT_ONCE);
    const opened = nameOf(await statOf(fd));
    if (nameOf(await statOf(reading)) !== opened) throw told("port_closed_at_once");
    keepForOneself(fd);
    return new SystemPort(fd, reading, opened, listener);
  } catch (error) {
    if (reading !== undefined) await closeElsewhere(reading);
    await closeElsewhere(fd);
    throw error instanceof PinTrouble && error.code === "ENOTTY" ? told("port_not_serial") : error;
  }
}

/**
 * A port that is open twice. The one is set up and written to. The other is read by Node, which the kernel wakes when bytes
 * are there and when the line hangs up; Node closes its own in the house's thread, where only a port's last closing may wait.
 */
class SystemPort implements OpenPort {
  readonly node: string;
  readonly #fd: number;
  readonly #stream: ReadStream;
  #closing: Promise<void> | undefined;

  constructor(fd: number, reading: number, node: string, listener: PortListener) {
    this.#fd = fd;
    this.node = node;
    this.#stream = new ReadStream(reading);
    // one that Node did not make its own is not needed any more
    if (descriptorOf(this.#stream) !== reading) close(reading, () => undefined);
    let why: Error | null = null;
    this.#stream.on("error", (error) => {
      why = error;
    });
    this.#stream.on("close", () => listener.closed(why));
    this.#stream.on("data", (bytes: Buffer) => listener.received(bytes));
  }

  unsent(): number {
    return unsentBytes(this.#fd);
  }

  write(text: string): boolean {
    const bytes = Buffer.from(text, "latin1");
    try {
      return writeSync(this.#fd, bytes) === bytes.length;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") return false;
      // the line is gone: whoever listens hears it from the reading side
      this.#stream.destroy();
      return true;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stream.destroy();
    leaveToOthers(this.#fd);
    for (let waited_ms = 0; waited_ms < SENT_WITHIN_MS && this.unsent() > 0; waited_ms += LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    forgetUnsent(this.#fd);
    await closeElsewhere(this.#fd);
  }
}

/** Node opens a terminal anew where it may, so as not to share its settings with other programs, and reads that. */
function descriptorOf(stream: ReadStream): unknown {
  const handle: unknown = Reflect.get(stream, "_handle");
  return typeof handle === "object" && handle !== null ? Reflect.get(handle, "fd") : undefined;
}

export const systemPorts: Ports = { open, node };
