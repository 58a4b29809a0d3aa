import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, type Case, decide } from "../testing/decide.ts";
import { channel, world } from "../testing/world.ts";

/** What a run says that asked for a member which is not there. */
function unknown(thing: string, name: string): RegExp {
  const words = `"name":"${name}","known":.*"thing":${JSON.stringify(thing)}}`;
  return new RegExp(`^script_failed member_unknown {"line":\\d+,${words.replace(/[()\\]/g, "\\$&")}$`);
}

test("an unknown member of what a script is given ends the run", async () => {
  await assertSaid([
    ["return relay.onfor > 5 ? off('x') : on('y')", unknown("relay", "onfor")],
    ["return relays.boiler.onfor > 5 ? off('x') : on('y')", unknown("relay", "onfor")],
    ["return relays[2].startToday > 0 ? off('x') : on('y')", unknown("relays.pump", "startToday")],
    ["return now.hours < 23 ? off('x') : on('y')", unknown("now", "hours")],
    ["return timer('r').isRunning ? off('x') : on('y')", unknown('timer("r")', "isRunning")],
    ["return channel('SOC').val < 5 ? off('x') : on('y')", unknown('channel("SOC")', "val")],
    ["return channel('SOC').orelse(1) < 5 ? off('x') : on('y')", unknown('channel("SOC")', "orelse")],
    // every way to look
    ["const { onfor } = relay; return on(String(onfor))", unknown("relay", "onfor")],
    ["const { onfor = 7 } = relay; return on(String(onfor))", unknown("relay", "onfor")],
    ["const { hour, ...rest } = now; return on(String(rest.minutes))", "on undefined"],
    ["return on(String(relay?.onfor))", unknown("relay", "onfor")],
    ["return on(String(relay['on' + 'for']))", unknown("relay", "onfor")],
    ["return on(String('onfor' in relay))", unknown("relay", "onfor")],
    ["return on(String(Reflect.get(now, 'hours')))", unknown("now", "hours")],
    ["return on(String(Object.create(now).hours))", unknown("now", "hours")],
    ["try { relay.onfor } catch {} return on('caught')", unknown("relay", "onfor")],
    ["try { relay.onfor; now.hours } finally { return on('the first counts') }", unknown("relay", "onfor")],
    ["relay.onfor = 5", /a script can read this, not change it/],
    ["return on(String(relay[0]))", unknown("relay", "0")],
  ] as Case[]);
});

test("an unknown setting ends the run, however deep; in asks whether there is one", async () => {
  const settings = { soc_lo: 50, deep: { list: [1, { x: 2 }], none: [], more: null } };
  const said = (body: string): Promise<string> => decide(body, world(), settings);
  const cases: readonly (readonly [body: string, said: string | RegExp])[] = [
    ["return on(String(settings.soc_low))", unknown("settings", "soc_low")],
    ["const { soc_low = 5 } = settings; return on(String(soc_low))", unknown("settings", "soc_low")],
    ["return on(String(settings.deep.lists))", unknown("settings.deep", "lists")],
    ["return on(String(settings.deep.list.lenght))", unknown("settings.deep.list", "lenght")],
    ["return on(String(settings.deep.list[1].y))", unknown("settings.deep.list.1", "y")],
    ["return on([settings.deep.list[1].x, settings.deep.list[2], settings.deep.more].join())", "on 2,,"],
    ["return on(String(settings.deep.list.x1))", unknown("settings.deep.list", "x1")],
    ["return on(String(settings.deep.list['1x']))", unknown("settings.deep.list", "1x")],
    ["return on([settings.deep.list[12], settings.deep.none.length].join())", "on ,0"],
    ["return on(['soc_lo' in settings, 'soc_low' in settings, 1 in settings.deep.list].join())", "on true,false,true"],
    ["return on(String('soc_low' in settings ? settings.soc_low : 7))", "on 7"],
  ];
  for (const [body, words] of cases) {
    if (typeof words === "string") assert.equal(await said(body), words, body);
    else assert.match(await said(body), words, body);
  }
  assert.equal(
    await said("return on(String(settings.soc_low))"),
    'script_failed member_unknown {"line":2,"name":"soc_low","known":"soc_lo, deep","thing":"settings"}',
  );
  assert.equal(
    await decide("return on(String(settings.soc_low))"),
    'script_failed member_unknown {"line":2,"name":"soc_low","known":"–","thing":"settings"}',
  );
});

