import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChannelState, MaySay, ScriptNames } from "../../model/index.ts";
import { assertSaid, type Bench, bench, type Case } from "../testing/decide.ts";
import { channel, world } from "../testing/world.ts";

const NAMES: ScriptNames = {
  channels: new Map<string, MaySay>([
    ["charger.state", ["off", "bulk", "absorption", "float"]],
    ["roof.load", ["on", "off"]],
    ["battery.soc", "number"],
    ["later.value", "number"],
    ["heat.mode", "words"],
  ]),
  aliases: new Map([["CS", "charger.state"]]),
  open: ["door"],
  relays: [],
};

const INPUTS = "data, channel, battery, relay, relays, settings, timer, now, on, off, keep";

async function houseWith(body: string): Promise<Bench> {
  return bench(`export default ({ ${INPUTS} }) => {\n${body}\n}`, { names: NAMES, settings: { full: "float" } });
}

/** What a body says while the charger is in a state, the door stands so and the battery is at 80 %. */
async function said(body: string, state: string | number = "float", door: string | number = "on"): Promise<string> {
  const one = await houseWith(body);
  const channels = [
    channel("charger.state", state),
    channel("door.open", door),
    channel("roof.load", "off"),
    channel("battery.soc", 80),
    channel("text.line", "float"),
  ];
  const words = one(world({ channels, aliases: { CS: "charger.state", DOOR: "door.open" } })).said;
  await one.host.stop();
  return words;
}

async function assertTruths(
  expressions: Readonly<Record<string, boolean>>,
  state = "float",
  door: string | number = "on",
): Promise<void> {
  const list = Object.keys(expressions);
  const words = await said(`return on([${list.map((one) => `(${one}) ? 1 : 0`).join(", ")}].join(" "))`, state, door);
  const found = words.replace("on ", "").split(" ");
  for (const [index, expression] of list.entries()) {
    assert.equal(found[index], expressions[expression] ? "1" : "0", `${expression}: ${words}`);
  }
}

test("capitals do not count where the state of a channel is compared with a word", async () => {
  await assertTruths({
    'data.CS == "Float"': true,
    'data.CS === "Float"': true,
    '"FLOAT" === data.CS': true,
    'data.CS != "Float"': false,
    'data.CS !== "Float"': false,
    'data.CS === "Bulk"': false,
    'data.CS !== "Bulk"': true,
    'data["charger.state"] === "Float"': true,
    'channel("CS").value === "Float"': true,
    'channel("charger.state").orElse("none") === "Float"': true,
    'data.CS.toLowerCase() === "Float"': true,
    'String(data.CS) === "FLOAT"': true,
    '(data.CS ?? "x") === "Float"': true,
    '((data).CS) === ("Float")': true,
    '(() => { const { CS: state } = data; return state === "Float" })()': true,
    '(() => { const c = channel("CS"); return c.value === "Float" })()': true,
    '(() => { let c = data.CS; return c === "Float" })()': true,
    '((state) => state === "Float")(data.CS)': true,
    '[data.CS].some((state) => state === "Float")': true,
    '["Absorption", "Float"].includes(data.CS)': true,
    '["Absorption", "Bulk"].includes(data.CS)': false,
    '["Absorption", "Float"].indexOf(data.CS) === 1': true,
    '(() => { const some = ["Bulk", "Float"]; return some.includes(data.CS) })()': true,
    "data.CS === `Float`": true,
    "data.CS === settings.full": true,
    '!(data.CS === "Float")': false,
    'data.CS === "Float" === true': true,
    'data.CS === "Bulk" || data.CS === "Float" && battery.soc > 50': true,
  });
});

test("words that no channel said keep their capitals", async () => {
  await assertTruths({
    '"a" === "A"': false,
    'relay.mode === "Auto"': false,
    'relay.mode === "auto"': true,
    'relay.id == "Boiler"': false,
    'typeof relay.mode === "string"': true,
    'typeof battery.soc === "number"': true,
    '["A", "B"].includes("a")': false,
    'relay.on === "off"': true,
    'relay.on === "0"': true,
    'relay.on === "1"': false,
    "relay.startsToday === false": false,
    "relay.startsToday == false": true,
    'relay.startsToday === "0"': false,
    'relay.startsToday == "0"': true,
    'now.date === "2026-07-01"': true,
    "[null, undefined, 0].map((x) => x === 'x').includes(true)": false,
    "[1, 2].indexOf(2) === 1": true,
    '({ toString: () => "x" }) == "x"': true,
    '({ toString: () => "x" }) === "x"': false,
    '"80" == battery.soc': true,
    '"80" === battery.soc': true,
    '"on" === relay.on': false,
    '"off" === relay.on': true,
    "null == undefined": true,
    "battery.soc == null": false,
    "battery.soc === battery.soc": true,
    "5n == '5'": true,
  });
});

