import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** `gleaner s0 calibrate` beside a house that counts, and a restart of it that nobody counted in. */

const CONFIG = `site: { time_zone: Europe/Paris }
data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  meter: { type: s0, file: ./pulses.txt, pulses_per_kwh: 1000, register: 100 kWh }
`;

let place: Place;
let house: Gleaner;
before(async () => {
  place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("pulses.txt", "");
  house = await Gleaner.run(place);
});
after(async () => {
  await house.stop();
  place[Symbol.dispose]();
});

async function calibrate(...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  await using gleaner = Gleaner.command(place, "s0", "calibrate", ...args);
  const { code } = await gleaner.ended;
  return { code, output: gleaner.output };
}

const pulsesOf = async (): Promise<number | undefined> => (await house.api.counter("meter", "pulses")) as number;

test("two readings of the meter say its constant, and a wrong pair says what is wrong", async () => {
  await until("it counts", async () => (await pulsesOf()) === 0);
  const began = Date.now() + 2_000;
  await until("it is later", () => Date.now() > began, 5_000);
  const pulses = 20_050;
  const lines = Array.from({ length: pulses }, (_nothing, index) => `${began - 2e6 + index * 100}\n`);
  appendFileSync(place.path("pulses.txt"), lines.join(""));
  await until("all are counted", async () => (await pulsesOf()) === pulses, 20_000);
  const first = ["--first", "12345.0", "--first-at", new Date(began).toISOString()];
  const good = await calibrate("meter", ...first, "--second", "12355.0 kWh");
  assert.equal(good.code, 0, good.output);
  assert.match(
    good.output,
    /20050 pulses for 10 kWh: 2005\.0 pulses a kWh\.[\s\S]*It is 2000; the configuration has 1000/,
  );
  assert.match(good.output, /pulses_per_kwh: 2000\n {4}register: "12355\.0 kWh"/);
  for (const [args, words] of [
    [[...first, "--second", "12344.0 kWh"], /the meter went back/],
    [[...first, "--second", "12345.1 kWh"], /gone on too little[\s\S]*1\.1 kWh/],
    [["--first", "1 kWh", "--first-at", "2020-01-01 00:00", "--second", "5 kWh"], /nobody counted at 2019-12-31T23:00/],
    [["--first", "1 kWh"], /--first needs --first-at/],
    [[], /nobody is there to be asked/],
    [["roof"], /no meter is called roof; there are: meter/],
    [[...first, "--second", "a lot"], /is nothing that a meter shows/],
  ] as const) {
    const { code, output } = await calibrate(...args);
    assert.match(output, words);
    assert.notEqual(code, 0);
  }
});
