import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MINUTE, parseDifference, parseRange } from "../model/index.ts";
import { type Asked, Believed } from "./believed.ts";
import { importReadings } from "./import.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";

const T = Date.UTC(2026, 2, 10);

async function imported(
  lines: readonly string[],
  asked: Readonly<Record<string, Asked>> = {},
  units: readonly (readonly [string, string])[] = [],
) {
  const memory = new MemoryLoader(units);
  const loader = new Believed(memory, new Map(Object.entries(asked)));
  async function* text(): AsyncGenerator<Buffer> {
    yield Buffer.from(`time,channel,value,unit\n${lines.join("\n")}\n`);
  }
  await importReadings(loader, text(), { format: "csv" });
  const values = Object.fromEntries([...memory.all].map(([name, all]) => [name, all.map(([, value]) => value)]));
  return { values, loader, memory };
}

const tank = (...values: readonly number[]): string[] => values.map((value, i) => `${T + i * MINUTE},tank,${value},°C`);
const asks = (plausible: Asked["plausible"], from = "tank"): Readonly<Record<string, Asked>> => ({
  tank: { from, plausible },
});

describe("readings of an import", () => {
  it("are asked what the configuration asks; what is not believed is kept apart, counted and told", async () => {
    const plausible = { range: parseRange("-40 °C to 60 °C"), not: [{ value: 42, unit: "°C" }] };
    const { values, loader } = await imported(tank(20, 85, 42, -127, 21), asks(plausible));
    assert.deepEqual(values, { tank: [20, 21], "tank.refused": [85, 42, -127] });
    const first = { at: T + MINUTE, value: 85, doubt: "outside" };
    assert.deepEqual(loader.doubted, [{ channel: "tank", unit: "°C", count: 3, first }]);
    assert.deepEqual(loader.unfit, []);
  });

  it("may come with the newest first, as far as their pace counts", async () => {
    const plausible = { most_per_minute: parseDifference("5 °C") };
    const rising = tank(20, 24, 90, 27, 31);
    for (const lines of [rising, rising.toReversed()]) {
      const { values } = await imported(lines, asks(plausible));
      assert.deepEqual(values, { tank: [20, 24, 27, 31], "tank.refused": [90] });
    }
  });

  it("are asked what can be of such a quantity where nothing is configured", async () => {
    const { values, loader } = await imported([...tank(20, 6_553.5), `${T},plain,1e9,`, `${T},mode,on,`]);
    assert.deepEqual(values, { tank: [20], "tank.refused": [6_553.5], plain: [1e9], mode: ["on"] });
    assert.equal(loader.doubted[0]?.count, 1);
    const charge = [`${T},tank,80,%`, `${T + 1},tank,150,%`];
    assert.deepEqual((await imported(charge)).values, { tank: [80, 150] });
    assert.deepEqual((await imported(charge, asks({}, "battery.soc"))).values, { tank: [80], "tank.refused": [150] });
  });

  it("are told when a limit is of another kind, and what was refused keeps the unit that it has", async () => {
    const { loader } = await imported([`${T},tank,20,W`], asks({ range: parseRange("-40 °C to 60 °C") }));
    assert.deepEqual(loader.unfit, ["tank"]);
    const { values, memory } = await imported(tank(6_553.5), {}, [["tank.refused", "V"]]);
    assert.deepEqual([values, memory.units.get("tank.refused")], [{}, "V"]);
  });

  it("are asked nothing once more where they were not believed before", async () => {
    const lines = [`${T},tank.refused,6553.5,°C`];
    assert.deepEqual((await imported(lines)).values, { "tank.refused": [6_553.5] });
  });
});
