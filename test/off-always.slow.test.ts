import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import type { Api } from "./support/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** "Off" is always possible: whatever hangs in a place where a file is named, relays are switched and the house ends. */

const OFF_WITHIN_MS = 1_000;
const STOPPED_WITHIN_MS = 5_000;
/** What a relay that cannot be made safe is told with. */
const RELAYS = 74;
const SCRIPTS = ["one", "two", "three", "four"];

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  call:
    type: command
    on: [./set.sh, on]
    off: [./set.sh, off]
    env: { TOKEN_file: ./token }
${SCRIPTS.map((name) => `  ${name}_plug: { type: file, path: ./${name}.state }\n`).join("")}
relays:
  plug: { output: plug }
  call: { output: call }
${SCRIPTS.map((name) => `  ${name}: { output: ${name}_plug, script: ./${name}.ts }\n`).join("")}
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

function house(): Place {
  const place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("token", "secret-token\n");
  program(place, "set.sh", '[ "$TOKEN" = secret-token ] && echo $1 > call.state');
  for (const name of SCRIPTS) place.write(`${name}.ts`, script('return on("Sun");'));
  return place;
}

function program(place: Place, name: string, body: string): void {
  place.write(name, `#!/bin/sh\n${body}\n`);
  chmodSync(place.path(name), 0o755);
}

/** A pipe that nobody writes into, instead of the file: whoever opens it to read waits for ever. */
function pipe(place: Place, name: string): void {
  place.remove(name);
  execFileSync("mkfifo", [place.path(name)]);
}

async function allOn(place: Place, api: Api): Promise<void> {
  for (const relay of ["plug", "call"]) assert.equal((await api.setMode(relay, "on")).status, 200);
  await until("all are on", () => {
    return (
      ["plug", ...SCRIPTS].every((name) => place.output(`${name}.state`) === "1") && place.output("call.state") === "on"
    );
  });
}

/** A person says Off. @returns ms until the output has it */
async function off(api: Api, relay: string, isOff: () => boolean): Promise<number> {
  const began = performance.now();
  const said = api.setMode(relay, "off");
  await until(`${relay} is off`, isOff, 10_000, 5);
  const took_ms = performance.now() - began;
  assert.equal((await said).status, 200);
  return took_ms;
}

/** Sends SIGTERM. @returns how it ended, and after how many ms */
async function stopped(gleaner: Gleaner) {
  const began = performance.now();
  const ended = await gleaner.stop();
  return { ...ended, after_ms: performance.now() - began };
}

describe("pipes where scripts lie", () => {
  test("hold neither a file nor a program that switches off, nor the page, nor the end", async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await allOn(place, api);
    for (const name of SCRIPTS) pipe(place, `${name}.ts`);
    await until("they were looked at", async () => (await api.relay("four")).script.state === "old");
    const plug = await off(api, "plug", () => place.output("plug.state") === "0");
    const call = await off(api, "call", () => place.output("call.state") === "off");
    assert.ok(plug < OFF_WITHIN_MS && call < OFF_WITHIN_MS, `${plug} and ${call} ms`);
    assert.equal((await api.fetch("/api/state")).status, 200);
    for (const relay of ["plug", "call"]) assert.equal((await api.setMode(relay, "on")).status, 200);
    const { code, after_ms } = await stopped(gleaner);
    assert.equal(code, 0, gleaner.output);
    assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
    for (const name of ["plug", ...SCRIPTS]) assert.equal(place.output(`${name}.state`), "0", name);
    assert.equal(place.output("call.state"), "off");
  });

  test("at the start: the house comes up, and says so", async () => {
    using place = house();
    for (const name of SCRIPTS) pipe(place, `${name}.ts`);
    await using gleaner = await Gleaner.run(place);
    const relay = await until("it is told", async () => {
      const now = await gleaner.api.relay("one");
      return now.script.state === "broken" && now;
    });
    assert.match(relay.script.problem ?? "", /one\.ts is not a file: put the script there/);
    const health = await gleaner.api.fetch("/health");
    assert.equal(health.status, 503);
    assert.match(await health.text(), /The script of One fails: .*is not a file/);
    const { code, after_ms } = await stopped(gleaner);
    assert.equal(code, 0, gleaner.output);
    assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
  });
});

