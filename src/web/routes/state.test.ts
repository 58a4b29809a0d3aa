import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { type HouseState, type Naming, reason, say } from "../../model/index.ts";
import { JournalLine, Problem, State } from "../api.ts";
import { AT, type Bench, bench, channel, houseState, relay, SITE } from "../testing/fakes.ts";

test("the state has the promised shape", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/state");
  assert.equal(answer.statusCode, 200);
  const state = State.parse(answer.json());
  assert.equal(state.now, AT);
  assert.equal(state.version, "0.0.0-test");
  assert.deepEqual(state.channels["battery.soc"], {
    name: "battery.soc",
    value: 96.4,
    unit: "%",
    at: AT - 400,
    age_ms: 400,
    fresh: true,
    alias: "SOC",
  });
  assert.deepEqual(state.channels["grid.power"], {
    name: "grid.power",
    value: null,
    unit: "W",
    at: null,
    age_ms: null,
    fresh: false,
  });
  const { boiler, pump } = state.relays;
  assert.deepEqual(Object.keys(state.relays), ["boiler", "pump"]);
  assert.equal(boiler?.reason, "Battery in float");
  assert.equal(boiler?.reason_code, "text");
  assert.equal(pump?.reason_code, "no_rule");
  assert.deepEqual(boiler?.hold, { rule: "min_on", for_ms: 372_000 });
  assert.deepEqual(boiler?.script, { state: "old", problem: "line 3: unexpected }", memory_bytes: 94_208 });
  assert.equal("until" in (boiler ?? {}), false);
  assert.equal(pump?.fault, "The output does not answer: no such file");
  assert.deepEqual(pump?.script, { state: "none" });
});

test("what keeping the readings costs is shown once the house tells it", async () => {
  const storage = { written_today_bytes: 5e6, written_per_day_bytes: null, database_bytes: 1e8, last_commit_at: AT };
  const { app, live } = await bench();
  assert.equal(State.parse((await app.inject("/api/state")).json()).storage, undefined);
  live.publish(houseState({ storage }));
  assert.deepEqual(State.parse((await app.inject("/api/state")).json()).storage, storage);
});

test("how far a simulated past is lived through is told as long as it is not over", async () => {
  const { app, live } = await bench();
  assert.equal("past_share" in (await app.inject("/api/state")).json(), false);
  live.publish(houseState({ past_share: 0.4 }));
  assert.equal((await app.inject("/api/state")).json().past_share, 0.4);
});

test("the keys of a panel on wires are told, so that the one on the page is the same; without one nothing is", async () => {
  const keysOf = async (open: Bench) => State.parse((await open.app.inject("/api/state")).json()).site.keys;
  assert.equal(await keysOf(await bench()), undefined);
  assert.deepEqual(await keysOf(await bench({ site: { ...SITE, keys: [null, "pump"] } })), [null, "pump"]);
});

test("where the site has no language, the browser's is spoken, and the state says which", async () => {
  const asked = { url: "/api/state", headers: { "accept-language": "fr-FR,fr;q=0.9" } };
  const spoken = async ({ app }: Bench, url = asked.url): Promise<string> => {
    const { language, relays } = State.parse((await app.inject({ ...asked, url })).json());
    assert.equal(relays.pump?.reason, say(reason("no_rule"), language));
    return language;
  };
  const { language: _, ...site } = SITE;
  const open = await bench({ site });
  assert.deepEqual([await spoken(open), await spoken(open, "/api/state?lang=de")], ["fr", "de"]);
  assert.equal(State.parse((await open.app.inject("/api/state")).json()).language, "en");
  assert.equal(await spoken(await bench({ site: { ...site, language: "de" } })), "de");
});

test("what is wrong with a script is said in the reader's language, where it can be", async () => {
  const why = reason("script_at", { line: "3", column: "5", what: reason("script_unexpected") });
  const scripts: HouseState["scripts"] = {
    boiler: { state: "broken", problem: "in English", why },
    pump: { state: "broken", problem: "own" },
  };
  const { app } = await bench({ house: houseState({ scripts }) });
  const { relays } = State.parse((await app.inject("/api/state?lang=de")).json());
  assert.match(relays.boiler?.script.problem ?? "", /^Zeile 3, Spalte 5: was hier steht, passt nicht/);
  assert.equal(relays.pump?.script.problem, "own");
});

