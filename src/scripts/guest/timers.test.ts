import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, type Case, decide } from "../testing/decide.ts";
import { channel, NOON, world } from "../testing/world.ts";

const HOUR = 3_600_000;

test("timers run on the monotonic clock and are remembered", async () => {
  const source = `export default ({ timer, settings, on }) => {
    const t = timer("rest");
    if (!t.running && !t.over) t.start(1000);
    return on([t.running, t.over, t.left].join(" "));
  }`;
  const one = await bench(source);
  assert.equal(one(world({ mono: 5_000 })).said, "on true false 1000");
  assert.equal(one(world({ mono: 5_400, at: NOON + 99 * HOUR })).said, "on true false 600");
  const saved = one.host.memory();
  assert.equal(one(world({ mono: 6_000 })).said, "on false true 0");
  const two = await bench(source, { memory: JSON.parse(JSON.stringify(saved)) });
  assert.equal(two(world({ mono: 5_900 })).said, "on true false 100");
  await Promise.all([one.host.stop(), two.host.stop()]);
});

test("a stopped timer is forgotten; a failed run changes no timer", async () => {
  const one = await bench(`export default ({ timer, solar, on }) => {
    const t = timer("a");
    if (solar.power === 1) t.start(1000);
    if (solar.power === 2) t.stop();
    if (solar.power === 3) { t.start(9000); throw new Error("oh"); }
    if (solar.power === 4) { t.start(9000); channel("nope"); return; }
    return on([t.running, t.over, t.left].join(" "));
  }`);
  const at = (power: number) => one(world({ channels: [channel("solar.power", power)] })).said;
  assert.equal(at(0), "on false false 0");
  assert.equal(at(1), "on true false 1000");
  assert.match(at(3), /oh/);
  assert.match(at(4), /script_failed/);
  assert.equal(at(0), "on true false 1000");
  assert.equal(at(2), "on false false 0");
  await one.host.stop();
});

test("timers have bounds", async () => {
  const needsTime = /timer\(\\"a\\"\)\.start\(…\) needs a time from 0 to a year, such as minutes\(10\)/;
  const needsName = /timer\(…\) needs a name of 1 to 64 characters in quotes/;
  await assertSaid([
    ...["NaN", "-1", "Infinity", '"10"', "1e15", "366 * hours(24) + 1", "null", "undefined"].map(
      (ms): Case => [`timer("a").start(${ms})`, needsTime],
    ),
    ['timer("a").start(366 * hours(24)); return on(timer("a").left)', /^on 31622400000$/],
    ['timer("a").start(0); return on([timer("a").running, timer("a").over].join(" "))', /^on false true$/],
    ['timer("")', needsName],
    ["timer(5)", needsName],
    ['timer("x".repeat(65))', needsName],
    ['timer("x".repeat(64)).start(5); return on("long")', /^on long$/],
    [
      'timer("__proto__").start(5); return on([timer("__proto__").running, timer("toString").over, timer("valueOf").left].join(" "))',
      /^on true false 0$/,
    ],
  ]);
});

test("there are at most 32 timers", async () => {
  const start = (count: number) => `for (let i = 0; i < ${count}; i++) timer("t" + i).start(1)`;
  assert.match(await decide(`${start(33)}; return on("33")`), /a script has at most 32 timers/);
  assert.equal(await decide(`${start(32)}; ${start(32)}; return on("32")`), "on 32");
  assert.equal(
    await decide(`${start(32)}; timer("t1").stop(); timer("other").start(1); return on("one for another")`),
    "on one for another",
  );
});

test("a run that changes no timer and no debounce leaves the memory as it was", async () => {
  const one = await bench(`export default ({ channel, timer, on }) => on(String([
    () => [timer("none").stop(), timerOn("none"), MpptFlo("bulk")],
    () => [timerStart("a", 10)],
    () => [timerOn("a"), MpptFlo("float")],
    () => [timerOn("a"), MpptFlo("bulk")],
    () => [timer("a").stop()],
    () => [MpptAbsOrFlo("absorption")],
  ][channel("test.case").value]()))`);
  const run = (index: number, mono: number) => one(world({ mono, channels: [channel("test.case", index)] })).said;
  const saved = () => JSON.stringify(one.host.memory());
  const nothing = saved();
  assert.equal(run(0, 1_000), "on ,true,false");
  assert.equal(saved(), nothing);
  const steps: readonly (readonly [index: number, said: string, timers: unknown[], holds: unknown[]])[] = [
    [1, "on why_missing", [["a", 12_000]], []],
    [2, "on false,true", [["a", 12_000]], [["MpptFlo", "in"]]],
    [3, "on false,true", [["a", 12_000]], [["MpptFlo", 4_000]]],
    [4, "on why_missing", [], [["MpptFlo", 4_000]]],
    [0, "on ,true,true", [], [["MpptFlo", 4_000]]],
    [
      5,
      "on true",
      [],
      [
        ["MpptFlo", 4_000],
        ["MpptAbsOrFlo", "in"],
      ],
    ],
  ];
  for (const [place, [index, said, timers, holds]] of steps.entries()) {
    const mono = 2_000 + 1_000 * place;
    assert.equal(run(index, mono), said);
    const memory = one.host.memory();
    const last = index === 0 ? mono - 1_000 : mono;
    assert.deepEqual(memory, { boot: "boot", saved: { at: NOON, mono: last }, relays: { boiler: { timers, holds } } });
  }
  assert.equal(run(0, 70_000), "on ,true,false");
  const relays = { boiler: { timers: [], holds: [["MpptAbsOrFlo", "in"]] } };
  assert.deepEqual(one.host.memory(), { boot: "boot", saved: { at: NOON, mono: 70_000 }, relays });
  await one.host.stop();
});