test("an unknown input, and an unknown word of the package, end the run", async () => {
  const said = async (source: string): Promise<string> => {
    const one = await bench(source);
    const words = one().said;
    await one.host.stop();
    return words;
  };
  const all = "battery, data, channel, solar, house, grid, relay, relays …";
  assert.equal(
    await said("export default ({ batery, on }) => on(String(batery))"),
    `script_failed input_unknown ${JSON.stringify({ line: 1, name: "batery", known: all })}`,
  );
  assert.match(
    await said("export default (all) => all.on(String(all?.settngs))"),
    /"name":"settngs","known":"settings, /,
  );
  assert.equal(
    await said('import * as g from "gleaner";\nexport default () => g.on(String(g.minute))'),
    'script_failed member_unknown {"line":2,"name":"minute","known":"minutes, on, off, keep, seconds, hours","thing":"\\"gleaner\\""}',
  );
});

test("what JavaScript itself asks of any object still works", async () => {
  const settings = { list: [3, 1, 2], text: "x" };
  const things = "[settings, settings.list, relay, now, timer('t'), channel('SOC')]";
  const cases: readonly (readonly [expression: string, said: string])[] = [
    [`${things}.map((one) => [one.then, one.toJSON, one.inspect].join("")).join("")`, ""],
    [`${things}.map((one) => typeof one.toString + typeof one.constructor).join("").length`, "96"],
    [`${things}.map((one) => one.hasOwnProperty("zzz")).join("")`, "false".repeat(6)],
    [`\`\${settings} \${relay} \${now} \${channel("SOC")}\``, "[object Object] [object Object] [object Object] 80"],
    [`\`\${settings.list}\``, "3,1,2"],
    ["JSON.stringify(settings)", '{"list":[3,1,2],"text":"x"}'],
    ["JSON.stringify([relay.id, now.date])", '["boiler","2026-07-01"]'],
    ["JSON.stringify(relay).length > 100", "true"],
    ["JSON.stringify(now).includes('weekday')", "true"],
    ["JSON.stringify(channel('SOC')).includes('80')", "true"],
    ["Object.keys(settings).join() + Object.entries(relay).length", "list,text14"],
    ["settings.list.map((x) => x * 2).concat([9]).toSorted().join()", "2,4,6,9"],
    ["[...settings.list].length + settings.list.at(-1) + settings.list.indexOf(1)", "6"],
    ["settings.list.find((x) => x > 5) + ''", "undefined"],
    ["Math.max(...settings.list) + settings.list.filter((x) => x > 1).length", "5"],
    ["Array.isArray(settings.list) + [].concat(settings.list, 4).length", "5"],
    ["Object.keys({ ...relay }).length", "14"],
    ["structuredCloneLike(settings)", "3"],
    ["(relay instanceof Object) + '' + (typeof relay)", "trueobject"],
    ["relay === relays.boiler", "true"],
    ["Symbol.iterator in settings.list", "true"],
    ["Symbol.iterator in now", "false"],
  ];
  const helper = "const structuredCloneLike = (x) => JSON.parse(JSON.stringify(x)).list.length;";
  for (const [expression, said] of cases) {
    assert.equal(
      await decide(`${helper} return on("" + (${expression}) + ".")`, world(), settings),
      `on ${said}.`,
      expression,
    );
  }
});

test("a channel that there is none of ends the run, whatever is asked of it", async () => {
  const at = world({ channels: [channel("battery.soc", undefined), channel("solar.power", 5)] });
  const unknownChannel = (name: string): string => `no_data channel_unknown {"channel":"${name}"}`;
  await assertSaid([
    ["return on(String(channel('batery.soc').orElse(100)))", unknownChannel("batery.soc (battery.soc?)"), at],
    ["return on(String(channel('batery.soc').fresh))", unknownChannel("batery.soc (battery.soc?)"), at],
    ["return on(String(channel('zebra')?.known))", unknownChannel("zebra"), at],
    ["try { channel('zebra') } catch {} return on('caught')", unknownChannel("zebra"), at],
    ["return on(String('zebra' in data && channel('zebra').value))", "on false", at],
    ["return on(String(channel('battery.soc').orElse(100)))", "on 100", at],
  ]);
});