test("lang chooses the language of every sentence", async () => {
  const { app } = await bench({ house: houseState({ faults: [reason("store_failed", { problem: "ENOSPC" })] }) });
  const french = (await app.inject("/api/state?lang=fr")).json();
  assert.equal(french.relays.pump.reason, say(reason("no_rule"), "fr"));
  assert.equal(french.relays.pump.reason_code, "no_rule");
  assert.equal(french.relays.pump.fault, say(reason("output_failed", { problem: "no such file" }), "fr"));
  assert.deepEqual(french.faults, [{ text: say(reason("store_failed", { problem: "ENOSPC" }), "fr") }]);
  assert.equal(
    (await app.inject("/api/state?lang=de")).json().relays.pump.reason,
    "Keine Regel verlangt das Einschalten",
  );
  assert.equal((await app.inject("/api/state?lang=it")).statusCode, 400);
});

test("names that JavaScript knows by heart are ordinary names here", async () => {
  const odd = houseState();
  const names = ["__proto__", "constructor", "toString"];
  const channels = new Map(names.map((name) => [name, channel(name, 1)]));
  const { app } = await bench({
    house: { ...odd, relays: names.map((id) => relay(id)), snapshot: { ...odd.snapshot, channels } },
  });
  const { body } = await app.inject("/api/state");
  assert.match(body, /"channels":\{"__proto__":\{"name":"__proto__","value":1,/);
  assert.match(body, /"relays":\{"__proto__":\{"name":"__proto__","number":1,/);
  assert.match(body, /"constructor":\{.*"toString":\{/);
});

test("before the first cycle it says that the house is starting", async () => {
  const { app } = await bench({ house: null });
  const answer = await app.inject("/api/state");
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers["retry-after"], "1");
  assert.equal(Problem.parse(answer.json()).error, "starting");
});

test("when the house falls silent nothing looks alive", async () => {
  const { app, clock } = await bench();
  clock.pass(5_000);
  assert.equal((await app.inject("/api/state")).json().channels["solar.power"].fresh, true);
  clock.pass(7_000);
  const state = State.parse((await app.inject("/api/state?lang=fr")).json());
  assert.equal(state.now, AT + 12_000);
  assert.equal(state.channels["solar.power"]?.fresh, false);
  assert.equal(state.channels["solar.power"]?.age_ms, 12_400);
  assert.deepEqual(state.faults, [{ text: "La commande des relais ne donne plus signe de vie depuis 0:12" }]);
});

test("everything has its name in the reader's language beside its id, in sentences too", async () => {
  const naming: Naming = (thing, id, language) => `${thing} ${id} ${language}`;
  const faults = [reason("relay_fault", { relay: "pump" }, reason("fault_latched"))];
  const lost = { state: "lost", problem: "unplugged", counters: {}, facts: {} } as const;
  const { app, history } = await bench({ naming, house: houseState({ faults, devices: { roof: lost } }) });
  const state = State.parse((await app.inject("/api/state?lang=de")).json());
  assert.equal(state.relays.boiler?.name, "relay boiler de");
  assert.equal(state.channels["battery.soc"]?.name, "channel battery.soc de");
  assert.equal(state.devices.roof?.name, "device roof de");
  assert.equal(state.relays.boiler?.inputs[0]?.name, "channel charger.state de");
  assert.deepEqual(state.faults, [
    { text: say(faults[0] ?? reason("no_rule"), "de", naming), relay: "pump" },
    { text: say(reason("device_lost", { device: "roof", problem: "unplugged" }), "de", naming), device: "roof" },
  ]);
  history.recorded.push({ at: AT, kind: "device", reason: reason("device_back", { device: "roof" }) });
  const [line] = z.array(JournalLine).parse((await app.inject("/api/journal?lang=fr")).json());
  assert.equal(line?.reason, "device roof fr répond de nouveau");
});

test("what a device complains of is told in the reader's language", async () => {
  const why = reason("no_answer_within", { seconds: "5" });
  const roof = { state: "lost", problem: say(why, "en"), why, counters: {}, facts: {} } as const;
  const { app } = await bench({ house: houseState({ devices: { roof } }) });
  const state = State.parse((await app.inject("/api/state?lang=fr")).json());
  assert.equal(state.devices.roof?.problem, "pas de réponse en 5 s\u202f: vérifiez que l’appareil marche");
  assert.match(state.faults[0]?.text ?? "", /^roof ne répond plus.*pas de réponse en 5 s/);
});
