import assert from "node:assert/strict";
import { test } from "node:test";
import { bench, decide, decideEach } from "../testing/decide.ts";
import { channel, NOON, relay, world } from "../testing/world.ts";

const HOUR = 3_600_000;

test("on, off and keep with their reasons", async () => {
  assert.equal(await decide('return on("sun")'), "on sun");
  assert.equal(await decide('return off("night")'), "off night");
  assert.equal(await decide('return keep("between")'), "keep between");
});

test("values by name, by alias, by prefix", async () => {
  assert.equal(
    await decide(`return on(\`\${data.SOC} \${data['battery.soc']} \${battery.soc} \${solar.power}\`)`),
    "on 80 80 80 500",
  );
  const more = world({
    channels: [channel("house.power", 1), channel("grid.power", -2), channel("charger.state", "float")],
  });
  assert.equal(
    await decide(`return on(\`\${house.power} \${grid.power} \${data['charger.state']}\`)`, more),
    "on 1 -2 float",
  );
  assert.equal(
    await decide(`return on(\`\${'soc' in battery} \${'nope' in battery} \${'SOC' in data}\`)`),
    "on true false true",
  );
});

test("a channel as an object", async () => {
  const body =
    'const c = channel("battery.soc"); return on([c.name, c.value, c.unit, c.at, c.age, c.fresh, c.known, c.orElse(0), c > 79].join(" "))';
  assert.equal(await decide(body), `on battery.soc 80 % ${NOON - 300} 300 true true 80 true`);
  assert.equal(await decide('return on(channel("SOC").name)'), "on battery.soc");
  const none =
    'const c = channel("nope"); return on([c.unit, c.at, c.age, c.fresh, c.known, c.orElse("else")].filter((x) => x !== null).join(" "))';
  assert.equal(await decide(none), "on false false else");
});

test("an alias that is also a channel's name: data means the alias, channel(…) the channel", async () => {
  const at = world({
    channels: [channel("battery.soc", 80), channel("soc", 1)],
    aliases: { soc: "battery.soc" },
  });
  assert.equal(await decide(`return on(\`\${data.soc} \${channel("soc").value}\`)`, at), "on 80 1");
});

test("names have bounds, and so has the number of channels that nobody knows", async () => {
  const needsName = /channel\(…\) needs a name of 1 to 64 characters in quotes/;
  const ask = (count: number, name: string) =>
    `for (let i = 0; i < ${count}; i++) channel(${name}).known; return on("asked")`;
  for (const [body, said] of [
    ["channel(5)", needsName],
    ['channel("")', needsName],
    ['channel("x".repeat(65))', needsName],
    ['return on(String(channel("x".repeat(64)).known))', /^on false$/],
    ['data["x".repeat(129)]', /no channel has so long a name/],
    ['data["x".repeat(128)]', /^no_data channel_unknown/],
    [ask(64, '"no" + i'), /^on asked$/],
    [ask(65, '"no" + i'), /too many unknown channels were asked for/],
    [ask(100, '"no"'), /^on asked$/],
    [ask(100, '"battery.soc"'), /^on asked$/],
  ] as const) {
    assert.match(await decide(body), said, body);
  }
});

test("a missing, stale or unknown channel ends the run and says which", async () => {
  const at = world({
    channels: [
      channel("battery.soc", undefined),
      channel("solar.power", 5, { fresh: false, age_ms: 61_000 }),
      channel("grid.power", null, { age_ms: 10 }),
    ],
  });
  assert.equal(await decide(`return on(\`\${battery.soc}\`)`, at), 'no_data channel_missing {"channel":"battery.soc"}');
  assert.equal(await decide(`return on(\`\${data.SOC}\`)`, at), 'no_data channel_missing {"channel":"battery.soc"}');
  assert.equal(await decide(`return on(\`\${grid.power}\`)`, at), 'no_data channel_missing {"channel":"grid.power"}');
  assert.equal(
    await decide(`return on(\`\${solar.power}\`)`, at),
    'no_data channel_stale {"channel":"solar.power","age":61000}',
  );
  assert.equal(
    await decide(`return on(\`\${channel("solar.power").value}\`)`, at),
    'no_data channel_stale {"channel":"solar.power","age":61000}',
  );
  assert.equal(
    await decide(`return on(\`\${battery.sok}\`)`, at),
    'no_data channel_unknown {"channel":"battery.sok (battery.soc?)"}',
  );
  assert.equal(await decide(`return on(\`\${data.zebra}\`)`, at), 'no_data channel_unknown {"channel":"zebra"}');
});

test("a script cannot catch a missing value and switch on all the same", async () => {
  const at = world({ channels: [channel("battery.soc", undefined)] });
  const bodies = [
    'try { battery.soc } catch {} return on("caught")',
    'let x; try { x = battery.soc } catch { x = 99 } finally { return on("finally") }',
    'try { battery.soc } catch { throw new Error("other") }',
    "try { battery.soc } catch { return 3 }",
  ];
  for (const [body, said] of await decideEach(bodies, at)) {
    assert.equal(said, 'no_data channel_missing {"channel":"battery.soc"}', body);
  }
});

