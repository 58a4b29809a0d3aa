import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChannelEntry } from "../../../../src/web/api.ts";
import { allowed, defaultChannels, groups, listed, ordered, panesOf, soughtIn } from "./panes.ts";

function entry(name: string, unit: string | null, named = true, kind: ChannelEntry["kind"] = "number"): ChannelEntry {
  return { name, display_name: name, unit, named, kind };
}

const channels = [
  entry("battery.voltage", "V"),
  entry("solar.power", "W"),
  entry("solar.roof", "W"),
  entry("battery.power", "W"),
  entry("roof.yield", "W", false),
  entry("battery.soc", "%"),
  entry("monitor.soc", "%", false),
  entry("charger.state", null, true, "state"),
  entry("relay.boiler", null, true, "relay"),
  entry("meter.energy", "kWh", true, "counter"),
];

test("the usual choice: the powers that people know, state of charge, the charger and the relays", () => {
  assert.deepEqual(defaultChannels(channels), [
    "solar.power",
    "battery.power",
    "battery.soc",
    "charger.state",
    "relay.boiler",
  ]);
  assert.deepEqual(defaultChannels([entry("x.power", "W", false), entry("y.power", "W", false)]), [
    "x.power",
    "y.power",
  ]);
  assert.deepEqual(defaultChannels([]), []);
});

test("people's channels come first, relays in their order of priority", () => {
  const more = [...channels, entry("relay.pump", null, true, "relay"), entry("house.power", "W")];
  const names = ordered(more, ["pump", "boiler"]).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 4), ["solar.power", "house.power", "battery.power", "battery.soc"]);
  assert.deepEqual(names.slice(-2), ["relay.pump", "relay.boiler"]);
  assert.deepEqual(names.slice(4, 6), ["battery.voltage", "charger.state"]);
});

test("one pane a unit, powers first; a second curve of a colour is another one", () => {
  const panes = panesOf(["battery.voltage", "solar.roof", "solar.power", "relay.boiler", "charger.state"], channels);
  assert.deepEqual(panes, [
    {
      unit: "W",
      curves: [
        { name: "solar.power", role: "solar", variant: 0 },
        { name: "solar.roof", role: "solar", variant: 1 },
      ],
    },
    { unit: "V", curves: [{ name: "battery.voltage", role: "battery", variant: 0 }] },
  ]);
});

test("what nobody knows takes a colour that is still free", () => {
  const others = ["a.x", "b.x", "c.x"].map((name) => entry(name, "A"));
  const [pane] = panesOf(["a.x", "b.x", "c.x"], others);
  assert.equal(new Set(pane?.curves.map(({ role }) => role)).size, 3);
});

test("only what exists, each once, 16 curves and 16 relays at most", () => {
  assert.deepEqual(allowed(["gone", "solar.power", "solar.power", "relay.boiler"], channels), [
    "solar.power",
    "relay.boiler",
  ]);
  const many = Array.from({ length: 40 }, (_, index) => entry(`a.${index}`, "W"));
  const relays = Array.from({ length: 40 }, (_, index) => entry(`relay.${index}`, null, true, "relay"));
  const names = [...many, ...relays].map(({ name }) => name);
  assert.equal(allowed(names, [...many, ...relays]).length, 32);
});

test("the list to choose from, by unit, what is named first", () => {
  const found = groups(channels);
  assert.deepEqual(
    found.map(({ unit }) => unit),
    ["W", "%", "V", "kWh", null, "relay"],
  );
  assert.deepEqual(
    found[1]?.channels.map(({ name }) => name),
    ["battery.soc", "monitor.soc"],
  );
});

test("of a long list the chosen ones show, and those that have all the words that are looked for", () => {
  const say = (name: string): string => (name === "solar.roof" ? "Énergie du toit" : name);
  assert.deepEqual(listed(channels, soughtIn(channels, say), [], ""), { channels, found: channels.length, more: 0 });
  const many = [...channels, ...Array.from({ length: 300 }, (_, i) => entry(`chatty.value_${i}`, "W", false))];
  const written = soughtIn(many, say);
  const { channels: first, more } = listed(many, written, ["chatty.value_299"], "");
  assert.equal(first[0]?.name, "chatty.value_299");
  assert.equal(first.length, 101);
  assert.equal(more, many.length - 101);
  assert.ok(
    first.slice(1, 9).every(({ named }) => named),
    "what the configuration names comes first",
  );
  const names = (sought: string): string[] => listed(many, written, [], sought).channels.map(({ name }) => name);
  assert.deepEqual(names("energie TOIT"), ["solar.roof"]);
  assert.deepEqual(
    names("chatty 17 value"),
    [
      "chatty.value_17",
      ...[170, 171, 172, 173, 174, 175, 176, 177, 178, 179].map((i) => `chatty.value_${i}`),
      "chatty.value_117",
      "chatty.value_217",
    ].sort((a, b) => Number(a.slice(13)) - Number(b.slice(13))),
  );
  assert.deepEqual(names("nothing like it"), []);
});
