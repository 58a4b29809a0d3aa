import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { told } from "../../model/index.ts";

/** A port that is open. */
export interface OpenPort {
  /** Names the very node that was opened. */
  readonly node: string | null;
  /** Bytes that wait to be sent. */
  unsent(): number;
  write(text: string): void;
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

async function node(path: string): Promise<string | null> {
  try {
    const { ino, rdev } = await stat(path);
    return `${rdev}/${ino}`;
  } catch {
    return null;
  }
}

async function open(path: string, baud: number, listener: PortListener): Promise<OpenPort> {
  const tty = await realpath(path);
  if (!(await stat(tty)).isCharacterDevice()) {
    throw told("port_not_serial");
  }
  await access(tty, constants.R_OK | constants.W_OK);
  // Loaded when needed: its native part may lack on a machine that has no serial device at all.
  const { SerialPort } = await import("serialport");
  const port = new SerialPort({ path: tty, baudRate: baud, lock: true, autoOpen: false });
  port.on("error", (error) => listener.closed(error));
  port.on("close", (error: Error | null) => listener.closed(error));
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  });
  const opened = await node(tty);
  if (!port.isOpen) throw told("port_closed_at_once");
  port.on("data", (bytes: Buffer) => listener.received(bytes));
  return {
    node: opened,
    unsent: () => port.writableLength,
    // A failure closes the port, which the listener hears.
    write: (text) => void port.write(text, "latin1", () => undefined),
    close: () => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve())),
  };
}

export const systemPorts: Ports = { open, node };
