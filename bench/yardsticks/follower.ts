import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Follower, percentile } from "../../test/support/edges.ts";
import { Place } from "../../test/support/place.ts";
import { pause } from "../../test/support/until.ts";
import type { Yardstick } from "../judge.ts";

const EDGES = 200;
const WARM_UP = 5;
const GAP_MS = 20;

/** How soon the plainest program follows edges on the same line to the same file: p99. */
export async function plainFollower(): Promise<Yardstick> {
  using place = new Place();
  await using follower = await Follower.plug(place);
  const program = join(import.meta.dirname, "follower-work.ts");
  const args = [program, place.path("roof"), place.path("good.state")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "close");
  try {
    await once(child.stdout, "data");
    const times: number[] = [];
    for (let edge = -WARM_UP; edge < EDGES; edge++) {
      await pause(GAP_MS);
      const ms = await follower.edge();
      if (edge >= 0) times.push(ms);
    }
    return { name: "the plainest program on the same line", value: percentile(times, 0.99), unit: "ms" };
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
}
