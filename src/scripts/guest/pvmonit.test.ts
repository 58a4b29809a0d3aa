import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, type Case, decide } from "../testing/decide.ts";
import { channel, NOON, relay, world } from "../testing/world.ts";

const at = world({
  relays: [
    relay("boiler", 1, {
      on: true,
      on_for_ms: 60_000,
      last_on: NOON - 60_000,
      last_auto_on: NOON - 60_000,
      starts_today: 1,
      mode_number: 2,
    }),
    relay("pump", 2, {
      last_on: NOON - 900_000,
      last_off: NOON - 500_999,
      last_auto_on: NOON - 900_000,
      cycled_today: true,
    }),
    relay("third", 3),
  ],
});

test("the return form", async () => {
  await assertSaid([
    ['return { mod: 2, log: "surplus" }', "on surplus"],
    ['return { mod: 1, log: "none" }', "off none"],
    ["return { mod: 1, log: null }", "off why_missing"],
    ["return { mod: 2 }", "on why_missing"],
  ]);
});

test("this relay and the others, by number and by name", async () => {
  const all = "thisId, thisEtat, thisMod, relayEtat[1], relayEtat.pump, relayMod[1], relayMod['3']";
  await assertSaid([[`return on([${all}].join(" "))`, "on 1 1 2 1 0 2 1", at]]);
});

test("what happened today and when last", async () => {
  const unix = Math.floor(NOON / 1_000);
  const today = "relayUpToday(1), relayUpToday('pump'), relayUpDownToday(1), relayUpDownToday(2)";
  const last = "relayLastUp(2), relayLastUpAuto(2), relayLastDown(2), relayLastUp(3), relayLastDown('3')";
  await assertSaid([
    [`return on([${today}].join(" "))`, "on true false false true", at],
    [`return on([${last}].join(" "))`, `on ${unix - 900} ${unix - 900} ${unix - 501}`, at],
    ["relayLastUp(9)", /relay_unknown {"line":6,"name":"9","known":"boiler, pump, third"}/, at],
  ]);
});

test("minimum and maximum time", async () => {
  const times = [59, 60, 61].map((s) => `timeUpMin(1, ${s}), timeUpMax(1, ${s})`);
  await assertSaid([
    [`return on([${times}].join(" "))`, "on false true false false true false", at],
    ["return on([timeUpMin(3, 61), timeUpMax(3, 61)].join(' '))", "on false true", at],
  ]);
});

test("how long it is on counts on the monotonic clock, how long ago it went on by itself on the wall's", async () => {
  const now = world({
    relays: [
      relay("boiler", 1, { on: true, on_for_ms: 90_000, last_on: NOON - 60_000, last_auto_on: NOON - 60_000 }),
      relay("forced", 2, { on: true, on_for_ms: 60_000, last_on: NOON - 60_000, last_auto_on: NOON - 300_000 }),
      relay("off", 3, { last_on: NOON - 900_000, last_auto_on: NOON - 900_000 }),
      relay("later", 4, { last_on: NOON + 60_000, last_auto_on: NOON + 60_000 }),
    ],
  });
  const between = (which: number, s: number) =>
    `timeUpMin(${which}, ${s + 1}) && timeUpMax(${which}, ${s - 1}) && !timeUpMin(${which}, ${s})`;
  assert.equal(
    await decide(
      `return on([${between(1, 90)}, ${between(2, 300)}, ${between(3, 900)}, timeUpMin(4, 0)].join(" "))`,
      now,
    ),
    "on true true true false",
  );
});

test("seconds may be written as text, and must be seconds", async () => {
  const wrong = ["", "-1", "'-1'", "''", "'  '", "'many'", "NaN", "null", "true", "[61]"];
  const refused = [
    "MpptFlo('float', -1)",
    "timerStart('a', 'soon')",
    ...wrong.map((s) => `timeUpMin(1${s && `, ${s}`})`),
  ];
  const needsName = (word: string) => new RegExp(`${word}\\(…\\) needs a name of 1 to 64 characters in quotes`);
  await assertSaid([
    ...["61", "'61'", "' 61 '"].map((s): Case => [`return on(String(timeUpMin(1, ${s})))`, "on true", at]),
    ...["0", "'0'"].map((s): Case => [`return on(String(timeUpMin(1, ${s})))`, "on false", at]),
    ...refused.map((body): Case => [body, /line \d+: a number of seconds is needed/, at]),
    ["timerStart('', 1)", needsName("timerStart")],
    ["timerOn('')", needsName("timerOn")],
  ]);
});

test("a relay without a number is known by its name", async () => {
  const one = await bench("export default ({ on }) => on([thisId, thisEtat, thisMod].join(' '))", { number: null });
  assert.equal(one().said, "on boiler 0 1");
  await one.host.stop();
});

test("timerOn is true for a timer that is over or was never started, and forgets it", async () => {
  const one = await bench(`export default ({ data, on }) => {
    if (data.SOC === 1) timerStart("a", 10);
    return on([timerOn("a"), timerOn("b")].join(" "));
  }`);
  const run = (soc: number, mono: number) => one(world({ mono, channels: [channel("battery.soc", soc)] })).said;
  assert.equal(run(0, 1_000), "on true true");
  assert.equal(run(1, 2_000), "on false true");
  assert.equal(run(0, 11_999), "on false true");
  assert.equal(run(0, 12_000), "on true true");
  const { relays } = one.host.memory() as { relays: Record<string, { timers: unknown[] }> };
  assert.deepEqual(relays.boiler?.timers, []);
  await one.host.stop();
});

test("absorption and float hold for a minute, each function and relay for itself", async () => {
  const one = await bench(`export default ({ channel, on }) => {
    const cs = channel("charger.state").value;
    return on([MpptAbsOrFlo(cs), MpptFlo(cs), MpptFlo(cs, "0")].join(" "));
  }`);
  const run = (state: string, mono: number) => one(world({ mono, channels: [channel("charger.state", state)] })).said;
  assert.equal(run("bulk", 0), "on false false false");
  assert.equal(run("Absorption", 1_000), "on true false false");
  assert.equal(run("float", 2_000), "on true true true");
  assert.equal(run("no float", 3_000), "on true true false");
  assert.equal(run("FLOAT", 4_000), "on true true true");
  assert.equal(run("no absorption", 5_000), "on true true false");
  assert.equal(run("no absorption", 70_000), "on false false false");
  await one.host.stop();
  const two = await bench(`export default ({ channel, on }) => on(\`\${MpptFlo(channel("charger.state").value)}\`)`);
  const next = (state: string, mono: number) => two(world({ mono, channels: [channel("charger.state", state)] })).said;
  assert.equal(next("Float", 1_000), "on true");
  assert.equal(next("bulk", 60_000), "on true", "the first run that sees it left starts the minute");
  assert.equal(next("bulk", 120_000), "on true");
  assert.equal(next("bulk", 120_001), "on false");
  assert.equal(next("bulk", 121_000), "on false");
  await two.host.stop();
});
