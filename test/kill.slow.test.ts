import assert from "node:assert/strict";
import { test } from "node:test";
import { Cable } from "../src/devices/kit/testing/cable.ts";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import type { JournalLine } from "../src/web/api.ts";
import type { Api, RawSeries } from "./support/api.ts";
import { roofBlock } from "./support/frames.ts";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/**
 * kill -9 at random instants, again and again on the same data: what the interface has told is there afterwards,
 * the relays begin off, counters do not go back.
 */

const KILLS = 100;
const SEED = 11;
/** The kill comes so long after the house is up at the latest, or after its process was started. */
const LATEST_KILL_MS = 400;
/** Of so many kills one comes while it starts. */
const KILLED_IN_START = 5;
/** Some two seconds; on a machine that is busy with other tests several times as many (`npm run bench -- open` measures it). */
const UP_WITHIN_MS = 15_000;
const CHANNELS = ["solar.power", "house.power"] as const;
const MODES = ["off", "auto", "on"] as const;

/** A zone in which it is about noon, so that no midnight sets the day's counters back. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? "Etc/GMT" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

const CONFIG = `site: { time_zone: ${noonZone()} }
data: { path: ./data, commit_every: 100 ms }
web: { port: 0 }
devices:
  roof: { type: vedirect, port: ./roof }
  meter:
    type: command
    source: { listen: [sh, -c, 'n=0; while :; do n=$((n+1)); echo "power $n W" || exit; sleep 0.05; done'] }
  boiler_plug: { type: file, path: ./boiler.state }
  pump_plug: { type: file, path: ./pump.state }
  spare_plug: { type: file, path: ./spare.state }
channels:
  solar.power: roof.panel_power
  house.power: meter.power
relays:
  boiler: { number: 1, output: boiler_plug, script: ./boiler.ts }
  pump: { number: 2, output: pump_plug }
  spare: { output: spare_plug }
# beside a partner nothing is left on at the start
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s, interlocks: [{ relays: [boiler, spare] }] }
`;

/** What the interface has told: it must never be taken back. */
class Acknowledged {
  journal: JournalLine[] = [];
  readonly series = new Map<string, RawSeries>();
  /** Modes that the pump may have: the one that was answered, and one that was asked for but not answered. */
  modes: string[] = ["auto"];
  counters = { starts_today: 0, on_today_ms: 0 };
}

/** A run that goes on after a restart is no other start. */
function startsIn(journal: readonly JournalLine[]): number {
  const switched = journal.filter(({ kind, relay, on }) => kind === "switch" && relay === "boiler" && on);
  return switched.filter(({ reason }) => !reason.startsWith("The run goes on")).length;
}

/** Asks for everything, again and again, until the house is gone. */
async function read(api: Api, told: Acknowledged): Promise<never> {
  for (;;) {
    const { starts_today, on_today_ms } = await api.relay("boiler");
    const journal = await api.journalSince(0);
    // the state tells what is being done; the journal tells that it is on the disk
    if (startsIn(journal) >= starts_today) told.counters = { starts_today, on_today_ms };
    told.journal = journal;
    for (const channel of CHANNELS) {
      const series = await api.series(channel).catch(() => undefined);
      if (series) told.series.set(channel, series);
    }
    await pause(10);
  }
}

/** Sets the pump's mode, again and again, until the house is gone. */
async function act(api: Api, told: Acknowledged, random: () => number): Promise<never> {
  for (;;) {
    const mode = MODES[Math.floor(random() * MODES.length)] ?? "auto";
    told.modes.push(mode);
    const { status, body } = await api.setMode("pump", mode);
    assert.equal(status, 200, JSON.stringify(body));
    told.modes = [mode];
    await pause(random() * 40);
  }
}

/** The sun comes and goes, again and again, until the signal. */
async function shine(cable: Cable, random: () => number, signal: AbortSignal): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    await cable.speak(roofBlock(3, turn % 2 === 0 ? 600 + Math.floor(random() * 100) : 50));
    await pause(30 + random() * 60);
  }
}

