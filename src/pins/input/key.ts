import { closeSync, constants, openSync, readdirSync, readFileSync } from "node:fs";
import { type Key, type KeyChange, PinTrouble } from "../../model/index.ts";
import { ioctl, readNow } from "../libc.ts";
import { eventLayout, hasKey, INPUT_REQUEST, keyBits, keyEventsIn, monotonic } from "./layout.ts";

const DEVICES = "/dev/input";
const NAMES = "/sys/class/input";
const PREFIX = "event";
const EVENTS_AT_ONCE = 64;

/** Input devices by their names; of several with one name, the one with the highest number. Files of sysfs wait for no disk. */
export function inputPaths(names = NAMES): Map<string, string> {
  const found = new Map<string, string>();
  try {
    for (const node of readdirSync(names)) {
      if (!node.startsWith(PREFIX)) continue;
      found.set(readFileSync(`${names}/${node}/device/name`, "utf8").trim(), `${DEVICES}/${node}`);
    }
  } catch {
    // no input devices, or one that has just gone: it is looked for again
  }
  return found;
}

class HeldKey implements Key {
  readonly #fd: number;
  readonly #code: number;
  readonly #layout = eventLayout();
  readonly #buffer = Buffer.alloc(EVENTS_AT_ONCE * this.#layout.bytes);
  /** Events up to the next report belong to what was dropped. */
  #dropping = false;

  constructor(fd: number, code: number) {
    this.#fd = fd;
    this.#code = code;
  }

  isDown(): boolean {
    const bits = keyBits();
    ioctl(this.#fd, INPUT_REQUEST.keys_down, bits);
    return hasKey(bits, this.#code);
  }

  changes(mono: number): KeyChange[] {
    const found: KeyChange[] = [];
    for (let read = this.#buffer.length; read === this.#buffer.length; ) {
      read = readNow(this.#fd, this.#buffer);
      for (const event of keyEventsIn(this.#buffer.subarray(0, read), this.#layout)) {
        if (event.what === "dropped") this.#dropping = true;
        else if (event.what === "report" && this.#dropping) {
          this.#dropping = false;
          // asking how it stands takes what waits out of the queue as well
          found.push({ mono, down: this.isDown(), after_loss: true });
        } else if (event.what === "key" && event.code === this.#code && !this.#dropping) {
          found.push({ mono: event.mono, down: event.down });
        }
      }
    }
    return found;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** See `Contacts.key`. */
export function openKey(path: string, code: number): Key {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new PinTrouble(
      error instanceof Error && "code" in error ? String(error.code) : String(error),
      `open ${path}`,
    );
  }
  try {
    const known = keyBits();
    ioctl(fd, INPUT_REQUEST.keys_known, known);
    if (!hasKey(known, code)) throw new PinTrouble("EINVAL", `key ${code} of ${path}`);
    ioctl(fd, INPUT_REQUEST.clock, monotonic());
    ioctl(fd, INPUT_REQUEST.grab, 1);
    return new HeldKey(fd, code);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