test("a switch is one value, however it is spelt, for if and for ===", async () => {
  const isOn = (value: boolean): Record<string, boolean> => ({
    "data.DOOR": value,
    "!data.DOOR": !value,
    "data.DOOR === true": value,
    "data.DOOR == false": !value,
    "data.DOOR === 1": value,
    "data.DOOR == 0": !value,
    'data.DOOR === "on"': value,
    'data.DOOR === "ON"': value,
    'data.DOOR === "off"': !value,
    'data.DOOR !== "off"': value,
    'data.DOOR === "true"': value,
    'data.DOOR == "No"': !value,
    'data.DOOR == "False"': !value,
    'data.DOOR == "yes"': value,
    'data.DOOR === "1"': value,
    'data.DOOR === "0"': !value,
    '["on", "yes"].includes(data.DOOR)': value,
    'channel("DOOR").value': value,
    'channel("DOOR").orElse(false)': value,
    "!!data.DOOR && battery.soc > 0": value,
    '((x) => x === "ON")(data.DOOR)': value,
    "((x) => !!x)(data.DOOR) === true": value,
  });
  for (const spelling of ["on", "ON", "On", "true", "TRUE", "yes", 1])
    await assertTruths(isOn(true), "float", spelling);
  for (const spelling of ["off", "OFF", "false", "False", "no", 0]) await assertTruths(isOn(false), "float", spelling);
});

test("a switch statement sees the same", async () => {
  const body = `switch (data.CS) {
    case "Bulk": return off("bulk");
    case "Float":
    case "Absorption": { switch (data.DOOR) { case "ON": return on("open"); case 'off': return on("shut"); } }
  } return keep("other")`;
  assert.equal(await said(body), "on open");
  assert.equal(await said(body, "absorption", 0), "on shut");
  assert.equal(await said(body, "bulk"), "off bulk");
  assert.equal(await said(body, "off"), "keep other");
  assert.equal(await said('switch (battery.soc) { case 80: return on("80") } return off("x")'), "on 80");
  assert.equal(await said('switch (true) { case data.CS === "Float": return on("f") } return off("x")'), "on f");
  assert.equal(await said('switch (relay.mode) { case "Auto": return on("f"); default: return off("x") }'), "off x");
});

test("a word that a channel never says ends the run, with those that it says", async () => {
  const never = (word: string, known: string, name = "charger.state"): string =>
    `script_failed state_unknown ${JSON.stringify({ line: 2, thing: name, word, known })}`;
  const states = (first: string): string =>
    [first, ...["off", "bulk", "absorption", "float"].filter((one) => one !== first)].join(", ");
  assert.equal(await said('return data.CS === "Flaot" ? on("x") : off("y")'), never("Flaot", states("float")));
  assert.equal(await said('return "floating" != data.CS ? on("x") : off("y")'), never("floating", states("off")));
  assert.equal(await said('switch (data.CS) { case "zebra": } return on("x")'), never("zebra", states("off")));
  assert.equal(await said('return ["bulkk"].includes(data.CS) ? on("x") : off("y")'), never("bulkk", states("bulk")));
  assert.equal(await said('try { data.CS === "zebra" } catch {} return on("x")'), never("zebra", states("off")));
  assert.equal(
    await said('return data["roof.load"] === "open" ? on("x") : off("y")'),
    never("open", "on, off", "roof.load"),
  );
  assert.equal(await said('return data["roof.load"] === "5" ? on("x") : off("y")'), never("5", "on, off", "roof.load"));
  // one whose words nobody described may say it yet
  assert.equal(await said('return data.DOOR === "open" ? on("x") : off("y")'), "off y");
  const number = (word: string, name: string): string =>
    `script_failed state_is_number ${JSON.stringify({ line: 2, thing: name, word })}`;
  assert.equal(await said('return battery.soc === "full" ? on("x") : off("y")'), number("full", "battery.soc"));
  assert.equal(await said('return data.DOOR === "full" ? on("x") : off("y")', "float", 7), number("full", "door.open"));
  assert.equal(await said('return data.CS === "" ? on("x") : off("y")'), never("", states("off")));
  assert.equal(await said('return battery.soc === " " ? on("x") : off("y")'), number("", "battery.soc"));
  // what may be said one day, and what nobody knows
  await assertTruths({
    'data.CS === "code_99"': false,
    'data["text.line"] === "zebra"': false,
    'data["text.line"] === "FLOAT"': true,
    'battery.soc === "80"': true,
    'battery.soc === "81"': false,
    'channel("heat.mode").orElse("None") === "none"': true,
    'channel("later.value").orElse(null) === "full"': false,
  });
  await assertTruths({ 'data.DOOR === "on"': false, 'data.DOOR === "off"': false }, "float", 7);
  // what is said although nobody knows it is no mistake of the script
  await assertTruths({ 'data.CS === "Bulk"': false, 'data.CS === "SURPRISE"': true }, "Surprise");
});

