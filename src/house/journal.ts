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

  /** Decisions are written at once, in one batch with the states of the relays that they switch. */
  write(decisions: readonly Decision[], now: Now): void {
    const told = this.#sparing.take(decisions, now);
    // what the others have changed is on the disk as soon as if they were told
    if (decisions.some((decision) => CHANGES.has(decision.kind) && !told.includes(decision)))
      this.#recorder.saveMemory();
    this.#tell(told, now);
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
    this.#recorder.readings(
      switched(decisions, (channel) => this.#recorder.describe(channel, "")),
      now,
    );
    this.#recorder.decisions(decisions, now);
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
