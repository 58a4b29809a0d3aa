import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { describe, test } from "node:test";
import type { Api } from "./support/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { handsOf, isAlive } from "./support/process.ts";
import { pause, until } from "./support/until.ts";

/** Whatever becomes of the process that writes files and starts programs: Off reaches each output, and the house ends. */

const OFF_WITHIN_MS = 1_000;
const STOPPED_WITHIN_MS = 5_000;
const GONE_WITHIN_MS = 6_000;
const TIMES = 8;

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  call: { type: command, on: [./set.sh, on], off: [./set.sh, off], env: { TOKEN_file: ./token } }
  slow: { type: command, on: [./slow.sh, on], off: [./slow.sh, off], timeout: 30 s }
  radio: { type: command, source: { listen: [./radio.sh] } }
  meter: { type: command, source: { run: [./meter.sh], every: 300 ms, timeout: 50 s } }
relays: { plug: { number: 1, output: plug }, call: { number: 2, output: call }, slow: { output: slow } }
mode_file: { modes: ./modes.json, states: ./states.json }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

function house(): Place {
  const place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("token", "secret-token\n");
  place.program("set.sh", '[ "$TOKEN" = secret-token ] && echo $1 > call.state');
  place.program("slow.sh", '[ "$1" = on ] && { echo $$ >> pids; sleep 20; }; echo $1 > slow.state');
  place.program("radio.sh", 'echo $$ >> pids; echo "power 5 W"; trap "" TERM; while :; do sleep 1; done');
  place.program("meter.sh", 'echo "power 6 W"; [ -e hang ] && { echo $$ >> pids; sleep 40; }; exit 0');
  return place;
}

function pids(place: Place): number[] {
  return (place.read("pids") ?? "").split("\n").filter(Boolean).map(Number);
}

async function allOn(place: Place, api: Api): Promise<void> {
  for (const relay of ["plug", "call"]) assert.equal((await api.setMode(relay, "on")).status, 200);
  await until("both are on", () => place.output("plug.state") === "1" && place.output("call.state") === "on");
}

/** A person says Off to both. @returns ms until each output has it */
async function bothOff(place: Place, api: Api): Promise<number[]> {
  const began = performance.now();
  const took = async (relay: string, isOff: () => boolean): Promise<number> => {
    const said = api.setMode(relay, "off").catch(() => undefined);
    await until(`${relay} is off`, isOff, 10_000, 5);
    const ms = performance.now() - began;
    await said;
    return ms;
  };
  return await Promise.all([
    took("plug", () => place.output("plug.state") === "0"),
    took("call", () => place.output("call.state") === "off"),
  ]);
}

describe("hands that get", () => {
  for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
    for (const [which, chosen] of [
      ["the one that works", (all: number[]) => all.slice(0, 1)],
      ["all of them", (all: number[]) => all],
    ] as const) {
      test(`${signal}, ${which}, again and again: each Off comes in time, and the cause is told`, async () => {
        using place = house();
        await using gleaner = await Gleaner.run(place);
        const { api } = gleaner;
        const times: number[] = [];
        for (let time = 0; time < TIMES; time++) {
          await allOn(place, api);
          for (const pid of chosen(handsOf(gleaner.pid))) process.kill(pid, signal);
          times.push(...(await bothOff(place, api)));
        }
        assert.ok(Math.max(...times) < OFF_WITHIN_MS, times.map(Math.round).join(" "));
        const health = await api.fetch("/health");
        assert.match(await health.text(), /The process that writes files and starts programs was just started anew/);
        assert.equal((await gleaner.stop()).code, 0, gleaner.output);
      });
    }

    test(`${signal} at the moment of the stop: relays are off, the house ends in time, nothing is left`, async () => {
      using place = house();
      await using gleaner = await Gleaner.run(place);
      await allOn(place, gleaner.api);
      const hands = handsOf(gleaner.pid);
      for (const pid of hands) process.kill(pid, signal);
      const began = performance.now();
      const { code } = await gleaner.stop();
      const after_ms = performance.now() - began;
      assert.equal(place.output("plug.state"), "0");
      assert.equal(place.output("call.state"), "off");
      assert.equal(code, 0, gleaner.output);
      assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
      const left = [...hands, ...pids(place)];
      await until("nothing is left", () => left.every((pid) => !isAlive(pid)), GONE_WITHIN_MS);
    });
  }

  test("SIGSTOP after the relays are off, where an output hangs: the house ends in time, nothing is left", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    await allOn(place, gleaner.api);
    place.program("set.sh", "echo $$ >> pids; exec sleep 60");
    const began = performance.now();
    const stopping = gleaner.stop();
    await pause(3_300);
    const hands = handsOf(gleaner.pid);
    for (const pid of hands) process.kill(pid, "SIGSTOP");
    const { code } = await stopping;
    assert.ok(performance.now() - began < STOPPED_WITHIN_MS, `${performance.now() - began} ms`);
    assert.equal(code, 74, gleaner.output);
    assert.match(gleaner.output, /Relay call may still be on/);
    const left = [...hands, ...pids(place)];
    await until("nothing is left", () => left.every((pid) => !isAlive(pid)), GONE_WITHIN_MS);
  });
});

