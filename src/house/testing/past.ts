import type { PastReadings } from "../record/recorder.ts";

/** A history that holds these instants of each channel, UTC ms. */
export function pastWith(instants: Readonly<Record<string, number | readonly number[]>> = {}): PastReadings {
  return {
    channels: () => Object.keys(instants).map((name) => ({ name, unit: null, isOwn: true })),
    newestBefore: (end) =>
      new Map(
        Object.entries(instants).flatMap(([channel, all]) => {
          const before = [all].flat().filter((at) => at < end);
          return before.length > 0 ? [[channel, Math.max(...before)] as const] : [];
        }),
      ),
  };
}
