import { setImmediate as nextTurn } from "node:timers/promises";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import type { WebClock } from "../live/live.ts";

/** Counts the time that an answer takes. */
export class Patience {
  readonly #clock: WebClock;
  readonly #until: number;

  constructor({ clock, limits }: Pick<RouteContext, "clock" | "limits">) {
    this.#clock = clock;
    this.#until = clock.mono() + limits.series_ms;
  }

  /** Gives other clients their turn. @throws HttpProblem 503 when the answer has taken too long already */
  async rest(): Promise<void> {
    if (this.#clock.mono() > this.#until) {
      throw new HttpProblem(503, "too_slow", "The answer took too long", "ask for a shorter span");
    }
    await nextTurn();
  }
}