test("a channel that is compared, or asked whether it is true, stands for its value", async () => {
  await assertTruths(
    {
      'channel("CS") === "Float"': true,
      'channel("charger.state") == "float"': true,
      'channel("charger.state") !== "float"': false,
      '"bulk" === channel("CS")': false,
      '(() => { const state = channel("CS"); return state === "float" })()': true,
      '(() => { const is = (state) => state === "float"; return is(channel("CS")) })()': true,
      '(() => { switch (channel("CS")) { case "float": return true; default: return false } })()': true,
      '["absorption", "float"].includes(channel("CS"))': true,
      'channel("battery.soc") === 80': true,
      'channel("battery.soc") === channel("battery.soc")': true,
      'channel("battery.soc") > 79': true,
      'channel("DOOR") ? true : false': false,
      '!channel("DOOR")': true,
      'channel("roof.load") === "off"': true,
    },
    "float",
    "off",
  );
  assert.match(await said('return channel("CS") === "flaot" ? on("x") : off("y")'), /state_unknown .*"word":"flaot"/);
  assert.match(await said('return channel("CS") ? on("x") : off("y")'), /state_as_truth .*"word":"float"/);
  assert.match(await said('return channel("later.value") === 5 ? on("x") : off("y")'), /no_data channel_missing/);
});

test("capitals do not count where a word is looked for in a state", async () => {
  await assertTruths({
    'data.CS.includes("Float")': true,
    'data.CS.startsWith("FLO")': true,
    'data.CS.endsWith("Oat")': true,
    'data.CS.indexOf("Flo") === 0': true,
    'channel("CS").value.includes("Loa")': true,
    'channel("CS").orElse("").includes("Float")': true,
    '!data.CS.includes("Float")': false,
    'data.CS.includes("bulk")': false,
    'data.CS.includes("")': true,
    '"Float".includes(data.CS)': false,
    '((data.CS)).includes("Float")': true,
    '(() => { const some = ["Bulk", "Float"]; return some.includes("Float") })()': true,
  });
});

test("a word as truth, and a word compared with a number, end the run", async () => {
  const truth = 'script_failed state_as_truth {"line":2,"thing":"charger.state","word":"float"}';
  for (const body of [
    "if (data.CS) return on('x')",
    "return data.CS ? on('x') : off('y')",
    "return !data.CS ? on('x') : off('y')",
    "while (data.CS) return on('x')",
    "if (battery.soc > 5 && data.CS) return on('x')",
    "const { CS } = data; if (CS) return on('x')",
  ]) {
    assert.equal(await said(body), truth, body);
  }
  assert.equal(await said("return data.CS ? on('x') : off('y')", "off"), "off y");
  assert.equal(await said("return on(data.CS || 'none')"), "on float");
  assert.equal(await said("const n = [0, 1]; return on([n[1] || 5, n[0] && 5].join())"), "on 1,0");
  assert.equal(await said("return channel('charger.state').orElse('') ? on('x') : off('y')", ""), "off y");
  const order = 'script_failed state_not_number {"line":2,"thing":"charger.state","word":"float"}';
  for (const body of ["return data.CS > 3 ? on('x') : off('y')", "return 3 <= data.CS ? on('x') : off('y')"]) {
    assert.equal(await said(body), order, body);
  }
  assert.match(await said("return data.CS < 'zebra' ? on('x') : off('y')"), /state_not_number .*"word":"float"/);
  assert.match(await said("return battery.soc < 'full' ? on('x') : off('y')"), /state_not_number .*"word":"full"/);
  await assertTruths({
    "battery.soc > 79": true,
    "battery.soc >= 80": true,
    "battery.soc < 80": false,
    "battery.soc <= 79": false,
    "battery.soc < 81": true,
    "battery.soc <= 80": true,
    "battery.soc > 80": false,
    "battery.soc >= 81": false,
    'battery.soc > "9"': true,
    "data.DOOR > 0": true,
    '"a" < "b"': true,
    'now.date >= "2026-06-30"': true,
    'now.date < "2026-07-01"': false,
    'channel("later.value").orElse("b") < "c"': true,
  });
});