test("orElse does without the value", async () => {
  const at = world({ channels: [channel("battery.soc", 3, { fresh: false }), channel("solar.power", 9)] });
  assert.equal(
    await decide(`return on(\`\${channel("battery.soc").orElse(50)} \${channel("solar.power").orElse(1)}\`)`, at),
    "on 50 9",
  );
});

test("what was read is told, with values and ages", async () => {
  const one = await bench(
    `export default ({ data, channel, relays, on }) => (relays.pump.on, channel("later").orElse(1), on(\`\${data.SOC}\`))`,
  );
  const { wish, read } = one();
  assert.deepEqual(read, ["later", "battery.soc", "relay:pump"]);
  assert.deepEqual(wish.inputs, [
    { channel: "later", value: null, unit: null, at: null, age_ms: null },
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
  assert.match(
    await decide("return on(relays.pomp.id)", at),
    /line 2: no relay is called pomp; relays here: boiler, pump/,
  );
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
    `import { minutes, hours } from "gleaner"; export default ({ on, seconds }) => on(\`\${minutes(2)} \${hours(1)} \${seconds(3)}\`)`,
  );
  assert.equal(one().said, "on 120000 3600000 3000");
  assert.equal(await decide(`return on(\`\${minutes(2)} \${hours(1)}\`)`), "on 120000 3600000");
  await one.host.stop();
});

test("settings are given, deeply read-only", async () => {
  const settings = { full: 95, deep: { list: [1] } };
  assert.equal(await decide(`return on(\`\${settings.full} \${settings.deep.list}\`)`, undefined, settings), "on 95 1");
  assert.match(await decide("settings.deep.list.push(2)", undefined, settings), /script_failed/);
  assert.match(await decide("settings.full = 1", undefined, settings), /script_failed/);
  assert.equal(await decide(`return on(\`\${settings.nothing}\`)`), "on undefined");
});

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
  const two = await bench(source, undefined, JSON.parse(JSON.stringify(saved)));
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
  assert.match(await decide('for (let i = 0; i < 40; i++) timer("t" + i).start(1)'), /at most 32 timers/);
  assert.match(await decide('timer("x".repeat(65))'), /1 to 64 characters/);
  const times = ["NaN", "-1", "Infinity", '"10"', "1e15", "undefined"];
  for (const [body, said] of await decideEach(times.map((ms) => `timer("a").start(${ms})`))) {
    assert.match(said, /needs a time/, body);
  }
  assert.equal(
    await decide(
      `timer("__proto__").start(5); return on(\`\${timer("__proto__").running} \${timer("toString").running}\`)`,
    ),
    "on true false",
  );
});

test("nonsense is refused, with what to say instead", async () => {
  const bodies = [
    "",
    "return 1",
    "return true",
    'return "on"',
    "return null",
    "return on",
    "return NaN",
    "return []",
    "return {}",
    "return { mod: 3 }",
    "return { mod: '2' }",
    "return { mod: NaN }",
    "return { mod: 0 }",
    "return { mod: 2, log: {} }",
    "return { get mod() { return 2 } }",
    "return { mod: 2, log: NaN }",
    "return Symbol()",
    "return 10n",
    "return { then() {} }",
    "return Object.create(on('x'))",
    "return () => on('x')",
    "return new Proxy({}, { getOwnPropertyDescriptor() { return { value: { mod: 2 }, configurable: true } } })",
  ];
  for (const [body, said] of await decideEach(bodies)) {
    assert.match(said, /script returned nonsense: say on\(\\"why\\"\)/, body);
  }
});

test("a reason is needed", async () => {
  const bodies = ["return on()", "return off(null)", "return keep({})", "return on(NaN)", "return on(Symbol())"];
  for (const [body, said] of await decideEach(bodies)) assert.match(said, /a reason in words is needed/, body);
});

test("reasons are cleaned and cut", async () => {
  assert.equal(await decide('return on("a\\u0000b\\n\\u001b[31mc\\u202e")'), "on a b [31mc");
  const long = await decide('return on("x".repeat(1e5))');
  assert.equal(long.length, "on ".length + 500);
});

test("errors come with the line, whatever was thrown", async () => {
  assert.match(await decide("\nthrow new Error('oh')"), /line 3: oh/);
  assert.match(await decide("null.x"), /line 2: /);
  assert.match(await decide("throw 'words'"), /words/);
  const thrown = [
    "throw { get message() { throw 1 } }",
    "throw { toString() { throw 2 } }",
    "throw null",
    "throw Symbol('s')",
    "throw new Proxy({}, { get() { throw 3 } })",
    "throw { message: { toString() { throw 4 } } }",
    "throw Object.create(null)",
  ];
  for (const [body, said] of await decideEach(thrown)) assert.match(said, /^script_failed script_failed/, body);
});

test("what a script has no use for says so", async () => {
  const uses = new Map([
    ["Date.now()", "now.hour"],
    ["new Date()", "now.hour"],
    ["Math.random()", "same inputs"],
    ["console.log(1)", "reason"],
    ["setTimeout(() => {}, 1)", "timer"],
    ["fetch('x')", "channels"],
    ["require('fs')", "import"],
    ["process.exit()", "process"],
    ["new Promise(() => {})", "at once"],
  ]);
  for (const [word, said] of await decideEach([...uses.keys()])) {
    assert.ok(said.includes(uses.get(word) ?? "?"), word);
  }
});
