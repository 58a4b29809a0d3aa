import { type FSWatcher, watch } from "node:fs";
import { Cable } from "../../src/devices/kit/testing/cable.ts";
import { roofBlock } from "./frames.ts";
import type { Gleaner } from "./gleaner.ts";
import type { Place } from "./place.ts";
import { until } from "./until.ts";

/** A relay that follows the panels' power on a pseudo-terminal, to measure how soon it does. */

/** The device, the relay `good` with its output, without limits that would hold it back. */
export const FOLLOWER = {
  devices: `  roof: { type: vedirect, port: ./roof }
  good_plug: { type: file, path: ./good.state }
`,
  relays: `  good: { output: good_plug, script: ./good.ts }
`,
  script: 'return data["roof.panel_power"] > 300 ? on("Sun") : off("No sun");',
};

const ON_W = 600;
const OFF_W = 100;
const LOST_MS = 10_000;

/** Sends edges over the cable and measures how long each takes to reach the relay's output. */
export class Follower implements AsyncDisposable {
  readonly #place: Place;
  readonly #cable: Cable;
  readonly #watcher: FSWatcher;
  #on = false;
  #stirred: () => void = () => undefined;

  private constructor(place: Place, cable: Cable) {
    this.#place = place;
    this.#cable = cable;
    // told by the kernel, so that looking costs the daemon no processor time
    this.#watcher = watch(place.folder, (_event, name) => {
      if (name === "good.state") this.#stirred();
    });
  }

  /** Plugs the cable in; to be called before the house is started. */
  static async plug(place: Place): Promise<Follower> {
    return new Follower(place, await Cable.plug(place.path("roof")));
  }

  /** Resolves when the house hears the line and the relay is off. */
  async ready({ api }: Gleaner): Promise<void> {
    await until("the roof is open", async () => (await api.counter("roof", "opens")) > 0);
    await this.#cable.speak(roofBlock(3, OFF_W));
    await until("the script has spoken", async () => (await api.relay("good")).reason === "No sun");
    await until("the relay is off", () => this.#place.output("good.state") === "0");
  }

  /** The panels' power crosses the script's threshold. @returns ms until the relay's output was written */
  async edge(): Promise<number> {
    this.#on = !this.#on;
    const wanted = this.#on ? "1" : "0";
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const limit = setTimeout(() => reject(new Error(`the relay did not follow within ${LOST_MS} ms`)), LOST_MS);
    const began = performance.now();
    this.#stirred = () => {
      if (this.#place.output("good.state") === wanted) resolve(performance.now() - began);
    };
    try {
      await this.#cable.speak(roofBlock(3, this.#on ? ON_W : OFF_W));
      return await promise;
    } finally {
      clearTimeout(limit);
      this.#stirred = () => undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher.close();
    await this.#cable.unplug();
  }
}

/** The value below which a share of all values lies. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
