import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import type { Place } from "../../test/support/place.ts";
import type { Scene } from "./attack.ts";

/** What attacks are made with. */

/** Puts an executable script there. */
export function program(place: Place, name: string, text: string): void {
  place.write(name, text);
  chmodSync(place.path(name), 0o755);
}

/** Puts named pipes in the place of whatever lies there. @returns nothing that would have to be ended */
export function makeFifos(place: Place, names: readonly string[]): AsyncDisposable {
  const paths = names.map((name) => place.path(name));
  for (const path of paths) rmSync(path, { force: true });
  const made = spawnSync("mkfifo", paths);
  if (made.status !== 0) throw new Error(`mkfifo: ${made.stderr}`);
  return new AsyncDisposableStack();
}

/** Asks for relays to be switched on, and does not wait for it. @returns nothing that would have to be ended */
export function orderOn({ api }: Scene, relays: readonly string[]): AsyncDisposable {
  for (const id of relays) void api.setMode(id, "on").catch(() => undefined);
  return new AsyncDisposableStack();
}

/** Asks the house for these paths again and again. @param many at once */
export function storm(many: number, paths: readonly string[]): (scene: Scene) => Promise<AsyncDisposable> {
  return async ({ place, api }) => Beside.node(place, "./storm.ts", api.url, String(many), ...paths);
}

/** A program beside the house that goes on until the attack is over, with all that it starts. */
export class Beside implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = once(child, "close");
  }

  static run(place: Place, command: string, ...args: readonly string[]): Beside {
    const child = spawn(command, args, { cwd: place.folder, stdio: "ignore", detached: true });
    const beside = new Beside(child);
    process.once("exit", beside.#kill);
    return beside;
  }

  /** A program of this folder, in a Node of its own. */
  static node(place: Place, file: string, ...args: readonly string[]): Beside {
    return Beside.run(place, process.execPath, new URL(file, import.meta.url).pathname, ...args);
  }

  readonly #kill = (): void => {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // nobody of it is left
    }
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.#gone;
    process.off("exit", this.#kill);
  }
}
