import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, decide, decideEach } from "../testing/decide.ts";
import { channel, NOON, relay, world } from "../testing/world.ts";

const HOUR = 3_600_000;

test("values by name, by alias, by prefix", async () => {
  const more = world({
    channels: [channel("house.power", 1), channel("grid.power", -2), channel("charger.state", "float")],
  });
  await assertSaid([
    ['return on([data.SOC, data["battery.soc"], battery.soc, solar.power].join(" "))', "on 80 80 80 500"],
    ['return on([house.power, grid.power, data["charger.state"]].join(" "))', "on 1 -2 float", more],
    ['return on(["soc" in battery, "nope" in battery, "SOC" in data].join(" "))', "on true false true"],
  ]);
});

test("a channel as an object", async () => {
  const show = (name: string, more = "") =>
    `const c = channel("${name}"); return on(JSON.stringify([c.unit, c.at, c.age, c.fresh, c.known, c.orElse(1)${more}]))`;
  const stale = world({ channels: [channel("solar.power", 9, { fresh: false })] });
  const never = world({ channels: [channel("solar.power", undefined, { unit: null })] });
  await assertSaid([
    [show("battery.soc", ", c.name, c.value, c > 79"), `on ["%",${NOON - 300},300,true,true,80,"battery.soc",80,true]`],
    [show("SOC", ", c.name"), `on ["%",${NOON - 300},300,true,true,80,"battery.soc"]`],
    [show("solar.power"), `on ["W",${NOON - 300},300,false,true,1]`, stale],
    [show("solar.power", ", c.name"), 'on [null,null,null,false,false,1,"solar.power"]', never],
    ['return on("" + (channel("battery.soc") + 1))', "on 81"],
  ]);
});

test("an alias that is also a channel's name: data means the alias, channel(…) the channel", async () => {
  const at = world({
    channels: [channel("battery.soc", 80), channel("soc", 1)],
    aliases: { soc: "battery.soc" },
  });
  await assertSaid([['return on([data.soc, channel("soc").value].join(" "))', "on 80 1", at]]);
});

test("names have bounds, and so has the number of channels that nobody knows", async () => {
  const needsName = /channel\(…\) needs a name of 1 to 64 characters in quotes/;
  const ask = (count: number, name: string) =>
    `for (let i = 0; i < ${count}; i++) channel(${name}).known; return on("asked")`;
  const caught = 'for (let i = 0; i < 70; i++) try { channel("no" + i) } catch {} return on("asked")';
  const many = world({ channels: Array.from({ length: 70 }, (_, index) => channel(`yes${index}`, 1)) });
  await assertSaid([
    ["channel(5)", needsName],
    ['channel("")', needsName],
    ['channel("x".repeat(65))', needsName],
    ['channel("x".repeat(64))', /^no_data channel_unknown/],
    ['data["x".repeat(129)]', /no channel has so long a name/],
    ['data["x".repeat(128)]', /^no_data channel_unknown/],
    [ask(1, '"no"'), /^no_data channel_unknown {"channel":"no"}/],
    [caught, /^no_data channel_unknown {"channel":"no0"}/],
    [ask(70, '"yes" + i'), "on asked", many],
  ]);
  const one = await bench(`export default ({ channel, on }) => { ${caught} }`);
  assert.equal(one().read.length, 64);
  await one.host.stop();
});

test("a missing, stale or unknown channel ends the run and says which", async () => {
  const at = world({
    channels: [
      channel("battery.soc", undefined),
      channel("solar.power", 5, { fresh: false, age_ms: 61_000 }),
      channel("grid.power", null, { age_ms: 10 }),
      channel("tank.level", 40, { fresh: false, age_ms: 10, stuck_ms: 900_000 }),
    ],
  });
  const missing = (name: string) => `no_data channel_missing {"channel":"${name}"}`;
  const unknown = (name: string) => `no_data channel_unknown {"channel":"${name}"}`;
  const stale = 'no_data channel_stale {"channel":"solar.power","age":61000}';
  const cases: Readonly<Record<string, string>> = {
    "battery.soc": missing("battery.soc"),
    "data.SOC": missing("battery.soc"),
    "grid.power": missing("grid.power"),
    "solar.power": stale,
    'channel("solar.power").value': stale,
    '+channel("solar.power")': stale,
    'channel("tank.level").value': 'no_data channel_stuck {"channel":"tank.level","age":900000}',
    "battery.sok": unknown("battery.sok (battery.soc?)"),
    "data.zebra": unknown("zebra"),
  };
  await assertSaid(Object.entries(cases).map(([asked, said]) => [`return on(String(${asked}))`, said, at]));
});

