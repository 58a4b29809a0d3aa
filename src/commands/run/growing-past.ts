import { z } from "zod";
import { inProcess } from "../../hands/index.ts";
import { ModelState } from "../../lab/model-house/index.ts";
import { logProblem } from "../terminal/log.ts";

/** How a past ended that was lived through. */
export interface Lived {
  /** The brain's memory. */
  readonly brain: unknown;
  /** The model house; absent where another past is still to come. */
  readonly model?: ModelState | undefined;
}

const LivedMessage = z.object({ lived: z.object({ brain: z.unknown(), model: ModelState.optional() }) });

/** The past of a simulated house, which grows in a process of its own behind the house that runs. */
export class GrowingPast {
  #share: number | undefined = 0;
  #onLived: ((lived: Lived) => void) | undefined;
  #guest: { readonly end: () => void } | undefined;

  /** The share that is done, 0 to 1; `undefined`: all of it. */
  get share(): number | undefined {
    return this.#share;
  }

  /**
   * @param file the configuration; what is to be lived through is noted beside its data
   * @param onLived told of each past that has come to its end
   */
  begin(file: string, onLived: (lived: Lived) => void): void {
    this.#onLived = onLived;
    const guest = inProcess(new URL("./past-process.ts", import.meta.url), [], {
      said: (message) => this.#hear(message),
      left: (why) => this.#lost(why),
    });
    this.#guest = guest;
    guest.tell(file);
  }

  #hear(message: unknown): void {
    if (typeof message !== "object" || message === null) return;
    if ("share" in message && typeof message.share === "number") this.#share = message.share;
    const { data } = LivedMessage.safeParse(message);
    if (data) this.#onLived?.(data.lived);
    if ("problem" in message) this.#lost(String(message.problem));
    if ("done" in message) this.end();
  }

  #lost(why: string): void {
    this.end();
    logProblem(`The past of the simulated house could not be lived through (${why}): the next start goes on with it.`);
  }

  /** What was lived through stays, and the next start goes on there. */
  end(): void {
    this.#share = undefined;
    this.#onLived = undefined;
    this.#guest?.end();
  }
}
