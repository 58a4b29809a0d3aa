import assert from "node:assert/strict";
import { test } from "node:test";
import type { MaySay, ScriptNames } from "../../model/index.ts";
import { checkScript } from "./check.ts";

const NAMES: ScriptNames = {
  channels: new Map<string, MaySay>([
    ["battery.soc", "number"],
    ["charger.state", ["off", "bulk", "float"]],
    ["roof.load", ["on", "off"]],
    ["tank.word", "anything"],
  ]),
  aliases: new Map([
    ["SOC", "battery.soc"],
    ["CS", "charger.state"],
  ]),
  open: ["door"],
  relays: [
    { id: "boiler", number: 1 },
    { id: "pump", number: null },
  ],
};
const SETTINGS = ["soc_lo", "full"];
const INPUTS = "data, channel, battery, solar, relay, relays, now, timer, settings, on, off, keep";

/** What is said of a body: `line:column message`, a line each. */
function said(body: string): string[] {
  const source = `export default ({ ${INPUTS} }) => {\n${body}\n}`;
  return checkScript(source, { names: NAMES, settings: SETTINGS }).map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

function assertSays(cases: Readonly<Record<string, string | readonly string[]>>): void {
  for (const [body, words] of Object.entries(cases)) {
    assert.deepEqual(said(body), typeof words === "string" ? [words] : words, body);
  }
}

test("a word that a state never takes, wherever it is looked for", () => {
  const never = "charger.state never says flaot; it says float, off, bulk";
  for (const expression of [
    'new Set(["flaot", "Bulk"]).has(data.CS)',
    'new Map([["flaot", 1]]).get(data.CS)',
    'Object.is(data.CS, "flaot")',
    'data.CS.localeCompare("flaot")',
    "data.CS in { flaot: 1 }",
    'data.CS.includes("flaot")',
    'data.CS.startsWith("flaot")',
  ]) {
    const [complaint = "", ...more] = said(`if (${expression}) return on("x");`);
    assert.ok(complaint.endsWith(never), `${expression}: ${complaint}`);
    assert.deepEqual(more, []);
  }
  const body = 'const S = new Set(["Float"]); if (S.has(data.CS) || data.CS.includes("Ulk")) return on("x");';
  assert.deepEqual(said(body), []);
});

test("channels that there are none of", () => {
  assertSays({
    "return on(data.SOCK)": "2:11 no channel is called SOCK (SOC?)",
    "return on(battery.sok)": "2:11 no channel is called battery.sok (battery.soc?)",
    "return on(data['zebra.x'])": "2:11 no channel is called zebra.x",
    "return on(channel('batery.soc').orElse(1))": "2:11 no channel is called batery.soc (battery.soc?)",
    "return on(channel(`batery.soc`)?.fresh)": "2:11 no channel is called batery.soc (battery.soc?)",
    "const { SOCK, CS: state } = data; return on(SOCK + state)": "2:9 no channel is called SOCK (SOC?)",
    "const c = channel('nobody'); return on(c.value)": "2:11 no channel is called nobody",
    "return on(solar.power)": "2:11 no channel is called solar.power",
  });
  for (const good of [
    "return on([data.SOC, data['battery.soc'], battery.soc, channel('SOC').value, data['door.open']].join())",
    "return on(String('nobody' in data))",
    "const name = 'x'; return on(channel(name).value + data[name])",
    "return on(data.toString())",
  ]) {
    assert.deepEqual(said(good), [], good);
  }
});

test("settings, members, relays and inputs that there are none of", () => {
  const settings = "settings has no soc_low; there are soc_lo, full";
  assertSays({
    "return on(settings.soc_low)": `2:11 ${settings}`,
    "return on(settings?.['soc_low'] ?? 5)": `2:11 ${settings}`,
    "const { soc_low = 5 } = settings; return on(soc_low)": `2:9 ${settings}`,
    "const s = settings; return on(s.soc_low)": `2:31 ${settings}`,
    "return on('soc_low' in settings)": `2:11 ${settings}`,
    "return on(relay.onfor)":
      "2:11 relay has no onfor; there are onFor, id, name, number, mode, modeNumber, on, offFor …",
    "return on(relays.boiler.onfor)":
      "2:11 relays.boiler has no onfor; there are onFor, id, name, number, mode, modeNumber, on, offFor …",
    "return on(now.hours)": "2:11 now has no hours; there are hour, year, month, day, minute, second, weekday, date …",
    "return on(timer('r').isRunning)": '2:11 timer("r") has no isRunning; there are running, start, stop, over, left',
    "const t = timer('r'); return on(t.lefts)":
      '2:33 timer("r") has no lefts; there are left, start, stop, running, over',
    "return on(channel('SOC').val)":
      '2:11 channel("SOC") has no val; there are name, value, unit, at, age, fresh, known, orElse',
    "return on(relays.pomp.on)": "2:11 no relay is called pomp; there are pump, boiler",
    "return on(relays[7].on)": "2:11 no relay is called 7; there are boiler, pump",
    "return on(relayEtat[7] + relayMod.pomp)": [
      "2:11 no relay is called 7; there are boiler, pump",
      "2:26 no relay is called pomp; there are pump, boiler",
    ],
    "return on(relayUpToday(7) + timeUpMin('pomp', 3))": [
      "2:11 no relay is called 7; there are boiler, pump",
      "2:29 no relay is called pomp; there are pump, boiler",
    ],
  });
  for (const good of [
    "return on([settings.full, relay.onFor, relays[1].id, relays.pump.on, now.hour, timer('r').left].join())",
    "return on([relayEtat[1], relayMod.pump, relayUpToday(1), relayLastUp('pump'), 'winter' in settings].join())",
    "return on(relay.hasOwnProperty('x') + settings.toString() + now.constructor.name)",
    "const relayEtat = {}; return on(relayEtat.x)",
  ]) {
    assert.deepEqual(said(good), [], good);
  }
  const inputs = (source: string): string[] =>
    checkScript(source, { names: NAMES, settings: [] }).map(({ message }) => message);
  assert.deepEqual(inputs("export default ({ batery, on }) => on('x')"), [
    "a script is given no batery; it is given battery, data, channel, solar, house, grid, relay, relays …",
  ]);
  assert.deepEqual(inputs("export default (all) => all.on(all.data.SOCK)"), ["no channel is called SOCK (SOC?)"]);
  assert.deepEqual(inputs("export default ({ data: { SOCK } }) => SOCK"), ["no channel is called SOCK (SOC?)"]);
  assert.deepEqual(inputs("const f = ({ settings, on }) => on(settings.x);\nexport default f"), [
    "settings has no x; there are –",
  ]);
  assert.deepEqual(inputs("export default (({ data, on }) => on(data.SOCK as string)) satisfies Script"), [
    "no channel is called SOCK (SOC?)",
  ]);
});

test("words that a state never takes", () => {
  const never = "charger.state never says Flaot; it says float, off, bulk";
  assertSays({
    "return data.CS === 'Flaot' ? on('x') : off('y')": `2:8 ${never}`,
    "return 'Flaot' != channel('charger.state').value ? on('x') : off('y')": `2:8 ${never}`,
    "const { CS } = data; return CS === 'Flaot' ? on('x') : off('y')": `2:29 ${never}`,
    "const s = String(data.CS).toLowerCase(); return s == 'Flaot' ? on('x') : off('y')": `2:49 ${never}`,
    "return ['Flaot', 'Bulk'].includes(data.CS) ? on('x') : off('y')": `2:35 ${never}`,
    "const some = ['Flaot']; return some.includes(data.CS) ? on('x') : off('y')": `2:46 ${never}`,
    "return on(String(({ bulk: 1, 'Flaot': 2 })[data.CS]))": `2:44 ${never}`,
    "const t = { Flaot: 2 }; return on(String(t[data.CS]))": `2:44 ${never}`,
    "switch (data.CS) { case 'Bulk': case 'Flaot': return on('x') }": `2:9 ${never}`,
    "return data['roof.load'] === 'open' ? on('x') : off('y')": "2:8 roof.load never says open; it says on, off",
    "return battery.soc === 'full' ? on('x') : off('y')": "2:8 battery.soc is a number, never the word full",
  });
  for (const good of [
    "return data.CS === 'Float' || data.CS !== 'BULK' || data.CS == 'code_99' ? on('x') : off('y')",
    "return data['roof.load'] === 'ON' || data['roof.load'] === true || data['roof.load'] === 'No' ? on('x') : off('y')",
    "return battery.soc === '80' || battery.soc == 80 || battery.soc === '-1.5' ? on('x') : off('y')",
    "return data['tank.word'] === 'zebra' || data['door.x'] === 'zebra' ? on('x') : off('y')",
    "let s = data.CS; s = 'Flaot'; return s === 'Flaot' ? on('x') : off('y')",
  ]) {
    assert.deepEqual(said(good), [], good);
  }
});

test("names that nothing stands for", () => {
  assertSays({
    "return MpptFloo(data.CS) ? on('x') : off('y')": "2:8 there is no MpptFloo in a script; did you mean MpptFlo?",
    "return on($data.SOC)": "2:11 there is no $data in a script; did you mean data?",
    "return on(grid.power)": "2:11 grid is missing in the brackets: export default ({ grid }) => …",
    "return on(in_array)": "2:11 there is no in_array in a script",
    "return on(Date.now())": "2:11 there is no Date in a script",
    "return on(thisMode)": "2:11 there is no thisMode in a script; did you mean thisMod?",
  });
  for (const good of [
    "const x = { nope: 1, y: 2, nope2() { return this.nope } }; return on(x.nope + x?.y)",
    "class A { nope = 1; static b() {} } outer: for (const i of [1]) { continue outer } return on(new A().nope)",
    "const f = (...rest) => rest; const { a: [b, c = 2], ...d } = { a: [1] }; return on(f(b, c, d) + arguments.length)",
    "try { minutes(1); hours(2); seconds(3) } catch (e) { return on(e.message) } return on(date('G') + time() + thisId)",
    "return on(typeof nope)",
    "function g() { return g } return on(Math.max(1, parseInt('2')) + isNaN(NaN) + Infinity + g)",
    "for (const key in { a: 1 }) { if (key) return on(key) } return off(new Map([[1, Symbol.iterator]]) + undefined)",
  ]) {
    assert.deepEqual(said(good), [], good);
  }
  const imported = 'import { on as ein } from "gleaner"; import * as g from "gleaner"; export default () => ein(g.off)';
  assert.deepEqual(checkScript(imported, { names: NAMES, settings: [] }), []);
});

test("what is wrong is told in the order of the text, once a line; a script that does not compile has none", () => {
  assert.deepEqual(
    said("const a = now.hours;\nreturn on(relay.onfor + now.hours + now.hours)").map((one) => one.slice(0, 3)),
    ["2:1", "3:1", "3:2"],
  );
  assert.deepEqual(checkScript("export default (", { names: NAMES, settings: [] }), []);
});
