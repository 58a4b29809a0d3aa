import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { script, VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** The process: how it starts, why it refuses to, how it ends, what it remembers. */

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  ${VALUES}
  boiler_plug: { type: file, path: ./boiler.state }
  pump_plug: { type: file, path: ./pump.state }
  fridge_plug: { type: file, path: ./fridge.state }
relays:
  boiler: { number: 1, output: boiler_plug, script: ./boiler.ts }
  pump: { number: 2, output: pump_plug }
  fridge: { number: 3, output: fridge_plug, script: ./fridge.ts, guard: { without_data: on } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
mode_file: { modes: ./modes.json, states: ./states.json }
`;
const OUTPUTS = ["boiler.state", "pump.state", "fridge.state"];

function house(config = CONFIG): Place {
  const place = new Place();
  place.write("gleaner.yaml", config);
  place.write("values.txt", "power 400 W\n");
  place.write("boiler.ts", script('return data["values.power"] > 300 ? on("Sun") : off("No sun");'));
  place.write("fridge.ts", script('return on("Always");'));
  return place;
}

/** Resolves when all three relays are on: by script, by hand, by script. */
async function allOn(place: Place, { api }: Gleaner): Promise<void> {
  const answer = await api.setMode("pump", "on");
  assert.equal(answer.status, 200);
  // the answer is the relay's new state: its output is a file, which follows at once
  const { on, mode } = answer.body as { on: boolean; mode: string };
  assert.deepEqual({ on, mode }, { on: true, mode: "on" });
  for (const output of OUTPUTS) await until(`${output} is on`, () => place.output(output) === "1");
}

function versions(place: Place, files: readonly string[]): unknown {
  return files.map((file) => {
    const { ino, size, mtimeNs } = statSync(place.path(file), { bigint: true });
    return [file, ino, size, mtimeNs, place.read(file)];
  });
}

describe("a start that must not be", () => {
  test("a second daemon on the same data ends with a clear line and has touched nothing", async () => {
    using place = house();
    await using first = await Gleaner.run(place);
    await allOn(place, first);
    const files = [...OUTPUTS, "modes.json", "states.json", "data/gleaner.pid"];
    const ALL_ON = '{"1":1,"2":1,"3":1}';
    await until(
      "the files say so",
      () => existsSync(place.path("modes.json")) && place.output("states.json") === ALL_ON,
    );
    const before = versions(place, files);

    await using second = Gleaner.launch(place);
    assert.deepEqual(await second.ended, { code: 73, signal: null });
    assert.match(second.output, /^Another Gleaner runs on .*data \(process \d+ .*\): stop it first, or set another/m);
    assert.ok(second.output.includes(`process ${first.pid} `), "it names the other one");
    assert.deepEqual(versions(place, files), before);
    const started = (await first.api.journal()).filter(({ reason }) => reason === "Gleaner started");
    assert.equal(started.length, 1, "the second has written nothing into the journal");
    assert.deepEqual((await first.api.state()).faults, []);

    await first.kill();
    await using third = await Gleaner.run(place);
    assert.equal((await third.stop()).code, 0, "after a kill -9 the folder is free at once");
  });

  for (const [what, wrong, said] of [
    [
      "an unknown key",
      ["output: boiler_plug", "outputt: boiler_plug"],
      /gleaner\.yaml:9:24.*"outputt" is not known here; did you mean "output"/,
    ],
    [
      "a unit that is none",
      ["between_starts: 0 s, between_stops: 0 s, default_rest: 0 s", "between_starts: 5 parsecs"],
      /gleaner\.yaml:12:26.*expected a duration, found "5 parsecs"/,
    ],
    [
      "a device that is not there",
      ["output: pump_plug", "output: pomp_plug"],
      /gleaner\.yaml:10:30.*did you mean "pump_plug"/,
    ],
    ["broken YAML", ["web: { port: 0 }", "web: { port: 0"], /gleaner\.yaml:\d+:\d+/],
    ["an address for strangers", ["port: 0", "port: 0, host: 0.0.0.0"], /gleaner\.yaml:2:\d+.*only this machine/s],
  ] as const) {
    test(`${what}: exit 78, file, line and column, nothing made`, async () => {
      const [from, to] = wrong;
      assert.ok(CONFIG.includes(from));
      using place = house(CONFIG.replace(from, to));
      await using gleaner = Gleaner.launch(place);
      assert.equal((await gleaner.ended).code, 78);
      assert.match(gleaner.output, said);
      assert.equal(existsSync(place.path("data")), false);
      assert.equal(place.output("boiler.state"), undefined);
    });
  }

  test("no configuration at all: exit 78 and what to do", async () => {
    using place = new Place();
    await using gleaner = Gleaner.launch(place, "missing.yaml");
    assert.equal((await gleaner.ended).code, 78);
    assert.match(gleaner.output, /missing\.yaml/);
  });

  test("the port is taken: a clear line, the relay in its safe state, the folder free again", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      using place = house(CONFIG.replace("port: 0", `port: ${port}`));
      await using gleaner = Gleaner.launch(place);
      const { code } = await gleaner.ended;
      assert.equal(code, 69, gleaner.output);
      assert.match(
        gleaner.output,
        new RegExp(`Port ${port} is taken by another program: stop it or set web\\.port in`),
      );
      assert.equal(place.output("boiler.state"), "0");
      place.write("gleaner.yaml", CONFIG);
      await using again = await Gleaner.run(place);
      assert.equal((await again.stop()).code, 0);
    } finally {
      server.close();
    }
  });
});

describe("the end", () => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    test(`${signal}: relays to their safe state, exit 0 within 5 s, a line in the journal`, async () => {
      using place = house();
      await using gleaner = await Gleaner.run(place);
      await allOn(place, gleaner);
      assert.deepEqual(await gleaner.stop(signal, 5_000), { code: 0, signal: null });
      assert.equal(place.output("boiler.state"), "0");
      assert.equal(place.output("pump.state"), "0", "switched on by hand, but nobody watches any more");
      assert.equal(place.output("fridge.state"), "1", "its safe state is on");

      await using again = await Gleaner.run(place);
      const journal = await until("the new start stands after the end of the first", async () => {
        const lines = await again.api.journal();
        return lines.findIndex(({ reason }) => reason.startsWith("Gleaner is stopping: relays left")) > 0 && lines;
      });
      const off = journal.filter(
        ({ kind, on, reason }) => kind === "switch" && !on && reason === "Gleaner is stopping",
      );
      assert.deepEqual(off.map(({ relay }) => relay).sort(), ["boiler", "pump"]);
    });
  }

  test("pages that listen do not hold it up", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    const over = new AbortController();
    let states = 0;
    const streams = Array.from({ length: 5 }, () =>
      gleaner.api
        .live(over.signal, () => {
          states += 1;
        })
        .catch(() => undefined),
    );
    await until("all listen", () => states >= 5);
    assert.equal((await gleaner.stop("SIGTERM", 5_000)).code, 0);
    await Promise.all(streams);
  });
});

describe("a restart", () => {
  test("keeps overrides with their end, counters and history", async () => {
    using place = house();
    await using first = await Gleaner.run(place);
    await until("the boiler is on", () => place.output("boiler.state") === "1");
    assert.equal((await first.api.setMode("pump", "on", "1 h")).status, 200);
    assert.equal((await first.api.setMode("fridge", "off")).status, 200);
    await until("the pump is on", () => place.output("pump.state") === "1");
    const before = await first.api.state();
    const series = await until("readings are kept", async () => {
      const { at, value } = await first.api.series("values.power");
      return at.length > 3 && { at, value };
    });
    assert.equal((await first.stop()).code, 0);

    await using second = await Gleaner.run(place);
    await until("the pump is on again", () => place.output("pump.state") === "1");
    await until("the boiler is on again", () => place.output("boiler.state") === "1");
    const { relays } = await until("the state says so", async () => {
      const now = await second.api.state();
      const isOn = [now.relays.pump, now.relays.boiler].every((relay) => relay?.on);
      return isOn && now;
    });
    const [pump, boiler, fridge] = [relays.pump, relays.boiler, relays.fridge];
    assert.equal(pump?.mode, "on");
    assert.ok(Math.abs((pump?.until ?? 0) - (before.relays.pump?.until ?? 0)) < 2_000, "the same end");
    assert.equal(fridge?.mode, "off");
    assert.equal(place.output("fridge.state"), "0");
    assert.equal(pump?.starts_today, 1, "the run goes on as the same one");
    assert.equal(boiler?.starts_today, 1);
    assert.ok((boiler?.on_today_ms ?? 0) >= (before.relays.boiler?.on_today_ms ?? Number.NaN));
    const kept = await second.api.series("values.power");
    assert.deepEqual(kept.at.slice(0, series.at.length), series.at);
    assert.deepEqual(kept.value.slice(0, series.at.length), series.value);
  });

  test("an override that ends while Gleaner is away has ended", async () => {
    using place = house();
    await using first = await Gleaner.run(place);
    assert.equal((await first.api.setMode("pump", "on", "2 s")).status, 200);
    const { until: end } = await first.api.relay("pump");
    await first.kill();
    await until("its time is over", () => Date.now() > (end ?? Number.POSITIVE_INFINITY));
    await using second = await Gleaner.run(place);
    await until("back to automatic", async () => (await second.api.relay("pump")).mode === "auto");
    await until("the pump is off", () => place.output("pump.state") === "0");
    await until("the journal says why", async () =>
      (await second.api.journal()).some(({ reason }) => reason === "The override has expired: back to automatic"),
    );
    await until("the mode file follows", () => JSON.parse(place.read("modes.json") ?? "{}")["2"] === 1);
    assert.equal((await second.api.relay("pump")).mode, "auto", "the mode file does not bring it back");
  });

  test("an override ends in time while Gleaner runs", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    assert.equal((await gleaner.api.setMode("pump", "on", "2 s")).status, 200);
    const { until: end = 0 } = await gleaner.api.relay("pump");
    await until("the pump is on", () => place.output("pump.state") === "1");
    await until("the pump is off", () => place.output("pump.state") === "0");
    assert.ok(Date.now() >= end - 50 && Date.now() < end + 3_000, `${Date.now() - end} ms after its end`);
    await until("the state says so", async () => (await gleaner.api.relay("pump")).mode === "auto");
  });
});
