import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";
import { until } from "./until.ts";

/** Why no file system that hangs can be had here; `undefined`: it can. */
export function whyNotHung(): string | undefined {
  if (process.geteuid?.() !== 0) return "only root may mount";
  if (!existsSync("/dev/fuse")) return "the machine has no FUSE";
  return existsSync("/usr/bin/cc") ? undefined : "there is no compiler";
}

/**
 * Lays a file system over a folder that never answers anybody: opening, reading and writing in it waits without end, and
 * whoever waits cannot be ended. That is over with it.
 */
export class Hung implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async over(place: Place, folder: string): Promise<Hung> {
    const program = place.path("hung");
    execFileSync("cc", ["-o", program, join(import.meta.dirname, "hung.c")]);
    const child = spawn(program, [place.path(folder)], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (words: string) => {
      said += words;
    });
    const hung = new Hung(child, place.path(folder));
    await until("it is mounted", () => said.includes("mounted"));
    return hung;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await until("it is unmounted", () => spawnSync("umount", ["-l", this.#folder]).status === 0, 5_000);
  }
}