test("the kill of a house ends its hands and all that they have started", async () => {
  using place = house();
  await using gleaner = await Gleaner.run(place);
  await allOn(place, gleaner.api);
  void gleaner.api.setMode("slow", "on").catch(() => undefined);
  place.write("hang", "");
  const running = (): number[] => [...handsOf(gleaner.pid), ...pids(place)];
  await until("both hands and all three programs run", () => running().length >= 5 && running().every(isAlive));
  const all = running();
  await gleaner.kill();
  await until("all are gone", () => all.every((pid) => !isAlive(pid)), GONE_WITHIN_MS);
  assert.notEqual(place.output("slow.state"), "on", "what was under way does not come to its end later");
});

/** Puts something else in a file's place; false where the house has just written the file again. */
function isSpoilt(place: Place, name: string, spoil: (path: string) => void): boolean {
  place.remove(name);
  try {
    spoil(place.path(name));
    return true;
  } catch {
    return false;
  }
}

describe("the mode file", () => {
  test("is looked after by those who come next", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    await until("it is written", () => place.read("modes.json") !== undefined);
    for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
      place.write("modes.json", '{"1":3,"2":1}');
      await until("it is on", () => place.output("plug.state") === "1");
      for (const pid of handsOf(gleaner.pid).slice(0, 1)) process.kill(pid, signal);
      place.write("modes.json", '{"1":0,"2":1}');
      await until("it is off", () => place.output("plug.state") === "0", 10_000);
      await until("its answer is written", () => place.read("states.json")?.includes('"1":0'));
    }
    assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  });

  for (const [what, spoil] of [
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a link to what never ends", (path: string) => symlinkSync("/dev/zero", path)],
    ["a link to itself", (path: string) => symlinkSync(path, path)],
  ] as const) {
    test(`that becomes ${what}, with its answer, holds neither Off nor the end`, async () => {
      using place = house();
      await using gleaner = await Gleaner.run(place);
      const { api } = gleaner;
      await allOn(place, api);
      for (const name of ["modes.json", "states.json"])
        await until(`${name} is ${what}`, () => isSpoilt(place, name, spoil));
      for (let time = 0; time < 3; time++) {
        const times = await bothOff(place, api);
        assert.ok(Math.max(...times) < OFF_WITHIN_MS, times.map(Math.round).join(" "));
        await allOn(place, api);
      }
      const began = performance.now();
      const { code } = await gleaner.stop();
      assert.ok(performance.now() - began < STOPPED_WITHIN_MS, `${performance.now() - began} ms`);
      assert.equal(code, 0, gleaner.output);
      assert.equal(place.output("plug.state"), "0");
    });
  }
});
