import { type Decision, type DecisionKind, type Now, type Reading, relayChannel } from "../model/index.ts";
import type { Companions } from "./companions.ts";
import type { Recorder } from "./record/recorder.ts";
import { Sparing } from "./sparing.ts";

/** What the brain remembers was changed, and is saved with the line. */
const CHANGES: ReadonlySet<DecisionKind> = new Set(["mode", "fault"]);

/** Writes what was decided, and tells those who watch. */
export class Journal {
  readonly #recorder: Recorder;
  readonly #companions: Companions;
  readonly #sparing = new Sparing();

  constructor(recorder: Recorder, companions: Companions) {
    this.#recorder = recorder;
    this.#companions = companions;
  }

  /**
   * Decisions are written at once, in one batch with the states of the relays that they switch and the memory in which they
   * are done: a crash must find no start that the journal lacks.
   */
  write(decisions: readonly Decision[], now: Now): void {
    const told = this.#sparing.take(decisions, now);
    if (told.length > 0) this.#tell(told, now);
    // what the others have changed is on the disk as soon as if they were told
    else if (decisions.some(({ kind }) => CHANGES.has(kind))) this.#recorder.saveMemory();
  }

  /** Sums up what was held back, once its minute is over; to be called in every cycle. */
  look(now: Now): void {
    this.#tell(this.#sparing.due(now), now);
  }

  /** Sums up all that was held back, at the stop. */
  end(now: Now): void {
    this.#tell(this.#sparing.rest(now), now);
  }

  #tell(decisions: readonly Decision[], now: Now): void {
    if (decisions.length === 0) return;
    const states = switched(decisions, (channel) => this.#recorder.describe(channel, ""));
    this.#recorder.decisions(decisions, states, now);
    this.#companions.told(decisions);
  }
}

/** Each switched relay in its own channel: 1 on, 0 off. */
function switched(decisions: readonly Decision[], describe: (channel: string) => void): Reading[] {
  return decisions.flatMap(({ kind, relay, on, at }) => {
    if (kind !== "switch" || relay === undefined || on === undefined) return [];
    const channel = relayChannel(relay);
    describe(channel);
    return [{ channel, at, value: on ? 1 : 0 }];
  });
}
