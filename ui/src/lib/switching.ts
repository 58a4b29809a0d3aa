import type { ModeChangeWaits, Problem, Relay, RelayMode } from "../../../src/web/api.ts";
import type { Answer } from "./server.ts";

/** A change that a person asked for and the server has not yet shown. */
export interface Wanted {
  readonly mode: RelayMode;
  readonly span?: string | undefined;
}

export interface SwitchView {
  /** Shown at once instead of the server's mode; `undefined`: show what the server says. */
  readonly wanted: Wanted | undefined;
  /** Why the last change was refused. */
  readonly problem: Problem | undefined;
}

export interface Switching {
  choose(wanted: Wanted): void;
  /** The server's newest state of this relay. */
  seen(relay: Relay): void;
  dismiss(): void;
  stop(): void;
}

/** The server has agreed: so long the choice stays shown even if an older state is still under way. */
export const SETTLE_MS: ModeChangeWaits["settle_ms"] = 2_000;

/**
 * One relay's switch: shows the choice at once, sends one request at a time (the newest choice wins),
 * falls back to the server's mode and shows the problem when it was refused.
 */
export function makeSwitching(
  send: (wanted: Wanted) => Promise<Answer<Relay>>,
  after: (delay_ms: number, callback: () => void) => () => void,
  show: (view: SwitchView) => void,
): Switching {
  let wanted: Wanted | undefined;
  let next: Wanted | undefined;
  let busy = false;
  let agreed = false;
  let stopped = false;
  let cancelSettle = (): void => {};

  const settle = (): void => {
    cancelSettle();
    agreed = false;
    wanted = undefined;
    if (!stopped) show({ wanted, problem: undefined });
  };

  const run = async (choice: Wanted): Promise<void> => {
    busy = true;
    agreed = false;
    cancelSettle();
    wanted = choice;
    show({ wanted, problem: undefined });
    const answer = await send(choice);
    busy = false;
    if (stopped) return;
    if (next) {
      const following = next;
      next = undefined;
      await run(following);
    } else if (answer.ok) {
      agreed = true;
      cancelSettle = after(SETTLE_MS, settle);
    } else {
      wanted = undefined;
      show({ wanted, problem: answer.problem });
    }
  };

  return {
    choose(choice) {
      if (!busy) {
        void run(choice);
        return;
      }
      next = choice;
      wanted = choice;
      show({ wanted, problem: undefined });
    },
    seen(relay) {
      if (agreed && relay.mode === wanted?.mode) settle();
    },
    dismiss() {
      show({ wanted, problem: undefined });
    },
    stop() {
      stopped = true;
      cancelSettle();
    },
  };
}
