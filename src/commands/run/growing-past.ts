import { inProcess } from "../../hands/index.ts";
import { logProblem } from "../terminal/log.ts";

/** The past of a simulated house, which grows in a process of its own behind the house that runs. */
export class GrowingPast {
  #share: number | undefined = 0;
  #guest: { readonly end: () => void } | undefined;

  /** The share that is done, 0 to 1; `undefined`: all of it. */
  get share(): number | undefined {
    return this.#share;
  }

  /** @param file the configuration; what is to be lived through is noted beside its data */
  begin(file: string): void {
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
    this.#guest?.end();
  }
}
