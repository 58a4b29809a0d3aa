import { adopt, lostRelays } from "../control/memory.ts";
import type { Memory } from "../control/relay-memory.ts";
import { type StepInput, step } from "../control/step.ts";
import { relayStates } from "../control/view.ts";
import type { Clock, Decision, GuardRules, Now, Order, RelayState } from "../model/index.ts";

/** The pure brain with its memory between two cycles. */
export class Brain {
  readonly #rules: GuardRules;
  #memory: Memory;
  /** The relays as the last run left them, before the first decision of this one. */
  readonly adopted: readonly RelayState[];
  /** Relays that were on when Gleaner last ran and are none any more. */
  readonly lost: readonly string[];

  /** @param saved what `memory` was in an earlier run */
  constructor(rules: GuardRules, saved: unknown, clock: Clock) {
    const ids = rules.relays.map(({ id }) => id);
    this.#rules = rules;
    this.#memory = adopt(saved, ids, clock.now(), clock.bootId, rules.time_zone);
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

  /** The relays as people, programs and scripts see them. */
  states(now: Now): RelayState[] {
    return relayStates(this.#rules, this.#memory, now);
  }

  /** One decision of the house. */
  decide(input: StepInput, now: Now): { readonly orders: readonly Order[]; readonly decisions: readonly Decision[] } {
    const { memory, orders, decisions } = step(this.#rules, this.#memory, input, now);
    this.#memory = memory;
    return { orders, decisions };
  }
}
