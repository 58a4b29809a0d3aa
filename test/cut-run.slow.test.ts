import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** A house in a process of its own, whose relay may start once a day: its run is cut, and goes on. */

/** Kills come so long after a process was started: while it loads, while it comes up, once it is up. */
const PHASES_MS = [50, 400, 900, 1_500, 2_500];

/** @param output the plug's device @param limits of the relay, beside one start a day */
function house(output: string, limits = ""): Place {
  const place = new Place();
  place.program("plug.sh", 'echo "$1" > plug.state; echo "$1" >> plug.log');
  place.write(
    "gleaner.yaml",
    `data: { path: ./data, commit_every: 100 ms }
web: { port: 0 }
devices: { plug: ${output} }
relays: { once: { output: plug, script: ./once.ts, guard: { max_starts_per_day: 1${limits} } } }
`,
  );
  place.write("once.ts", script('return relay.onToday < 3_600_000 ? on("Its hour") : off("Has run today");'));
  return place;
}

const FILE = "{ type: file, path: ./plug.state }";
const COMMAND = "{ type: command, on: [./plug.sh, '1'], off: [./plug.sh, '0'] }";

async function isOn(gleaner: Gleaner, place: Place): Promise<void> {
  await until("the relay is on", async () => {
    const { on, reason } = await gleaner.api.relay("once");
    return on && reason === "Its hour" && place.output("plug.state") === "1";
  });
}

async function assertOneStart(gleaner: Gleaner): Promise<void> {
  const { starts_today } = await gleaner.api.relay("once");
  assert.equal(starts_today, 1);
}

describe("the output says that it is still on", () => {
  test("after kill -9 at any moment nothing is switched, and its minimum time goes on", async () => {
    using place = house(FILE, ", min_on: 1 h");
    {
      await using first = await Gleaner.run(place);
      await isOn(first, place);
      await first.kill();
    }
    for (const phase_ms of PHASES_MS) {
      await using killed = Gleaner.launch(place);
      await pause(phase_ms);
      await killed.kill();
      assert.equal(place.output("plug.state"), "1", `killed after ${phase_ms} ms`);
    }
    await using last = await Gleaner.run(place);
    await isOn(last, place);
    await assertOneStart(last);
    const switched = (await last.api.journal()).filter(({ kind }) => kind === "switch");
    assert.deepEqual(
      switched.map(({ on, reason }) => `${on} ${reason}`),
      ["true Its hour"],
    );
    place.write("once.ts", script('return off("Enough");'));
    await until("its minimum time holds it", async () => /^Stays on/.test((await last.api.relay("once")).reason));
  });

  test("a stop makes it safe, and the run goes on after it", async () => {
    using place = house(FILE);
    for (let update = 0; update < 3; update += 1) {
      await using gleaner = await Gleaner.run(place);
      await isOn(gleaner, place);
      await assertOneStart(gleaner);
      assert.equal((await gleaner.stop()).code, 0);
      assert.equal(place.output("plug.state"), "0");
    }
  });

  test("without its data it goes off within seconds, and on again with it", async () => {
    using place = house(FILE);
    {
      await using first = await Gleaner.run(place);
      await isOn(first, place);
      await first.kill();
    }
    place.write("once.ts", script('return channel("nobody.power") > 0 ? on("Its hour") : off("never");'));
    await using second = await Gleaner.run(place);
    await until("it is off", () => place.output("plug.state") === "0", 15_000);
    place.write("once.ts", script('return on("Its hour");'));
    await isOn(second, place);
    await assertOneStart(second);
  });
});

test("an output that cannot say so goes off at the start, and the run goes on as the same", async () => {
  using place = house(COMMAND);
  for (const phase_ms of [0, ...PHASES_MS.slice(-2)]) {
    await using gleaner = await Gleaner.run(place);
    await isOn(gleaner, place);
    await assertOneStart(gleaner);
    await pause(phase_ms);
    await gleaner.kill();
  }
  assert.deepEqual(place.read("plug.log")?.trim().split("\n"), ["0", "1", "0", "1", "0", "1"]);
});
