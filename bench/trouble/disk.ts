import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import type { Place } from "../../test/support/place.ts";

/** A small disk of its own for the data, that can be filled; it outlives the house that is killed. */

const SIZE = "48m";
const READY_WITHIN_MS = 5_000;
const MOUNT = `mount -t tmpfs -o size=${SIZE} tmpfs "$0" && echo mounted && exec sleep 86400`;

export class SmallDisk implements Disposable {
  readonly #holder: ChildProcess;
  readonly #pid: number;
  readonly #place: Place;

  private constructor(holder: ChildProcess, pid: number, place: Place) {
    this.#holder = holder;
    this.#pid = pid;
    this.#place = place;
  }

  /** Mounts one at `data`; `undefined` where nobody may mount. */
  static async mount(place: Place): Promise<SmallDisk | undefined> {
    const holder = spawn("unshare", ["-m", "sh", "-c", MOUNT, place.path("data")], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    holder.stdout.once("data", () => resolve(true));
    holder.once("error", () => resolve(false));
    holder.once("exit", () => resolve(false));
    const timer = setTimeout(resolve, READY_WITHIN_MS, false);
    const mounted = await promise;
    clearTimeout(timer);
    if (mounted && holder.pid !== undefined) return new SmallDisk(holder, holder.pid, place);
    holder.kill("SIGKILL");
    return undefined;
  }

  /** How a program is started that is to see the disk. */
  get through(): readonly string[] {
    const enter = ["nsenter", "-t", String(this.#pid), "-m"];
    return [...enter, "sh", "-c", 'cd "$0" && exec "$@"', this.#place.folder];
  }

  fill(): void {
    this.#inside("cat /dev/zero > data/ballast");
  }

  free(): void {
    this.#inside("rm -f data/ballast");
  }

  #inside(words: string): void {
    const [command = "", ...args] = [...this.through, "sh", "-c", words];
    spawnSync(command, args, { stdio: "ignore" });
  }

  [Symbol.dispose](): void {
    this.#holder.kill("SIGKILL");
  }
}
