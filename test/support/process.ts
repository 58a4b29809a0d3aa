import { readdirSync, readFileSync } from "node:fs";

/** What the kernel says of a process. */

/** Kernel ticks per second in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** Resident memory of a process, bytes. @throws Error when there is no such process */
export function residentBytes(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kB === undefined) throw new Error(`process ${pid} has no memory any more`);
  return Number(kB) * 1024;
}

/** Processor time of a process since its start, all threads, user and kernel, ms. @throws Error as above */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // the name in brackets may hold anything; utime and stime are the 12th and 13th field after it
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S;
}

/** What the kernel says, or nothing where the process has just ended. */
function unlessGone<T>(look: () => T[]): T[] {
  try {
    return look();
  } catch {
    return [];
  }
}

/** The processes that a process has started, and those that they have. */
function startedBy(pid: number): number[] {
  const threads = unlessGone(() => readdirSync(`/proc/${pid}/task`));
  const own = threads.flatMap((thread) =>
    unlessGone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean)),
  );
  return own.map(Number).flatMap((child) => [child, ...startedBy(child)]);
}

/** The processes of a house that paint pictures. */
export function paintersOf(pid: number): number[] {
  return startedBy(pid).flatMap((child) =>
    unlessGone(() => (readFileSync(`/proc/${child}/cmdline`, "utf8").includes("paint-process") ? [child] : [])),
  );
}

/** Whether it runs. One that is dead but not yet buried by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** The processes of a house that write files and start programs: the one that works, then those that stand by. */
export function handsOf(pid: number): number[] {
  const own = startedBy(pid).filter((child) =>
    unlessGone(() => [readFileSync(`/proc/${child}/cmdline`, "utf8")]).some((words) => words.includes("hands-process")),
  );
  return own.filter(isAlive).sort((a, b) => a - b);
}
