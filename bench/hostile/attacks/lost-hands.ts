import { handsOf } from "../../../test/support/process.ts";
import type { Attack, Scene } from "../attack.ts";

const EVERY_MS = 2_000;
/** A start takes longer than this on any machine. */
const FASTER_THAN_A_START_MS = 30;

/** Signals the process that works, or now and then those that stand by too, again and again. */
function struck(signal: NodeJS.Signals, every_ms = EVERY_MS) {
  return async ({ house }: Scene): Promise<AsyncDisposable> => {
    let time = 0;
    const strike = (): void => {
      const all = handsOf(house);
      for (const pid of time++ % 4 === 3 ? all : all.slice(0, 1)) {
        try {
          process.kill(pid, signal);
        } catch {
          // it has just ended by itself
        }
      }
    };
    strike();
    const timer = setInterval(strike, every_ms);
    return {
      async [Symbol.asyncDispose]() {
        clearInterval(timer);
      },
    };
  };
}

const CAUSE = /The process that writes files and starts programs/;

/** The process that writes files and starts programs dies, again and again. */
export const killedHands: Attack = { name: "hands killed again and again", begin: struck("SIGKILL"), cause: CAUSE };

/** It dies before it is up, all of them. */
export const shortHands: Attack = {
  name: "hands killed faster than they start",
  begin: struck("SIGKILL", FASTER_THAN_A_START_MS),
  cause: CAUSE,
};

/** It stands still, again and again. */
export const stoppedHands: Attack = { name: "hands stopped again and again", begin: struck("SIGSTOP"), cause: CAUSE };
