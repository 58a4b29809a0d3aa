import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { script, VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** Scripts while the house runs: saved, broken, mended, gone; and those that were written for PvMonit. */

const CONFIG = `data: ./data
web: { port: 0 }
devices:
  ${VALUES}
  boiler_plug: { type: file, path: ./boiler.state }
channels:
  battery.soc: { from: values.soc, alias: SOC }
  charger.state: { from: values.state, alias: CS }
relays:
  boiler: { number: 1, output: boiler_plug, script: ./boiler.ts, settings: { full: 95 } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;
/** A saved script must show its effect so soon. */
const AT_ONCE_MS = 3_000;

async function house(first: string, play: (place: Place, gleaner: Gleaner) => Promise<void>, config = CONFIG) {
  using place = new Place();
  place.write("gleaner.yaml", config);
  place.write("values.txt", "soc 97 %\nstate float\n");
  place.write("boiler.ts", first);
  await using gleaner = await Gleaner.run(place);
  await play(place, gleaner);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
}

const FULL = script('return data.SOC >= settings.full ? on("Full: " + data.SOC) : off("Not full");');

async function said({ api }: Gleaner, words: string): Promise<void> {
  await until(`the card says ${words}`, async () => (await api.relay("boiler")).reason === words, AT_ONCE_MS);
}

async function scriptLines({ api }: Gleaner): Promise<string[]> {
  return (await api.journal()).filter(({ kind }) => kind === "script").map(({ reason }) => reason);
}

describe("a script", () => {
  test("saved while the house runs is taken at once", () =>
    house(FULL, async (place, gleaner) => {
      await said(gleaner, "Full: 97");
      await until("the relay is on", () => place.output("boiler.state") === "1");
      place.write("boiler.ts", script('return off("Closed");'));
      await until("the relay is off", () => place.output("boiler.state") === "0", AT_ONCE_MS);
      await said(gleaner, "Closed");
      assert.deepEqual(await scriptLines(gleaner), ["Script loaded"]);
    }));

  test("that does not compile leaves the last good version running and is told", () =>
    house(FULL, async (place, gleaner) => {
      await until("the relay is on", () => place.output("boiler.state") === "1");
      place.write("boiler.ts", `${FULL}\nconst = ;\n`);
      const relay = await until(
        "the state tells",
        async () => {
          const now = await gleaner.api.relay("boiler");
          return now.script.state === "old" && now;
        },
        AT_ONCE_MS,
      );
      assert.match(relay.script.problem ?? "", /line \d+|:\d+/);
      assert.equal(relay.on, true);
      const [line = ""] = await scriptLines(gleaner);
      assert.match(line, /^The script does not compile, the last good version runs on: /);
      // the good version still decides
      place.write("values.txt", "soc 40 %\nstate bulk\n");
      await until("the relay is off", () => place.output("boiler.state") === "0");
      await said(gleaner, "Not full");
      place.write("boiler.ts", FULL);
      await until(
        "the mended script counts",
        async () => (await gleaner.api.relay("boiler")).script.state === "ok",
        AT_ONCE_MS,
      );
    }));

  test("that never compiled leaves its relay in the safe state; a person may still act", () =>
    house("export default (", async (place, gleaner) => {
      await until("it is known", async () => (await gleaner.api.relay("boiler")).script.state === "broken");
      await until("off", () => place.output("boiler.state") === "0");
      await until("the card says why", async () =>
        /Off while the script decides nothing: The script does not compile/.test(
          (await gleaner.api.relay("boiler")).reason,
        ),
      );
      assert.equal((await gleaner.api.setMode("boiler", "on")).status, 200);
      await until("on by hand", () => place.output("boiler.state") === "1");
      place.write("boiler.ts", script('return off("Mended");'));
      assert.equal((await gleaner.api.setMode("boiler", "auto")).status, 200);
      await said(gleaner, "Mended");
    }));

  test("that is gone leaves the last good version running", () =>
    house(FULL, async (place, gleaner) => {
      await until("the relay is on", () => place.output("boiler.state") === "1");
      place.remove("boiler.ts");
      await until(
        "the state tells",
        async () => (await gleaner.api.relay("boiler")).script.state === "old",
        AT_ONCE_MS + 2_000,
      );
      assert.equal(place.output("boiler.state"), "1");
      place.write("boiler.ts", FULL);
      await until(
        "it is back",
        async () => (await gleaner.api.relay("boiler")).script.state === "ok",
        AT_ONCE_MS + 2_000,
      );
    }));

  test("finds its types in an editor", () =>
    house(FULL, async (place) => {
      assert.match(
        place.read("node_modules/gleaner/gleaner.d.ts") ?? place.read("node_modules/gleaner/index.d.ts") ?? "",
        /type Script/,
      );
    }));

  test("in PvMonit's form: mod and log, its names for values and functions", () =>
    house(
      `export default ({ data }) => {
  if (MpptAbsOrFlo(data.CS) && data.SOC > 95 && !relayUpDownToday(1)) return { mod: 2, log: "Charge finie: " + data.SOC };
  return { mod: 1, log: "Attend le soleil" };
};`,
      async (place, gleaner) => {
        await said(gleaner, "Charge finie: 97");
        await until("on", () => place.output("boiler.state") === "1");
        const { relays } = await gleaner.api.state();
        assert.equal(relays.boiler?.mode_number, 2);
        place.write("values.txt", "soc 50 %\nstate bulk\n");
        await said(gleaner, "Attend le soleil");
        await until("off", () => place.output("boiler.state") === "0");
        // it went on and off today: that is enough
        place.write("values.txt", "soc 99 %\nstate float\n");
        await until(
          "the new value is seen",
          async () => (await gleaner.api.state()).channels["battery.soc"]?.value === 99,
        );
        await said(gleaner, "Attend le soleil");
        assert.equal((await gleaner.api.relay("boiler")).starts_today, 1);
      },
    ));

  test("whose input falls silent ends for that reason, and goes on with orElse", () =>
    house(
      FULL,
      async (place, gleaner) => {
        await until("the relay is on", () => place.output("boiler.state") === "1");
        place.remove("values.txt");
        await until("off for want of data", () => place.output("boiler.state") === "0");
        await until("the card says why", async () =>
          /^Off for want of data: State of charge has been silent for 0:0\d/.test(
            (await gleaner.api.relay("boiler")).reason,
          ),
        );
        place.write("boiler.ts", script('return on("Or else " + channel("SOC").orElse("nothing"));'));
        await said(gleaner, "Or else nothing");
        await until("on again", () => place.output("boiler.state") === "1");
      },
      CONFIG.replace("alias: SOC", "alias: SOC, stale_after: 1 s"),
    ));
});
