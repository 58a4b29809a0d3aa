import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Gleaner } from "../test/support/gleaner.ts";
import { script, VALUES } from "../test/support/houses.ts";
import { Place } from "../test/support/place.ts";
import { type Bench, round } from "./bench.ts";

/** How soon a house with a long past is there: the database opens, and Now is served. */

const READINGS = 100_000_000;
const TRIES = 5;
const PROMISED_OPEN_MS = 1_000;
/** Later than with no past at all. */
const PROMISED_LATER_MS = 200;

const CONFIG = `data: ./data
web: { port: 0 }
devices:
  ${VALUES}
  boiler_plug: { type: file, path: ./boiler.state }
relays:
  boiler: { output: boiler_plug, script: ./boiler.ts }
`;

function house(): Place {
  const place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", "power 400 W\n");
  place.write("boiler.ts", script('return on("Always");'));
  return place;
}

function work(what: "fill" | "open", place: Place, readings: number): Readonly<Record<string, number>> {
  const file = join(import.meta.dirname, "open-work.ts");
  const child = spawnSync(process.execPath, [file, what, place.path("data"), `${readings}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${what} ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** From the start of the process to the first answer with the house's state, ms. */
async function firstState(place: Place, end: "stop" | "kill"): Promise<number> {
  await using gleaner = await Gleaner.run(place);
  await gleaner.api.state();
  const took_ms = performance.now() - gleaner.started_mono;
  await gleaner[end]();
  return took_ms;
}

export const open: Bench = {
  about: "how soon a house with a long past is there (size: readings, 100,000,000)",
  async run(size, say) {
    using place = house();
    using young = house();
    const { readings = 0, size_mb = 0 } = work("fill", place, size ?? READINGS);
    say(`${readings} readings in ${round(size_mb)} MB`);
    const open_ms = round(middle(Array.from({ length: TRIES }, () => work("open", place, 0).open_ms ?? Number.NaN)));
    await firstState(young, "stop");
    const [without, after, killed]: [number[], number[], number[]] = [[], [], []];
    // in turn, so that a busy machine is busy for all
    for (let i = 0; i < TRIES; i++) {
      without.push(await firstState(young, "stop"));
      after.push(await firstState(place, "kill"));
      killed.push(await firstState(place, "stop"));
    }
    const young_ms = round(middle(without));
    const first_state_ms = round(middle(after));
    const after_kill_ms = round(middle(killed));
    const later_ms = round(first_state_ms - young_ms);
    return {
      figures: { readings, size_mb: round(size_mb), open_ms, young_ms, first_state_ms, after_kill_ms },
      bounds: [
        { promise: `opens within ${PROMISED_OPEN_MS} ms`, kept: open_ms <= PROMISED_OPEN_MS },
        {
          promise: `Now at most ${PROMISED_LATER_MS} ms later than without a past`,
          kept: later_ms <= PROMISED_LATER_MS,
        },
      ],
      lines: [
        `${readings} readings open in ${open_ms} ms, with the newest of each channel`,
        `From the start of the process to the first state: ${first_state_ms} ms, ${young_ms} ms without a past; ${after_kill_ms} ms after kill -9`,
      ],
    };
  },
};
