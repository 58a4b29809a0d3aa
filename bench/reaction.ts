import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { FOLLOWER, Follower, percentile } from "../test/support/edges.ts";
import { Gleaner } from "../test/support/gleaner.ts";
import { script } from "../test/support/houses.ts";
import { Place } from "../test/support/place.ts";
import { pause } from "../test/support/until.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { atMostTimes, type Bound } from "./judge.ts";
import { plainFollower } from "./yardsticks/follower.ts";

/** From a block on the serial line to the written relay, through the whole daemon. */

const EDGES = 1_000;
/** The cycle rests so long between two batches of readings, on any machine. */
const REST_MS = 100;
/** What comes on top of the rest; README.md tells where it comes from. */
const MOST_OF_PLAIN = 8;
/** An edge comes so long after the relay followed the last one: at any moment of the cycle. */
const LEAST_GAP_MS = 20;
const GAP_MS = 200;
const WARM_UP = 10;
const SEED = 1;
const PVMONIT = "PvMonit: median of 35 s, 460 s for the last of seven relays";

/** Times in ms from the block's first byte written to the output file written. */
async function measureReaction(edges: number, onEdge: (done: number) => void = () => undefined) {
  const random = seeded(SEED);
  using place = new Place();
  place.write(
    "gleaner.yaml",
    `data: ./data
web: { port: 0 }
devices:
${FOLLOWER.devices}
relays:
${FOLLOWER.relays}
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`,
  );
  place.write("good.ts", script(FOLLOWER.script));
  await using follower = await Follower.plug(place);
  await using gleaner = await Gleaner.run(place);
  await follower.ready(gleaner);
  const times: number[] = [];
  for (let edge = -WARM_UP; edge < edges; edge += 1) {
    await pause(LEAST_GAP_MS + random() * GAP_MS);
    const ms = await follower.edge();
    if (edge >= 0) times.push(ms);
    onEdge(times.length);
  }
  await gleaner.stop();
  return times;
}

export interface Reaction {
  /** ms of each edge. */
  readonly times: readonly number[];
  readonly bound: Bound;
}

/** Measures the house and the yardstick. */
export async function judgeReaction(edges: number, onEdge?: (done: number) => void): Promise<Reaction> {
  const plain = await plainFollower();
  const times = await measureReaction(edges, onEdge);
  const p99_ms = percentile(times, 0.99);
  const bound = atMostTimes("reading to relay written, p99", p99_ms, "ms", plain, MOST_OF_PLAIN, REST_MS);
  return { times, bound };
}

export const reaction: Bench = {
  about: "from a reading on the serial line to the written relay: p50, p90, p99, max (1,000 edges; some minutes)",
  async run(size, say) {
    const edges = size ?? EDGES;
    const { times, bound } = await judgeReaction(edges, (done) => {
      if (done > 0 && done % 250 === 0) say(`${done} of ${edges} edges`);
    });
    const [p50_ms = 0, p90_ms = 0, p99_ms = 0, max_ms = 0] = [0.5, 0.9, 0.99, 1].map((share) =>
      round(percentile(times, share)),
    );
    return {
      figures: { edges, p50_ms, p90_ms, p99_ms, max_ms },
      bounds: [bound],
      lines: [
        `Reading to relay written, ${edges} edges: p50 ${p50_ms} ms, p90 ${p90_ms} ms, p99 ${p99_ms} ms, max ${max_ms} ms`,
        PVMONIT,
      ],
    };
  },
};
