import type { ChannelRules } from "../house/channels.ts";
import { type HouseOptions, runHouse } from "../house.ts";
import { DAY, HOUR } from "../model/index.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Virtual time that passes between two looks at the real world. */
const PIECE_MS = 6 * HOUR;
/** The house gathers so much virtual time before it gives it to its store. */
const COMMIT_EVERY_MS = HOUR;

/** What a house on virtual time is made of. Nothing in it may be a real device, or wait for a real disk. */
export type LabHouse = Pick<HouseOptions, "rules" | "channels" | "devices" | "outputs" | "scripts" | "store" | "sun">;

/** How long it lives, and who looks on. */
export interface Course {
  /** UTC ms */
  readonly until: number;
  /** Its devices report once in so long, ms. */
  readonly step_ms: number;
  /** Aborted: it stops before its time, at the end of a piece. */
  readonly stop?: AbortSignal;
  /** Called after each piece with the instant reached, and waited for: virtual time stands still meanwhile. */
  readonly onPiece?: (at: number) => void | Promise<void>;
}

/** Devices report once a step: until the next report is due no value is stale, and no channel silent. */
function patient(rules: ChannelRules, step_ms: number): ChannelRules {
  const atLeast = (stale_after_ms: number): number => Math.max(stale_after_ms, 2 * step_ms);
  return {
    ...rules,
    staleAfter: (device, quantity) => atLeast(rules.staleAfter(device, quantity)),
    named: rules.named.map((channel) => ({ ...channel, stale_after_ms: atLeast(channel.stale_after_ms) })),
  };
}

/**
 * Lets a house live on virtual time, from where its clock stands: the same house and guard as live, as fast as it goes.
 * It ends in its safe state, with its memory in its store.
 * @throws Error of the store when it says that it is broken
 */
export async function liveThrough(clock: VirtualClock, parts: LabHouse, course: Course): Promise<void> {
  const { until, step_ms, stop, onPiece } = course;
  const house = runHouse({
    ...parts,
    channels: patient(parts.channels, step_ms),
    clock,
    commit_every_ms: COMMIT_EVERY_MS,
    idle_ms: step_ms,
    feedback_every_ms: DAY,
    publish: () => undefined,
    onFatal: (error) => {
      throw error;
    },
  });
  for (let { at } = clock.now(); at < until && !stop?.aborted; ) {
    at = Math.min(until, at + PIECE_MS);
    await clock.run(at);
    await onPiece?.(at);
  }
  await clock.runUntil(house.stop());
}
