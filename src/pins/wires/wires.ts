import { close, constants, open } from "node:fs";
import { promisify } from "node:util";
import { PinTrouble, type Wire, type WireFeeds, type Wires } from "../../model/index.ts";
import { ioctl, ioctlAside } from "../libc.ts";
import { countIn, counts, isOnIn, leaveWiresAlone, levels, termios, WIRE_REQUEST } from "./layout.ts";

/** What arrives as data is thrown away so often: a full buffer would stop some cables altogether. */
const FLUSH_EVERY = 64;
const TCIFLUSH = 0;

/** Closing a port waits for its cable. */
function letGo(fd: number): void {
  close(fd, () => undefined);
}

class HeldWires implements Wires {
  readonly #fd: number;
  /** Calls that are under way in another thread: the number of a file that is closed may be another's. */
  #under_way = 0;
  #isClosed = false;
  #looks = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  changes(wire: Wire): number {
    this.#looks += 1;
    if (this.#looks % FLUSH_EVERY === 0) ioctl(this.#fd, WIRE_REQUEST.flush, TCIFLUSH);
    const found = counts();
    ioctl(this.#fd, WIRE_REQUEST.counts, found);
    return countIn(found, wire);
  }

  async isOn(wire: Wire): Promise<boolean> {
    const found = levels();
    if (this.#isClosed) throw new PinTrouble("EBADF", "the port");
    this.#under_way += 1;
    try {
      await ioctlAside(this.#fd, WIRE_REQUEST.modem_get, found);
    } finally {
      this.#under_way -= 1;
      if (this.#isClosed && this.#under_way === 0) letGo(this.#fd);
    }
    return isOnIn(found, wire);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#under_way === 0) letGo(this.#fd);
  }
}

async function openPort(path: string): Promise<number> {
  try {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
    return await promisify(open)(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
  } catch (error) {
    throw new PinTrouble(
      error instanceof Error && "code" in error ? String(error.code) : String(error),
      `open ${path}`,
    );
  }
}

/** See `Contacts.wires`. */
export async function openWires(path: string, feeds: WireFeeds): Promise<Wires> {
  const fd = await openPort(path);
  try {
    const settings = termios();
    ioctl(fd, WIRE_REQUEST.termios_get, settings);
    ioctl(fd, WIRE_REQUEST.exclusive, 0);
    leaveWiresAlone(settings);
    await ioctlAside(fd, WIRE_REQUEST.termios_set, settings);
    await ioctlAside(fd, WIRE_REQUEST.modem_set, levels(feeds));
    ioctl(fd, WIRE_REQUEST.counts, counts());
    return new HeldWires(fd);
  } catch (error) {
    letGo(fd);
    throw error;
  }
}
