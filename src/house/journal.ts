import { type Decision, type Now, type Reading, relayChannel } from "../model/index.ts";
import type { Companions } from "./companions.ts";
import type { Recorder } from "./record/recorder.ts";

/** Writes what was decided, and tells those who watch. */
export class Journal {
  readonly #recorder: Recorder;
  readonly #companions: Companions;

  constructor(recorder: Recorder, companions: Companions) {
    this.#recorder = recorder;
    this.#companions = companions;
  }

  /** Decisions are written at once, in one batch with the states of the relays that they switch. */
  write(decisions: readonly Decision[], now: Now): void {
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