test("a script cannot catch a missing value and switch on all the same", async () => {
  const at = world({ channels: [channel("battery.soc", undefined)] });
  const bodies = [
    'try { battery.soc } catch {} return on("caught")',
    'try { battery.soc } catch { solar.power } return on("the first counts")',
    'timer("a").start(1); battery.soc',
    'let x; try { x = battery.soc } catch { x = 99 } finally { return on("finally") }',
    'try { battery.soc } catch { throw new Error("other") }',
    "try { battery.soc } catch { return 3 }",
  ];
  for (const [body, said] of await decideEach(bodies, at)) {
    assert.equal(said, 'no_data channel_missing {"channel":"battery.soc"}', body);
  }
});

test("what JavaScript itself asks of an object is no channel and no relay, unless one is called so", async () => {
  const words = ["then", "toJSON", "inspect", "toString", "valueOf", "constructor", "__proto__", "hasOwnProperty"];
  const asked = `return on(${JSON.stringify(words)}.map((word) => [data[word], battery[word], relays[word]].join("")).join(""))`;
  assert.equal(await decide(`${asked.replace("on(", 'on("asked" + ')}`), "on asked");
  const at = world({
    channels: words.flatMap((word) => [channel(word, 1), channel(`battery.${word}`, 2)]),
    relays: [relay("boiler", null), ...words.map((word, index) => relay(word, index))],
  });
  const said = await decide(asked.replace("relays[word]", "relays[word].number"), at);
  assert.equal(said, `on ${words.map((_, index) => `12${index}`).join("")}`);
});

test("values and relays look like plain objects", async () => {
  const cases: readonly (readonly [body: string, said: string])[] = [
    ["[data, battery, relays].map((view) => view[Symbol.iterator]).join()", ",,"],
    ["[data, battery, relays].map((view) => Symbol.iterator in view).join()", "false,false,false"],
    ["[data, relays].map((view) => Object.getOwnPropertyDescriptor(view, Symbol.iterator)).join()", ","],
    ["[data, relays].map((view) => Object.getOwnPropertyDescriptor(view, 'nobody')).join()", ","],
    [
      "JSON.stringify(Object.getOwnPropertyDescriptor(relayEtat, '1'))",
      '{"value":0,"writable":false,"enumerable":true,"configurable":true}',
    ],
    [
      "JSON.stringify(Object.getOwnPropertyDescriptor(data, 'SOC'))",
      '{"value":80,"writable":false,"enumerable":true,"configurable":true}',
    ],
    ["Reflect.ownKeys(data).length + ' ' + Object.entries(relayEtat).join(' ')", "0 boiler,0 pump,0"],
    ["['boiler' in relays, 2 in relays, 3 in relays, 'nobody' in relays].join()", "true,true,false,false"],
    ["[relays[2] === relays.pump, relay === relays.boiler].join()", "true,true"],
    ["relays.boiler.id + ('elay boiler' in relays) + ('boiler' in relays)", "boilerfalsetrue"],
  ];
  const said = await decideEach(cases.map(([body]) => `return on(${body})`));
  assert.deepEqual(
    said.map(([, words]) => words),
    cases.map(([, words]) => `on ${words}`),
  );
});