test("what is neither a word nor a switch is as true as ever", async () => {
  await assertTruths({
    "battery.soc ? true : false": true,
    "!battery.soc": false,
    "!(battery.soc - 80)": true,
    "!(battery.soc / 0 - battery.soc / 0)": true,
    "!null": true,
    "!undefined": true,
    "!({})": false,
    "![]": false,
    '!""': true,
    "!5n": false,
    'channel("later.value").orElse("none") ? true : false': true,
    '!channel("later.value").orElse("")': true,
  });
  await assertTruths({ "data.DOOR ? true : false": true, "!data.DOOR": false }, "float", 7);
  const list =
    "const [none, some] = [[], ['Float']]; return on([some.includes('Float'), none.includes('Float')].join())";
  assert.equal(await said(list), "on true,false");
});

test("a channel that a device will give may be asked for before it has said anything", async () => {
  const missing = (name: string): string => `no_data channel_missing {"channel":"${name}"}`;
  assert.equal(await said("return on(String(channel('later.value').orElse(5)))"), "on 5");
  assert.equal(await said("return on(String(channel('door.anything').fresh))"), "on false");
  assert.equal(await said("return on(String(channel('door.anything').value))"), missing("door.anything"));
  assert.equal(await said("return on(String(data['later.value']))"), missing("later.value"));
  for (const name of ["door.", "doors.open", "later", "door"]) {
    assert.match(await said(`return on(String(channel('${name}').fresh))`), /channel_unknown/, name);
  }
});

test("comparisons are found wherever they stand, and the text around them stays", async () => {
  await assertSaid([
    ["return on([1, 2, 3].filter((x) => x === 2 || x == '3').join())", "on 2,3"],
    ["const f = (a, b) => (a)/* == */==/* x */(b); return on(String(f('x', 'x')))", "on true"],
    [`return on(\`\${'a' === 'a' ? \`\${'b' !== 'c'}\` : 'no'}\`)`, "on true"],
    ["return on(String(/==/.test('a == b') === true && '===' === '==='))", "on true"],
    ["let s = ''; for (const c of 'aXb') s += c === 'X' ? '-' : c; return on(s)", "on a-b"],
    ["return on(String(('x' === 'x') === ('y' === 'y')))", "on true"],
  ] as Case[]);
});

test("a channel that says other words too may be asked for any of them while it is off", async () => {
  const body = 'return on([data.M === "heat", data.M === "off", ["heat", "cool"].includes(data.M)].join(" "))';
  const one = await houseWith(body);
  const at = (name: string, value: string | number, more: Partial<ChannelState> = {}): string => {
    return one(world({ channels: [channel(name, value, more)], aliases: { M: name } })).said;
  };
  const isOff = "on false true false";
  // by its description
  assert.equal(at("heat.mode", "off"), isOff);
  assert.equal(at("heat.mode", "heat"), "on true false true");
  // or as it said a word before
  for (const off of [0, "off"]) assert.equal(at("door.mode", off, { says_words: true }), isOff);
  // or as nobody described its words, and it said on or off until now
  assert.equal(at("door.mode", 0, { is_switch: true }), isOff);
  assert.equal(at("door.mode", "off"), isOff);
  // but not a number, nor one whose words are described
  assert.match(at("door.mode", 0), /state_is_number .*"word":"heat"/);
  for (const off of [0, "off"]) {
    assert.match(at("roof.load", off, { is_switch: true }), /state_(unknown|is_number) .*"word":"heat"/);
  }
  await one.host.stop();
});

