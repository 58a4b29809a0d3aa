import { adopt, lostRelays, withDayOf } from "../control/memory.ts";
import type { Memory } from "../control/relay-memory.ts";
import { type StepInput, step } from "../control/step.ts";
import { relayStates, relaysForScripts } from "../control/view.ts";
import type { Clock, Decision, GuardRules, Now, Order, RelayState } from "../model/index.ts";

/** Beside a relay of an interlock nothing is left on at the start: its partners may be on, too. */
function isAlone({ interlocks }: GuardRules, id: string): boolean {
  return !interlocks.some(({ relays }) => relays.includes(id));
}

/** The pure brain with its memory between two cycles. */
export class Brain {
  readonly #rules: GuardRules;
  #memory: Memory;
  /** The relays as the last run left them, before the first decision of this one. */
  readonly adopted: readonly RelayState[];
  /** Relays that were on when Gleaner last ran and are none any more. */
  readonly lost: readonly string[];

  /**
   * @param saved what `memory` was in an earlier run
   * @param reports whether the output of a relay can report its state
   */
  constructor(rules: GuardRules, saved: unknown, clock: Clock, reports: (relay: string) => boolean) {
    const ids = rules.relays.map(({ id }) => id);
    this.#rules = rules;
    const now = clock.now();
    this.#memory = adopt(saved, ids, now, clock.bootId, rules.time_zone, (id) => isAlone(rules, id) && reports(id));
    this.adopted = this.states(clock.now());
    this.lost = lostRelays(saved, ids);
  }

  /** What is to be remembered, plain data. */
  get memory(): unknown {
    return this.#memory;
  }

  /** A relay is ordered on: its counters grow without a decision. */
  get runs(): boolean {
    return Object.values(this.#memory.relays).some(({ commanded }) => commanded);
  }

  /** Relays whose outputs have not confirmed their last orders. */
  get unconfirmed(): string[] {
    return Object.entries(this.#memory.relays).flatMap(([id, { confirmed }]) => (confirmed ? [] : [id]));
  }

  /** Relays that were ordered off and whose devices report on all the same, as the journal knows. */
  get reportingOn(): string[] {
    return Object.entries(this.#memory.relays).flatMap(([id, { commanded, feedback, told_on }]) =>
      !commanded && feedback === true && told_on ? [id] : [],
    );
  }

  /** The relays as people, programs and scripts see them. */
  states(now: Now): RelayState[] {
    return relayStates(this.#rules, this.#memory, now);
  }

  /** The same as scripts see them. */
  statesForScripts(now: Now): RelayState[] {
    return relaysForScripts(this.#rules, this.#memory, now);
  }

  /** Relays that are left as they are until their outputs have said whether they are on. */
  get resuming(): string[] {
    return Object.entries(this.#memory.relays).flatMap(([id, { resuming }]) => (resuming ? [id] : []));
  }

  /** Counts what the relays ran today in a time that this run has not seen. @param memory what `memory` was then */
  alsoRan(memory: unknown, now: Now): void {
    this.#memory = withDayOf(this.#memory, memory, now, this.#rules.time_zone);
  }

  /** One decision of the house. */
  decide(input: StepInput, now: Now): { readonly orders: readonly Order[]; readonly decisions: readonly Decision[] } {
    const { memory, orders, decisions } = step(this.#rules, this.#memory, input, now);
    this.#memory = memory;
    return { orders, decisions };
  }
}
