import { type DeviceHealth, type Inbox, reason } from "../model/index.ts";

const LONGEST_PROBLEM = 700;

/** Words of an error, whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** How a device stands. Tells the journal once when it is lost and once when it is back. */
export class Condition {
  readonly #device: string;
  #inbox: Inbox | undefined;
  #state: DeviceHealth["state"] = "starting";
  #problem: string | null = null;

  /** @param device the device's name, for the notes */
  constructor(device: string) {
    this.#device = device;
  }

  /** From now on notes go to this inbox; `undefined`: to nobody. */
  tell(inbox: Inbox | undefined): void {
    this.#inbox = inbox;
  }

  /** It works. `remark`: something that a person should look at all the same. */
  ok(remark: string | null = null): void {
    const back = this.#state === "lost";
    this.#state = "ok";
    this.#problem = remark === null ? null : cut(remark);
    if (back) this.#inbox?.note(reason("device_back", { device: this.#device }));
  }

  /** It does not work; `problem` says why and what to do. */
  lost(problem: string): void {
    const fell = this.#state !== "lost";
    this.#state = "lost";
    this.#problem = cut(problem);
    if (fell) this.#inbox?.note(reason("device_lost", { device: this.#device, problem: this.#problem }));
  }

  health(counters: Readonly<Record<string, number>>, facts: Readonly<Record<string, string>> = {}): DeviceHealth {
    return { state: this.#state, problem: this.#problem, counters: { ...counters }, facts: { ...facts } };
  }
}

function cut(words: string): string {
  return words.length > LONGEST_PROBLEM ? `${words.slice(0, LONGEST_PROBLEM - 1)}…` : words;
}
