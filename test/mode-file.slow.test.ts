import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { script, VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** The two JSON files by which other programs see and set the relays, against the running daemon. */

const CONFIG = `data: ./data
web: { port: 0 }
devices:
  ${VALUES}
  boiler_plug: { type: file, path: ./boiler.state }
  pump_plug: { type: file, path: ./pump.state }
relays:
  boiler: { number: 1, output: boiler_plug, script: ./boiler.ts }
  pump: { number: 2, output: pump_plug, script: ./pump.ts }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
mode_file: { modes: ./modes.json, states: ./states.json }
`;

interface Scene {
  readonly place: Place;
  readonly gleaner: Gleaner;
  /** Waits until the relay's output, its mode and both files agree on it. */
  agree(relay: "boiler" | "pump", mode: number, on: boolean): Promise<void>;
  modes(): Record<string, number>;
}

const NUMBERS = { boiler: "1", pump: "2" };

async function scene(play: (scene: Scene) => Promise<void>): Promise<void> {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", "power 100 W\n");
  place.write("boiler.ts", script('return data["values.power"] > 300 ? on("Sun") : off("No sun");'));
  place.write("pump.ts", script('return keep("Whatever others say");'));
  await using gleaner = await Gleaner.run(place);
  const parsed = (file: string): Record<string, number> => JSON.parse(place.read(file) ?? "") as Record<string, number>;
  const it: Scene = {
    place,
    gleaner,
    modes: () => parsed("modes.json"),
    agree: async (relay, mode, on) => {
      const number = NUMBERS[relay];
      await until(`${relay} in mode ${mode} is ${on ? "on" : "off"} everywhere`, async () => {
        const state = await gleaner.api.relay(relay);
        return (
          place.output(`${relay}.state`) === (on ? "1" : "0") &&
          state.mode_number === mode &&
          state.on === on &&
          parsed("modes.json")[number] === mode &&
          parsed("states.json")[number] === (on ? 1 : 0)
        );
      });
    },
  };
  await it.agree("boiler", 1, false);
  await it.agree("pump", 1, false);
  await play(it);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
}

async function refusals({ gleaner }: Scene): Promise<string[]> {
  return (await gleaner.api.journal()).filter(({ kind }) => kind === "mode_file").map(({ reason }) => reason);
}

describe("the mode file", () => {
  test("another program sets 3, 0, 1 and 2, and the relay follows", () =>
    scene(async (it) => {
      for (const [mode, on] of [
        [3, true],
        [0, false],
        [1, false],
        [2, true],
        [1, false],
        [3, true],
      ] as const) {
        it.place.write("modes.json", JSON.stringify({ 1: 1, 2: mode }));
        await it.agree("pump", mode, on);
      }
      assert.deepEqual(await refusals(it), []);
      const said = (await it.gleaner.api.journal()).filter(({ kind, relay }) => kind === "mode" && relay === "pump");
      assert.equal(said.length, 4, "what is set a second time within a minute is told when that is over");
    }));

  test("what people and scripts do stands in the files", () =>
    scene(async (it) => {
      it.place.write("values.txt", "power 500 W\n");
      await it.agree("boiler", 2, true);
      assert.equal((await it.gleaner.api.setMode("boiler", "off")).status, 200);
      await it.agree("boiler", 0, false);
      assert.equal((await it.gleaner.api.setMode("boiler", "on")).status, 200);
      await it.agree("boiler", 3, true);
      assert.deepEqual(it.modes(), { 1: 3, 2: 1 });
    }));

  test("only modes are taken: what stands in the states file changes nothing", () =>
    scene(async (it) => {
      it.place.write("states.json", JSON.stringify({ 1: 1, 2: 1 }));
      assert.equal((await it.gleaner.api.setMode("pump", "on")).status, 200);
      await it.agree("pump", 3, true);
      assert.equal(it.place.output("boiler.state"), "0");
      assert.equal(JSON.parse(it.place.read("states.json") ?? "{}")["1"], 0, "the states are written anew");
    }));

  for (const [what, content] of [
    ["half a file", '{"1":3,"2'],
    ["no JSON", "forced on, please"],
    ["an empty file", ""],
    ["a list", "[3,3]"],
    ["a mode out of range", '{"1":3,"2":4}'],
    ["a mode that is no number", '{"1":"3","2":1}'],
    ["a number that is no relay's", '{"1":3,"relay":3}'],
    ["more than 64 kB", `{"1":3${" ".repeat(70_000)}}`],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x80])],
  ] as const) {
    test(`${what}: nothing changes, the journal says so, and the next sound file counts`, () =>
      scene(async (it) => {
        it.place.write("values.txt", "power 500 W\n");
        await it.agree("boiler", 2, true);
        writeFileSync(it.place.path("modes.json"), content);
        const [said = ""] = await until("the journal says so", async () => {
          const lines = await refusals(it);
          return lines.length > 0 && lines;
        });
        assert.match(said, /^The mode file changed nothing: /);
        const { relays } = await it.gleaner.api.state();
        assert.deepEqual([relays.boiler?.mode, relays.boiler?.on, relays.pump?.mode], ["auto", true, "auto"]);
        assert.equal(it.place.output("boiler.state"), "1");
        it.place.write("modes.json", '{"1":0,"2":3}');
        await it.agree("boiler", 0, false);
        await it.agree("pump", 3, true);
        assert.equal((await refusals(it)).length, 1, "it is said once");
      }));
  }

  test("vanished: nothing changes, and it is written anew", () =>
    scene(async (it) => {
      assert.equal((await it.gleaner.api.setMode("pump", "on")).status, 200);
      await it.agree("pump", 3, true);
      it.place.remove("modes.json");
      await it.agree("pump", 3, true);
      assert.deepEqual(it.modes(), { 1: 1, 2: 3 });
      await until("the journal says so", async () => (await refusals(it)).length > 0);
    }));

  test("a folder in its place blocks nobody", () =>
    scene(async (it) => {
      it.place.remove("modes.json");
      it.place.makeFolder("modes.json");
      await until("the journal says so", async () => (await refusals(it)).length > 0);
      it.place.write("values.txt", "power 500 W\n");
      await until("the boiler follows its script", () => it.place.output("boiler.state") === "1");
      assert.equal((await it.gleaner.api.setMode("boiler", "off")).status, 200);
      await until("and a person", () => it.place.output("boiler.state") === "0");
    }));

  test("written while Gleaner was away: forced modes count, old wishes do not", async () => {
    using place = new Place();
    place.write("gleaner.yaml", CONFIG);
    place.write("values.txt", "power 100 W\n");
    place.write("boiler.ts", script('return off("Not now");'));
    place.write("pump.ts", script('return keep("Whatever others say");'));
    place.write("modes.json", '{"1":3,"2":2}');
    await using _gleaner = await Gleaner.run(place);
    await until("forced on counts", () => place.output("boiler.state") === "1");
    await until("the files agree", () => place.read("modes.json") === '{"1":3,"2":1}');
    // so long that a wish left in the file would have been taken
    await pause(1_000);
    assert.equal(place.output("pump.state"), "0");
  });
});
