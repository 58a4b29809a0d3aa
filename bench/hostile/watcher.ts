import type { Api } from "../../test/support/api.ts";
import { residentBytes } from "../../test/support/process.ts";
import { pause } from "../../test/support/until.ts";

const LOOK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 1_500;

/** The highest memory of a process while it is watched. */
export class MemoryWatcher implements Disposable {
  highest_bytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    const look = (): void => {
      try {
        this.highest_bytes = Math.max(this.highest_bytes, residentBytes(pid));
      } catch {
        // it has ended
      }
    };
    look();
    this.#timer = setInterval(look, LOOK_EVERY_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** All that `/health` says, as text; `""` when it does not answer. */
async function healthOf(api: Api): Promise<string> {
  try {
    const answer = await api.fetch("/health", { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return await answer.text();
  } catch {
    return "";
  }
}

/** @returns ms until `/health` names the cause, `within_ms` when it does not */
export async function untilNamed(api: Api, cause: RegExp, within_ms: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const said = await healthOf(api);
    const passed = performance.now() - began;
    // relays are told by the names that people would read, `Fifo secret 1`
    if (cause.test(said) || cause.test(said.toLowerCase().replaceAll(" ", "_"))) return passed;
    if (passed > within_ms) return within_ms;
    await pause(LOOK_EVERY_MS);
  }
}