test("what is looked up by a state is found however the state is spelt, and by on and off", async () => {
  const table = "({ off: 0, Float: 1, bulk: 2 })[data.CS]";
  assert.equal(await said(`return on(String(${table}))`), "on 1");
  assert.equal(await said(`return on(String(${table}))`, "off"), "on 0");
  const doors = 'const TEXT = { on: "open", "off": "shut" };';
  assert.equal(await said(`${doors} return on(TEXT[data.DOOR])`), "on open");
  assert.equal(
    await said(`${doors} const door = channel("door.open").value; return on(TEXT[door])`, "float", 0),
    "on shut",
  );
  assert.match(await said("const W = { flaot: 1 }; return on(String(W[data.CS]))"), /state_unknown .*"word":"flaot"/);
  // what is no state is as ever
  assert.equal(await said("const some = { a: 1, float: 2 }; const key = 'a'; return on(String(some[key]))"), "on 1");
  assert.equal(await said("const some = { a: 1 }; some['b'] = 3; return on(String(some.b + some['a']))"), "on 4");
});

test("capitals do not count however a script looks for a state's word", async () => {
  const lists =
    'const S = new Set(["Float", "Bulk"]), M = new Map([["Float", 1], ["Bulk", 2]]), RE = /^FLO/, T = { Float: 1 };';
  const flows = "let cs = data.CS; const seen = [data.CS, 5];";
  const found = [
    'new Set(["Float"]).has(data.CS)',
    "S.has(data.CS)",
    "S.has(cs)",
    "M.get(data.CS) === 1",
    "M.has(data.CS)",
    'new Map([["Float", 3]]).get(data.CS) === 3',
    'Object.is(data.CS, "Float")',
    'Object.is("Float", data.CS)',
    'data.CS.localeCompare("Float") === 0',
    '"Float".localeCompare(data.CS) === 0',
    "/Float/.test(data.CS)",
    "/Float/g.exec(data.CS) !== null",
    "RE.test(data.CS)",
    "RE.test(data.CS) && RE.test(data.CS)",
    "data.CS.match(/FLOAT/) !== null",
    "data.CS.search(/FLOAT/) === 0",
    'cs.includes("Flo")',
    'cs.startsWith("Float")',
    'seen.includes("Float")',
    'seen.indexOf("Float") === 0',
    'data.CS.lastIndexOf("Float") === 0',
    "data.CS in { Float: 1 }",
    "data.CS in T",
    "Object.hasOwn(T, data.CS)",
    'data.CS[0] === "F"',
    'data.CS.charAt(0) == "F"',
    'data.CS.slice(0, 3) === "Flo"',
  ];
  const others = [
    'S.has("float")',
    "/Float/.test('float')",
    '"float".includes("Float")',
    'data.CS[0] !== "F"',
    'Object.is("a", "A")',
    '"off" in T',
  ];
  const bodies = [...found, ...others].map((one) => `(${one}) ? 1 : 0`);
  const words = await said(`${lists} ${flows} return on([${bodies.join(", ")}].join(" "))`);
  const truths = words.replace("on ", "").split(" ");
  for (const [index, one] of [...found, ...others].entries()) {
    assert.equal(truths[index], index < found.length ? "1" : "0", `${one}: ${words}`);
  }
});

test("a word that a state never takes ends the run wherever it is looked for", async () => {
  for (const expression of [
    'new Set(["flaot"]).has(data.CS)',
    'new Map([["flaot", 1]]).get(data.CS)',
    'Object.is(data.CS, "flaot")',
    'data.CS.localeCompare("flaot")',
    "data.CS in { flaot: 1 }",
    'data.CS.includes("flaot")',
    'data.CS.startsWith("Flaot")',
  ]) {
    assert.match(
      await said(`return (${expression}) ? on("x") : off("y")`),
      /state_unknown .*"word":"flaot"/i,
      expression,
    );
  }
});

test("an alias comes before a channel of the same name, also in what is said of a comparison", async () => {
  const one = await houseWith('return data.CS === "flaot" ? on("x") : off("y")');
  const channels = [channel("charger.state", "float"), channel("CS", 7)];
  assert.match(
    one(world({ channels, aliases: { CS: "charger.state" } })).said,
    /state_unknown .*"thing":"charger.state"/,
  );
  await one.host.stop();
  const other = await houseWith('return channel("CS").value === "flaot" ? on("x") : off("y")');
  const said = other(world({ channels, aliases: { CS: "charger.state" } })).said;
  assert.match(said, /state_is_number .*"thing":"CS"/, "but not where a channel is asked for");
  await other.host.stop();
});