test("what was read is told, with values and ages", async () => {
  const one = await bench(
    `export default ({ data, channel, relays, on }) => (relays.pump.on, channel("later").orElse(1), on(\`\${data.SOC}\`))`,
  );
  const { wish, read } = one(
    world({ channels: [channel("later", undefined), channel("battery.soc", 80, { unit: "%" })] }),
  );
  assert.deepEqual(read, ["later", "battery.soc", "relay:pump"]);
  assert.deepEqual(wish.inputs, [
    { channel: "later", value: null, unit: "W", at: null, age_ms: null },
    { channel: "battery.soc", value: 80, unit: "%", at: NOON - 300, age_ms: 300 },
  ]);
  await one.host.stop();
});

test("the relay and the others", async () => {
  const at = world({
    relays: [
      relay("boiler", 1, {
        on: true,
        on_for_ms: 7,
        off_for_ms: 0,
        on_today_ms: 8,
        starts_today: 2,
        last_on: 10,
        last_off: 9,
        last_auto_on: 10,
        mode: "on",
        mode_number: 3,
        cycled_today: true,
      }),
      relay("pump", null),
    ],
  });
  assert.equal(
    await decide(
      "const r = relay; return on([r.id, r.name, r.number, r.mode, r.modeNumber, r.on, r.onFor, r.offFor, r.onToday, r.startsToday, r.lastOn, r.lastOff, r.lastAutoOn, r.cycledToday].join(' '))",
      at,
    ),
    "on boiler boiler 1 on 3 true 7 0 8 2 10 9 10 true",
  );
  assert.equal(
    await decide(
      `return on(\`\${relays[1].id} \${relays.pump.offFor} \${relays.pump.lastOn} \${Object.keys(relays)}\`)`,
      at,
    ),
    "on boiler 5000 null boiler,pump",
  );
  const unknown = (name: string, known: string): string =>
    `script_failed relay_unknown ${JSON.stringify({ line: 2, name, known })}`;
  assert.equal(await decide("return on(relays.pomp.id)", at), unknown("pomp", "pump, boiler"));
  assert.equal(await decide("try { relays[9] } catch {} return on('x')", at), unknown("9", "boiler, pump"));
  assert.equal(await decide('relays["x".repeat(129)]', at), unknown("x".repeat(128), "boiler, pump"));
});

test("the time is the house's", async () => {
  const sun = { sunrise: NOON - 6.25 * HOUR, sunset: NOON + 9.5 * HOUR };
  const at = world({ at: NOON + 65_000, sun });
  assert.equal(
    await decide(
      "const n = now; return on([n.year, n.month, n.day, n.hour, n.minute, n.second, n.weekday, n.date, n.time, n.ms, n.sunrise, n.sunset, n.isDay].join(' '))",
      at,
    ),
    `on 2026 7 1 12 1 5 3 2026-07-01 12:01 ${NOON + 65_000} 5.75 21.5 true`,
  );
  assert.equal(await decide(`return on(\`\${now.sunrise} \${now.sunset} \${now.isDay}\`)`), "on null null null");
});

test("durations, imported, given and global", async () => {
  const one = await bench(
    `import { on, off, keep, seconds, minutes, hours } from "gleaner";
    export default (inputs) => {
      for (const word of ["on", "off", "keep"]) if (inputs[word]("why").mod !== { on, off, keep }[word]("why").mod) return;
      const given = [inputs.seconds(3), inputs.minutes(2), inputs.hours(1)];
      return on([seconds(3), minutes(2), hours(1), ...given].join(" "));
    }`,
  );
  const all = "3000 120000 3600000";
  assert.equal(one().said, `on ${all} ${all}`);
  await one.host.stop();
  const everywhere = await bench(
    `export default () => on([seconds(3), minutes(2), hours(1), off, keep].length + " " + hours(1))`,
  );
  assert.equal(everywhere().said, "on 5 3600000");
  await everywhere.host.stop();
});

test("settings are given, deeply read-only", async () => {
  const settings = { full: 95, deep: { list: [1] } };
  assert.equal(await decide(`return on(\`\${settings.full} \${settings.deep.list}\`)`, undefined, settings), "on 95 1");
  assert.match(await decide("settings.deep.list.push(2)", undefined, settings), /script_failed/);
  assert.match(await decide("settings.full = 1", undefined, settings), /script_failed/);
});
