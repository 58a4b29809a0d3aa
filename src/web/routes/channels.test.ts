import assert from "node:assert/strict";
import { test } from "node:test";
import type { Naming } from "../../model/index.ts";
import { ChannelList } from "../api.ts";
import { bench } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

test("everything live or stored, by name, with its kind", async () => {
  const { app, history } = await bench();
  history.units.set("battery.soc", "%");
  history.units.set("roof.yield_total", "Wh");
  history.units.set("roof.yield_yesterday", "Wh");
  history.units.set("old.meter", "kWh");
  history.units.set("monitor.consumed_charge", "Ah");
  history.units.set("relay.boiler", "");
  history.units.set("attic.humidity", "%");
  const { channels } = ChannelList.parse((await app.inject("/api/channels")).json());
  assert.deepEqual(
    channels.map(({ name, kind }) => [name, kind]),
    [
      ["attic.humidity", "number"],
      ["battery.soc", "number"],
      ["charger.state", "state"],
      ["grid.power", "number"],
      ["monitor.consumed_charge", "number"],
      ["old.meter", "counter"],
      ["relay.boiler", "relay"],
      ["roof.yield_total", "counter"],
      ["roof.yield_yesterday", "number"],
      ["solar.power", "number"],
    ],
  );
  const [soc, meter] = [{ name: "battery.soc", alias: "SOC" }, { name: "old.meter" }];
  assert.deepEqual(channels[1], { ...soc, display_name: "battery.soc", unit: "%", kind: "number", named: true });
  assert.deepEqual(channels[5], { ...meter, display_name: "old.meter", unit: "kWh", kind: "counter", named: false });
});

test("what people call them, in the language asked for", async () => {
  const naming: Naming = (thing, id, language) => `${thing} ${id} in ${language}`;
  const { app } = await bench({ naming });
  for (const language of ["fr", "de"]) {
    const { channels } = ChannelList.parse((await app.inject(`/api/channels?lang=${language}`)).json());
    const named = channels.find(({ name }) => name === "battery.soc");
    assert.equal(named?.display_name, `channel battery.soc in ${language}`);
  }
});

test("before the house has spoken, what is stored is listed", async () => {
  const { app, history } = await bench({ house: null });
  history.units.set("solar.power", "W");
  assert.deepEqual((await app.inject("/api/channels")).json(), {
    channels: [{ name: "solar.power", display_name: "solar.power", unit: "W", kind: "number", named: true }],
  });
});

test("page by page: each name once, and the store's unit counts", async () => {
  const { app, history } = await bench();
  for (let i = 0; i < 25; i++) history.units.set(`many.value_${i}`, "W");
  history.units.set("battery.soc", "percent");
  history.units.set("\u{1f50b}", "");
  const whole = ChannelList.parse((await app.inject("/api/channels")).json());
  assert.equal(whole.next, undefined);
  assert.equal(whole.channels.length, 30);
  assert.equal(whole.channels.find(({ name }) => name === "battery.soc")?.unit, "percent");
  for (const limit of [1, 7, 29, 30]) {
    const found: ChannelList["channels"] = [];
    let next: string | undefined = "";
    let pages = 0;
    while (next !== undefined) {
      const url = `/api/channels?limit=${limit}&after=${encodeURIComponent(next)}`;
      const page = ChannelList.parse((await app.inject(url)).json());
      assert.ok(page.channels.length <= limit);
      found.push(...page.channels);
      next = page.next;
      pages += 1;
    }
    assert.deepEqual(found, whole.channels);
    assert.equal(pages, Math.ceil(30 / limit));
  }
});

test("a name as long as may be can be asked for, however it is written", async () => {
  const { app, history } = await bench();
  const name = "電".repeat(200);
  history.units.set(name, "W");
  history.readings.push({ channel: name, at: 1_000, value: 5 });
  for (const url of [`/api/series/${encodeURIComponent(name)}`, `/graph/${encodeURIComponent(name)}.svg`]) {
    assert.equal((await app.inject(url)).statusCode, 200, url.slice(0, 20));
  }
});

refused("/api/channels", [
  ["limit=0", "limit: "],
  ["limit=1001", "limit: "],
  [`after=${"x".repeat(201)}`, "after: "],
  ["before=x", "query: "],
]);
