import assert from "node:assert/strict";
import { test } from "node:test";
import { bench } from "../testing/decide.ts";
import { channel, NOON, world } from "../testing/world.ts";

// What is smaller or greater than what is no value is never so: whoever asks that waits for ever, and must be told.

const HOUSE = {
  channels: [channel("battery.soc", 12), channel("charger.state", "float")],
  aliases: { CS: "charger.state" },
};

/** What a script says for each of some conditions. */
async function saidOf(conditions: readonly string[], sun?: { sunrise: number; sunset: number }): Promise<string[]> {
  const cases = conditions.map((one) => `() => ((${one}) ? on("yes") : off("no"))`).join(", ");
  const source = `import { minutes } from "gleaner";
    export default ({ data, battery, channel, settings, now, relay, timer, on, off }) => [${cases}][channel("test.case").value]();`;
  const one = await bench(source, { settings: { soc_low: 50 } });
  const at = (index: number) =>
    world({ ...HOUSE, ...(sun && { sun }), channels: [...HOUSE.channels, channel("test.case", index)] });
  const said = conditions.map((_, index) => one(at(index)).said);
  await one.host.stop();
  return said;
}

async function assertNever(conditions: Readonly<Record<string, string>>): Promise<void> {
  const said = await saidOf(Object.keys(conditions));
  for (const [index, [condition, word]] of Object.entries(conditions).entries()) {
    const values = JSON.stringify({ line: 2, word });
    assert.equal(said[index], `script_failed never_holds ${values}`, condition);
  }
}

test("a comparison with what is not there ends the run", async () => {
  await assertNever({
    "battery.soc.value < 50": "undefined",
    "data.CS.lenght > 50": "undefined",
    "settings.soc_low.value >= 1": "undefined",
    "50 > ({ ...settings }).soc_lo": "undefined",
    "battery.soc <= (({ soc_low, ...rest }) => rest.soc_lo)(settings)": "undefined",
    "battery.soc > undefined": "undefined",
    "Math.flor > 5": "undefined",
    "relay.onFor > minutes()": "NaN",
    "Math.max(battery.soc, undefined) > 5": "NaN",
    'Number.parseInt("full") < 5': "NaN",
    "battery.soc < NaN": "NaN",
    "now.time > 9": '"12:00"',
  });
});

test("what compares stays as it was", async () => {
  const conditions = {
    "battery.soc < 50": true,
    'battery.soc < "50"': true,
    "relay.onFor > minutes(1)": false,
    "now.ms - relay.lastOn > 5": true,
    "now.ms - relay.lastOff > 5": true,
    "(() => { let n = 0; for (let i = 0; i < 5; i++) n += i; return n >= 10; })()": true,
    "[3, 1, 2].sort((a, b) => (a < b ? -1 : 1))[0] > 0": true,
    '"b" > "a"': true,
    "now.hour >= 12 && now.hour <= 12": true,
    "timer('x').left > 0": false,
  };
  const said = await saidOf(Object.keys(conditions));
  for (const [index, [condition, holds]] of Object.entries(conditions).entries()) {
    assert.equal(said[index], holds ? "on yes" : "off no", condition);
  }
});

test("times of the day are compared as times, with and without the leading zero", async () => {
  const conditions = ['now.time > "9:30"', '"9:30" <= now.time', 'now.time < "9:30"'];
  assert.deepEqual(await saidOf(conditions), ["on yes", "on yes", "off no"]);
});

test("an hour of the sun that nobody knows is a missing value, no midnight", async () => {
  const conditions = [
    "now.hour > now.sunset - 2",
    "now.hour < now.sunset",
    "now.sunrise + 1 < now.hour",
    "(() => { const { sunset } = now; return now.hour < sunset; })()",
  ];
  const gap = (name: string): string => `no_data channel_missing {"channel":"now.${name}"}`;
  assert.deepEqual(await saidOf(conditions), [gap("sunset"), gap("sunset"), gap("sunrise"), gap("sunset")]);
  const known = { sunrise: NOON - 6 * 3_600_000, sunset: NOON + 9 * 3_600_000 };
  assert.deepEqual(await saidOf(conditions, known), ["off no", "on yes", "on yes", "on yes"]);
  const asked = [
    "now.sunset === null",
    "now.hour < (now.sunset ?? 18)",
    "now.sunset === null || now.hour < now.sunset",
  ];
  assert.deepEqual(await saidOf(asked), ["on yes", "on yes", "on yes"]);
});
