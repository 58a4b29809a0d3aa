import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endWithStarted, signalGroup } from "./group.ts";

/**
 * Hands whose house was killed end by themselves, unless they stand still; and with hands that were killed too nobody ends
 * their programs. Those the next house finds by what they were started with, and ends before it gives an order of its own:
 * two houses never switch one relay.
 */

/** With what the process of the hands is started. */
export interface HandsArguments {
  /** Outputs that are files. */
  readonly outputs: number;
  /** Whose hands they are: the folder of the house's data. */
  readonly home: string;
  /** The process of the house. */
  readonly house: number;
  /** None of this house were there before. */
  readonly isFirst: boolean;
}

/** The name of their program, as a source and as it is packed. */
const PROGRAMS: readonly string[] = ["hands-process.ts", "hands-process.js"];
const FIRST = "first";
/** The variable by which a program is known: itself, the process that has started it, and whose it is. */
export const MARK = "GLEANER_PROGRAM";
/** What was ended by force is gone so soon, unless it hangs in the system. */
const GONE_WITHIN_MS = 500;
const LOOK_EVERY_MS = 10;

export function argumentsOf({ outputs, home, house, isFirst }: HandsArguments): string[] {
  return [String(outputs), String(house), home, ...(isFirst ? [FIRST] : [])];
}

export function argumentsFrom([outputs, house, home = "", first]: readonly string[]): HandsArguments {
  return { outputs: Number(outputs ?? 0), house: Number(house ?? 0), home, isFirst: first === FIRST };
}

/** The mark of a program, without the program's own number. @param starter the process that starts it */
export function markOf(starter: number, home: string): string {
  return `${starter}:${home}`;
}

/** With what a process was started, if it is one of hands. */
function handsOf(commandLine: string): HandsArguments | undefined {
  const words = commandLine.split("\0").slice(0, -1);
  const at = words.findIndex((word) => PROGRAMS.includes(basename(word)));
  return at < 0 ? undefined : argumentsFrom(words.slice(at + 1));
}

/** A process's state and its parent; `undefined`: it is gone. */
async function statusOf(pid: number): Promise<{ readonly state: string; readonly parent: number } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // its name, in brackets, may hold anything
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === undefined || parent === undefined || "ZX".includes(state)
    ? undefined
    : { state, parent: Number(parent) };
}

/** Who has started a process, where it is hands of this home, or a program of theirs; not what such a program has started. */
async function starterOf(pid: number, home: string): Promise<number | undefined> {
  const hands = handsOf(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
  if (hands) return hands.home === home ? hands.house : undefined;
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  const mark = environment.split("\0").find((variable) => variable.startsWith(`${MARK}=`));
  const [, own, starter, whose] = mark === undefined ? [] : partsOf(mark);
  return Number(own) === pid && whose === home ? Number(starter) : undefined;
}

/** Name, program, starter and home of a mark, which may hold further colons. */
function partsOf(mark: string): string[] {
  const [program = "", starter = "", ...home] = mark.slice(MARK.length + 1).split(":");
  return [MARK, program, starter, home.join(":")];
}

/** Whether a process of this home has lost whoever started it: another process has taken its place as the parent. */
async function isLeft(pid: number, home: string): Promise<boolean> {
  const starter = await starterOf(pid, home);
  if (starter === undefined) return false;
  const status = await statusOf(pid);
  return status !== undefined && status.parent !== starter;
}

async function isGone(pid: number): Promise<boolean> {
  return (await statusOf(pid)) === undefined;
}

/**
 * Ends the hands and programs of this home that a house has left behind, with what they have started.
 * @returns those that could not be ended at once: they hang in the system, or are another user's
 */
export async function endLeftHands(
  home: string,
): Promise<{ readonly ended: number; readonly hang: readonly number[] }> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(pids.map(async (pid) => ((await isLeft(pid, home)) ? [pid] : [])));
  const left = found.flat();
  for (const pid of left) {
    endWithStarted(pid);
    // a program leads a group
    signalGroup(pid, "SIGKILL");
  }
  let hang = left;
  for (let waited_ms = 0; hang.length > 0 && waited_ms < GONE_WITHIN_MS; waited_ms += LOOK_EVERY_MS) {
    await wait(LOOK_EVERY_MS);
    const still = await Promise.all(hang.map(async (pid) => ((await isGone(pid)) ? [] : [pid])));
    hang = still.flat();
  }
  return { ended: left.length - hang.length, hang };
}