for (const [what, spoil] of [
  ["a pipe", (place: Place) => pipe(place, "token")],
  ["nothing any more", (place: Place) => place.remove("token")],
] as const) {
  test(`${what} where a secret lies is told, and holds up no relay: what it held last counts`, async () => {
    using place = house();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await allOn(place, api);
    spoil(place);
    const call = await off(api, "call", () => place.output("call.state") === "off");
    const plug = await off(api, "plug", () => place.output("plug.state") === "0");
    assert.ok(plug < OFF_WITHIN_MS && call < OFF_WITHIN_MS, `${plug} and ${call} ms`);
    const health = await until("it is told", async () => {
      const answer = await api.fetch("/health");
      const words = await answer.text();
      return answer.status === 503 && words.includes("secret") && words;
    });
    assert.match(health, /A secret cannot be read: what it held last is used \(the file of env TOKEN_file /);
    // once it is there again, all is well
    place.remove("token");
    place.write("token", "secret-token\n");
    await until("all is well", async () => (await api.fetch("/health")).status === 200);
    assert.equal((await stopped(gleaner)).code, 0);
  });
}

describe("a configuration that is none", () => {
  for (const [what, make, words] of [
    ["a pipe", (place: Place) => pipe(place, "gleaner.yaml"), /is no ordinary file: name the file/],
    [
      "a file without end",
      (place: Place) => execFileSync("ln", ["-s", "/dev/zero", place.path("gleaner.yaml")]),
      /is no ordinary file/,
    ],
    ["a folder", (place: Place) => place.makeFolder("gleaner.yaml"), /is no ordinary file/],
    ["too long", (place: Place) => place.write("gleaner.yaml", "#".repeat(300_000)), /larger than 256 kB/],
  ] as const) {
    test(`${what} is refused at once, with words`, async () => {
      using place = new Place();
      make(place);
      await using check = Gleaner.command(place, "check-config", "gleaner.yaml");
      assert.equal((await check.ended).code, 78);
      assert.match(check.output, words);
    });
  }
});

describe("the stop", () => {
  const ONE = (off: string): string => `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  call: { type: command, on: [./on.sh], off: [${off}] }
  plug: { type: file, path: ./plug.state }
relays: { call: { output: call }, plug: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

  async function running(place: Place): Promise<Gleaner> {
    const gleaner = await Gleaner.run(place);
    await until(
      "it was switched off once",
      async () => (await gleaner.api.relay("plug")).reason !== "Gleaner is starting: off until the first sound data",
    );
    for (const relay of ["call", "plug"]) assert.equal((await gleaner.api.setMode(relay, "on")).status, 200);
    await until("both are on", () => place.output("call.state") === "on" && place.output("plug.state") === "1");
    await until("and this is known", async () => (await gleaner.api.relay("call")).on);
    return gleaner;
  }

  test("tries an off that fails once again, and it is off", async () => {
    using place = new Place();
    place.write("gleaner.yaml", ONE("./off.sh"));
    program(place, "on.sh", "echo on > call.state");
    program(place, "off.sh", "echo off > call.state");
    await using gleaner = await running(place);
    program(place, "off.sh", "[ -e failed ] || { touch failed; echo no answer >&2; exit 1; }\necho off > call.state");
    const { code, after_ms } = await stopped(gleaner);
    assert.equal(place.output("call.state"), "off");
    assert.equal(code, 0, gleaner.output);
    assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
  });

  for (const [what, body, words] of [
    [
      "hangs",
      "echo $$ >> pids; exec sleep 60",
      /Relay call may still be on: its output has not confirmed its safe state \(it did not answer\)/,
    ],
    [
      "fails each time",
      "echo no answer from it >&2; exit 3",
      /Relay call may still be on: its output has not confirmed its safe state \(.*no answer from it\)/,
    ],
  ] as const) {
    test(`with an off that ${what} ends in time, says so everywhere, and the next start finds it`, async () => {
      using place = new Place();
      place.write("gleaner.yaml", ONE("./off.sh"));
      program(place, "on.sh", "echo on > call.state");
      program(place, "off.sh", "echo off > call.state");
      {
        await using gleaner = await running(place);
        program(place, "off.sh", body);
        const { code, after_ms } = await stopped(gleaner);
        assert.equal(code, RELAYS, gleaner.output);
        assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
        assert.match(gleaner.output, words);
        assert.equal(place.output("plug.state"), "0", "the other one is off");
      }
      await pause(1_500);
      for (const pid of place.read("pids")?.split("\n").filter(Boolean) ?? []) {
        assert.equal(readdirSync("/proc").includes(pid), false, `${pid} is gone`);
      }
      program(place, "off.sh", "echo off > call.state");
      await using again = await Gleaner.run(place);
      await until("it is off", () => place.output("call.state") === "off");
      const journal = await again.api.journal();
      const told = journal
        .filter(({ kind, relay }) => kind === "fault" && relay === "call")
        .map(({ reason }) => reason);
      assert.ok(
        told.includes("Its safe state was not confirmed when Gleaner last stopped: it is ordered again"),
        told.join("\n"),
      );
      assert.ok(
        told.some((line) => /^The output did not (take its safe state|answer) before Gleaner stopped, /.test(line)),
        told.join("\n"),
      );
      assert.ok(
        journal.some(({ reason }) => reason === "Gleaner is stopping: not confirmed in their safe state: Call"),
      );
      assert.equal((await again.stop()).code, 0);
    });
  }

  test("does not wait for an on that hangs, and heeds no signal, before it switches off", async () => {
    using place = new Place();
    place.write("gleaner.yaml", ONE("./off.sh"));
    program(place, "on.sh", "trap '' TERM; echo on > call.state; while :; do sleep 1; done");
    program(place, "off.sh", "echo off > call.state");
    await using gleaner = await Gleaner.run(place);
    for (let time = 0; time < 3; time++) {
      void gleaner.api.setMode("call", "on").catch(() => undefined);
      await until("it is on, as far as anybody can see", () => place.output("call.state") === "on");
      const took_ms = await off(gleaner.api, "call", () => place.output("call.state") === "off");
      assert.ok(took_ms < OFF_WITHIN_MS, `${took_ms} ms`);
    }
    assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  });
});
