import type { Change } from "../contact.ts";

/** A meter with its truth: what it measured, and how its contact moved. */

export interface MeterPlan {
  readonly pulses_per_kwh: number;
  /** How long each pulse lasts, ms. */
  readonly pulse_ms: number;
  /** Load and how long it lasts: W and ms, one after the other. */
  readonly loads: readonly (readonly [watts: number, ms: number])[];
  /** Bounces at each end of a pulse at most, each shorter than 2 ms. */
  readonly bounces: number;
  /** 0 to 1, for all that is left to chance. */
  random(): number;
}

export interface Measured {
  readonly changes: readonly Change[];
  /** Instants at which each pulse began, ms. */
  readonly pulses: readonly number[];
  /** The whole time, ms. */
  readonly over: number;
}

/** Instants at which the energy is a whole number of pulses. */
function instants({ loads, pulses_per_kwh }: MeterPlan): { pulses: number[]; over: number } {
  const joules = 3.6e6 / pulses_per_kwh;
  const pulses: number[] = [];
  let [mono, left] = [0, joules];
  for (const [watts, ms] of loads) {
    const end = mono + ms;
    for (let next = mono + (left / watts) * 1_000; next <= end; next = mono + (left / watts) * 1_000) {
      pulses.push(next);
      [mono, left] = [next, joules];
    }
    left -= (watts * (end - mono)) / 1_000;
    mono = end;
  }
  return { pulses, over: mono };
}

/** A meter that has measured these loads. Its pulses do not overlap where the plan leaves them room. */
export function measure(plan: MeterPlan): Measured {
  const { pulses, over } = instants(plan);
  const changes: Change[] = [];
  let closed = false;
  const turn = (mono: number): void => {
    closed = !closed;
    changes.push({ mono, closed, sequence: changes.length + 1 });
  };
  const swing = (mono: number): void => {
    turn(mono);
    let at = mono;
    for (let bounce = Math.floor(plan.random() * (plan.bounces + 1)); bounce > 0; bounce -= 1) {
      at += 0.1 + plan.random();
      turn(at);
      at += 0.1 + plan.random();
      turn(at);
    }
  };
  for (const begun of pulses) {
    swing(begun);
    swing(begun + plan.pulse_ms);
  }
  return { changes, pulses, over };
}
