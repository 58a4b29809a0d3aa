import type { ProcessHands } from "../../hands/index.ts";
import type { House, Undone } from "../../house.ts";

/** From the word to stop on: what has not come to its end by then is left. */
const STOP_WITHIN_MS = 4_600;
/** And so long after it this process is ended from outside, whatever hangs in it. */
const ENDED_WITHIN_MS = 4_900;

const REFUSED_WITHIN_MS = 100;

/** How a house came to its end. */
export interface Stopped extends Undone {
  /** What went wrong on the way. */
  readonly trouble: unknown;
  /** All came to its end in time: nothing that hangs is left in this process. */
  readonly whole: boolean;
}

export interface Ending {
  readonly house: House;
  readonly hands: ProcessHands;
  /** What began before the house, and ends after it. */
  readonly undo: AsyncDisposableStack;
  /** When somebody wanted it to end, on the clock of performance.now(). */
  readonly since: number;
}

/** Stops a house, and ends what it stands on, but waits no longer than is promised. */
export async function stopInTime({ house, hands, undo, since }: Ending): Promise<Stopped> {
  const left = (until_ms: number): number => Math.max(0, since + until_ms - performance.now());
  hands.seeItEnd(left(ENDED_WITHIN_MS));
  let undone: Undone | undefined;
  undo.defer(async () => {
    undone = await house.stop();
  });
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, left(STOP_WITHIN_MS), false);
  let trouble: unknown;
  const end = undo.disposeAsync().catch((error: unknown) => {
    trouble = error;
  });
  const whole = await Promise.race([end.then(() => true), late]);
  clearTimeout(timer);
  if (!whole) hands.abandon();
  return { ...(undone ?? { readings: 0, decisions: 0, relays: house.unconfirmed() }), trouble, whole };
}

/** When a signal came, or else now, on the clock of performance.now(). */
export function momentOf(signal: AbortSignal): () => number {
  let moment: number | undefined;
  const onAbort = (): void => {
    moment = performance.now();
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return () => moment ?? performance.now();
}

/**
 * What comes; `undefined` once the signal does, if that is sooner. Who is refused hears of it, wanted or not: a folder of
 * another house, whose relays are no business of this one, is refused at once.
 * @throws what `coming` rejects with
 */
export async function unless<T>(signal: AbortSignal, coming: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onAbort = (): void => void setTimeout(() => resolve(undefined), REFUSED_WITHIN_MS);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([coming, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