/** All of `told` stands in the same places in `now`. */
async function assertKept(api: Api, told: Acknowledged): Promise<void> {
  const journal = await api.journalSince(0);
  assert.deepEqual(journal.slice(0, told.journal.length), told.journal, "the journal lost or changed a line");
  for (const [channel, before] of told.series) {
    const { at, value, unit } = await api.series(channel);
    const length = before.at.length;
    assert.deepEqual(
      { unit, at: at.slice(0, length), value: value.slice(0, length) },
      before,
      `${channel} lost a reading`,
    );
  }
  const { relays } = await api.state();
  assert.ok(told.modes.includes(relays.pump?.mode ?? ""), `the pump is ${relays.pump?.mode}, not ${told.modes}`);
  const { starts_today = 0, on_today_ms = 0 } = relays.boiler ?? {};
  assert.equal(starts_today, startsIn(journal), "the day's starts are those of the journal");
  assert.ok(starts_today >= told.counters.starts_today, `${starts_today} starts after ${told.counters.starts_today}`);
  assert.ok(on_today_ms >= told.counters.on_today_ms, `${on_today_ms} ms on after ${told.counters.on_today_ms}`);
}

/** Nothing speaks for switching on: whatever the relay was, it is off now, and stays off. */
async function assertSafe(api: Api, place: Place): Promise<void> {
  await until("the boiler is off", () => place.output("boiler.state") === "0");
  const boiler = await until("the script has spoken", async () => {
    const relay = await api.relay("boiler");
    return relay.script.state === "ok" && /Off for want of data/.test(relay.reason) && relay;
  });
  assert.equal(boiler.on, false);
  assert.equal(place.output("boiler.state"), "0");
  const journal = await api.journal();
  const since = journal.slice(
    0,
    journal.findIndex(({ reason }) => reason === "Gleaner started"),
  );
  assert.deepEqual(
    since.filter(({ kind, relay, on }) => kind === "switch" && relay === "boiler" && on),
    [],
  );
}

test(`killed ${KILLS} times, nothing that was told is lost`, async (t) => {
  const random = seeded(SEED);
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("boiler.ts", script('return data["solar.power"] > 300 ? on("Sun") : off("No sun");'));
  const told = new Acknowledged();
  let slowest_ms = 0;

  for (let round = 0; round < KILLS; round += 1) {
    if (round % KILLED_IN_START === KILLED_IN_START - 2) {
      const hopeless = Gleaner.launch(place);
      await pause(random() * LATEST_KILL_MS);
      await hopeless.kill();
      continue;
    }
    await using cable = await Cable.plug(place.path("roof"));
    await using gleaner = Gleaner.launch(place);
    const api = await gleaner.up();
    const said_ms = performance.now() - gleaner.started_mono;
    await api.state();
    const up_ms = performance.now() - gleaner.started_mono;
    slowest_ms = Math.max(slowest_ms, up_ms);
    assert.ok(up_ms <= UP_WITHIN_MS, `round ${round}: address after ${said_ms} ms, first answer after ${up_ms} ms`);
    await assertSafe(api, place);
    await assertKept(api, told);

    const over = new AbortController();
    const busy = Promise.allSettled([read(api, told), act(api, told, random), shine(cable, random, over.signal)]);
    await pause(random() * LATEST_KILL_MS);
    await gleaner.kill();
    over.abort();
    for (const result of await busy) {
      // fetch throws a TypeError when the kill has cut a request; anything else is a wrong answer
      if (result.status === "rejected" && !(result.reason instanceof TypeError)) throw result.reason;
    }
  }

  const readings = [...told.series.values()].reduce((sum, { at }) => sum + at.length, 0);
  t.diagnostic(
    `${told.journal.length} journal lines, ${readings} readings, ${startsIn(told.journal)} starts of the boiler; ` +
      `up after ${slowest_ms.toFixed(0)} ms at most`,
  );
  assert.ok(told.journal.length > KILLS && readings > KILLS, "there was something to lose");
  assert.ok(startsIn(told.journal) > KILLS / 4, "the relay did switch");
});
