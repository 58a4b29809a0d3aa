import { readFileSync } from "node:fs";

/** Signals a whole group of processes. The leader may be gone while its children live on. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** Ends a process by force, with the groups of what it has started. @returns whether it was there */
export function endWithStarted(pid: number): boolean {
  try {
    // what stands still starts nothing while its programs are looked for
    process.kill(pid, "SIGSTOP");
  } catch {
    return false;
  }
  const groups = startedBy(pid);
  process.kill(pid, "SIGKILL");
  for (const group of groups) signalGroup(group, "SIGKILL");
  return true;
}

/** What a process has started from its main thread and has not ended, as the kernel knows it; nothing where it does not tell. */
export function startedBy(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
