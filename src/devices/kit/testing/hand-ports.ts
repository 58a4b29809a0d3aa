import type { OpenPort, PortListener, Ports } from "../serial-port.ts";

/** One opening of a port, to be handled by the test. */
export class HandPort implements OpenPort {
  readonly node: string;
  readonly baud: number;
  sent = "";
  isOpen = true;
  /** Refuses to close, as a tty does that cannot send its last bytes. */
  clings = false;
  /** The system takes what is written. */
  takes = true;
  /** Bytes that nobody takes. */
  stuck = 0;
  readonly #listener: PortListener;

  constructor(node: string, baud: number, listener: PortListener) {
    this.node = node;
    this.baud = baud;
    this.#listener = listener;
  }

  unsent(): number {
    return this.stuck;
  }

  write(text: string): boolean {
    if (!this.takes) return false;
    this.sent += text;
    return true;
  }

  close(): Promise<void> {
    this.isOpen = false;
    return this.clings ? new Promise(() => undefined) : Promise.resolve();
  }

  /** The device says something. */
  say(text: string): void {
    this.#listener.received(Buffer.from(text, "latin1"));
  }

  /** The system closes the port. */
  fall(error: Error | null = null): void {
    this.#listener.closed(error);
  }
}

/** Serial ports that a test plugs in and out. */
export class HandPorts implements Ports {
  /** What each path leads to; without an entry it is not there. */
  readonly nodes = new Map<string, string>();
  readonly opened: HandPort[] = [];
  attempts = 0;
  /** Why a port that is there cannot be opened. */
  refusal: Error | undefined;
  /** What an opening waits for. */
  hold: Promise<void> | undefined;

  async open(path: string, baud: number, listener: PortListener): Promise<OpenPort> {
    this.attempts += 1;
    await this.hold;
    const node = this.nodes.get(path);
    if (node === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
    if (this.refusal) throw this.refusal;
    const port = new HandPort(node, baud, listener);
    this.opened.push(port);
    return port;
  }

  async node(path: string): Promise<string | null> {
    return this.nodes.get(path) ?? null;
  }

  /** The port that was opened last. @throws Error when none was */
  get last(): HandPort {
    const port = this.opened.at(-1);
    if (!port) throw new Error("no port was opened yet");
    return port;
  }
}
