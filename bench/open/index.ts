import { Gleaner } from "../../test/support/gleaner.ts";
import { script, VALUES } from "../../test/support/houses.ts";
import { Place } from "../../test/support/place.ts";
import type { Bench } from "../bench.ts";
import { type Figures, runProgram } from "../children.ts";
import { median, round } from "../figures.ts";
import { atMostTimes } from "../judge.ts";
import { bareNode } from "../yardsticks/bare-node.ts";

/** How soon a house with a long past is there: the database opens, and Now is served. */

const READINGS = 100_000_000;
const TRIES = 5;
/** README.md tells where they come from. */
const MOST_OF_NODE = 48;
const MOST_OF_YOUNG = 1.27;

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

function work(what: "fill" | "open", place: Place, readings: number): Figures {
  return runProgram("open/work.ts", [what, place.path("data"), readings]);
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
    const open_ms = round(median(Array.from({ length: TRIES }, () => work("open", place, 0).open_ms ?? Number.NaN)));
    await firstState(young, "stop");
    const [without, after, killed]: [number[], number[], number[]] = [[], [], []];
    // in turn, so that a busy machine is busy for all
    for (let i = 0; i < TRIES; i++) {
      without.push(await firstState(young, "stop"));
      after.push(await firstState(place, "kill"));
      killed.push(await firstState(place, "stop"));
    }
    const young_ms = round(median(without));
    const first_state_ms = round(median(after));
    const after_kill_ms = round(median(killed));
    const young_house = { name: "a house without a past", value: young_ms, unit: "ms" };
    return {
      figures: { readings, size_mb: round(size_mb), open_ms, young_ms, first_state_ms, after_kill_ms },
      bounds: [
        atMostTimes("the database opens within", open_ms, "ms", await bareNode(), MOST_OF_NODE),
        atMostTimes("Now is served within", first_state_ms, "ms", young_house, MOST_OF_YOUNG),
      ],
      lines: [
        `${readings} readings open in ${open_ms} ms, with the newest of each channel`,
        `From the start of the process to the first state: ${first_state_ms} ms, ${young_ms} ms without a past; ${after_kill_ms} ms after kill -9`,
      ],
    };
  },
};
