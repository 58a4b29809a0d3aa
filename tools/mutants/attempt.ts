import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./find.ts";
import type { Job } from "./job.ts";

/** How a test process ended: by itself, or because it did not come to an end. */
export interface Ended {
  readonly code: number;
  readonly late: boolean;
  readonly words: string;
  readonly cpu_ms: number;
}

/** What a process may take: processor time, so that a busy machine condemns nobody, and time on the wall. */
export interface Patience {
  readonly cpu_ms: number;
  readonly wall_ms: number;
}

const PRELOAD = pathToFileURL(join(import.meta.dirname, "preload.ts")).href;
const MAIN = join(import.meta.dirname, "process.ts");
const LOOK_EVERY_MS = 50;
const TICK_MS = 10;

/** Processor time of a process and its threads, ms; undefined when it is gone. */
function cpuOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** Ends a process and all that it started. */
function endAll(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // they are gone already
  }
}

/** Runs one job in a process of its own, with a folder of its own for temporary files. */
export async function attempt(job: Job, folder: string, patience: Patience): Promise<Ended> {
  mkdirSync(folder, { recursive: true });
  const place = mkdtempSync(join(folder, "run-"));
  const file = join(place, "job.json");
  writeFileSync(file, JSON.stringify(job));
  const load = `--import=${PRELOAD}?${encodeURIComponent(file)}`;
  const child = spawn(process.execPath, [load, "--test-reporter=dot", MAIN, file], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: place, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} ${load}`.trim() },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const pid = child.pid ?? 0;
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-8_000);
    });
  }
  let late = false;
  let cpu_ms = 0;
  const began = performance.now();
  const look = setInterval(() => {
    cpu_ms = cpuOf(pid) ?? cpu_ms;
    late = cpu_ms > patience.cpu_ms || performance.now() - began > patience.wall_ms;
    if (late) endAll(pid);
  }, LOOK_EVERY_MS);
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => resolve(status ?? 1));
  });
  clearInterval(look);
  endAll(pid);
  rmSync(place, { recursive: true, force: true });
  return { code, late, words, cpu_ms };
}
