import { closeSync, constants, openSync, readFileSync, readlinkSync, statSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { PinTrouble } from "../model/index.ts";
import { ioctl } from "./libc.ts";

/** The watchdog of a board ("The Linux WatchDog Timer Driver API" of the kernel's documents): runs from its opening on. */

/** WDIOC_SETTIMEOUT; takes seconds, and says which the board made of them. */
const SET_TIMEOUT = 0xc004_5706;
const FEED = Buffer.from([0]);
/** Closing after that stops it, unless the kernel was told that nothing may. */
const MAGIC_CLOSE = Buffer.from("V");

/** One that runs. */
export interface BoardWatchdog {
  /** Not fed for so long it restarts the machine, s. */
  readonly timeout_s: number;
  /** False: it goes on when it is closed. */
  readonly canStop: boolean;
  /** Puts the restart off. Never waits. @throws Error the system's, when it is gone */
  feed(): void;
  /** Stops it, where it can be stopped, else feeds it once more. */
  stop(): void;
}

/** What the kernel calls it, `watchdog0`; opening anything else might do harm. @throws PinTrouble ENOTTY: it is none */
function nameOf(path: string): string {
  const { rdev } = statSync(path);
  // Linux packs 12 bits of the major number and 20 of the minor into device numbers of this size
  const device = `${(rdev >> 8) & 0xfff}:${(rdev & 0xff) | ((rdev >> 12) & 0xfff00)}`;
  const name = basename(linkOf(`/sys/dev/char/${device}`));
  if (!name.startsWith("watchdog")) throw new PinTrouble("ENOTTY", path);
  // its old node is the first one's second
  return name === "watchdog" ? "watchdog0" : name;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** A number that the kernel shows; `undefined` where it does not. */
function shown(name: string, what: string): number | undefined {
  try {
    return Number(readFileSync(`/sys/class/watchdog/${name}/${what}`, "latin1"));
  } catch {
    return undefined;
  }
}

/** @returns what the board made of it, s */
function setTimeoutOf(fd: number, timeout_s: number): number {
  const seconds = new Uint8Array(4);
  const view = new DataView(seconds.buffer);
  view.setInt32(0, timeout_s, true);
  ioctl(fd, SET_TIMEOUT, seconds);
  return view.getInt32(0, true);
}

/**
 * Starts a watchdog.
 * @param timeout_s as long as the board's own where that cannot be changed
 * @throws Error the system's (ENOENT, EACCES, EBUSY: somebody has it), PinTrouble ENOTTY: it is no watchdog
 */
export function startWatchdog(path: string, timeout_s: number): BoardWatchdog {
  const name = nameOf(path);
  const fd = openSync(path, constants.O_WRONLY);
  const own = shown(name, "timeout");
  const stop = () => {
    try {
      writeSync(fd, MAGIC_CLOSE);
    } finally {
      closeSync(fd);
    }
  };
  try {
    return {
      timeout_s: own === timeout_s ? own : granted(fd, timeout_s, own),
      canStop: shown(name, "nowayout") !== 1,
      feed: () => void writeSync(fd, FEED),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function granted(fd: number, timeout_s: number, own: number | undefined): number {
  try {
    return setTimeoutOf(fd, timeout_s);
  } catch (error) {
    if (own === undefined) throw error;
    return own;
  }
}
