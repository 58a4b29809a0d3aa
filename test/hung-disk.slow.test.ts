import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Hung, whyNotHung } from "./support/hung.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/**
 * A network share hangs on which lies everything that a configuration may name: what lies elsewhere is switched as
 * before, the cause is told, and the house ends.
 */

const OFF_WITHIN_MS = 1_000;
const TOLD_WITHIN_MS = 4_000;
const STOPPED_WITHIN_MS = 5_000;
/** A question to a history that hangs. */
const REFUSED_WITHIN_MS = 10_000;
const RELAYS = 74;

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  near: { type: file, path: ./near.state }
  call: { type: command, on: [./set.sh, on], off: [./set.sh, off], env: { TOKEN_file: ./share/token } }
  far: { type: file, path: ./share/far.state }
  far_call: { type: command, on: [./share/far.sh, on], off: [./share/far.sh, off] }
  meter: { type: command, source: { run: [./share/meter.sh], every: 200 ms } }
  listener: { type: command, source: { listen: [./share/listen.sh] } }
relays:
  near: { number: 1, output: near, script: ./share/near.ts }
  call: { number: 2, output: call }
  far: { output: far }
  far_call: { output: far_call }
mode_file: { modes: ./share/modes.json, states: ./share/states.json }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

function house(): Place {
  const place = new Place();
  place.makeFolder("share");
  place.write("gleaner.yaml", CONFIG);
  const program = (name: string, body: string): void => {
    writeFileSync(place.path(name), `#!/bin/sh\n${body}\n`);
    chmodSync(place.path(name), 0o755);
  };
  program("set.sh", '[ "$TOKEN" = far-away ] && echo $1 > call.state');
  program("share/far.sh", "echo $1 > far_call.state");
  program("share/meter.sh", 'echo "power 5 W"');
  program("share/listen.sh", 'echo "power 6 W"; exec sleep 1000');
  writeFileSync(place.path("share/token"), "far-away\n");
  writeFileSync(place.path("share/near.ts"), script('return on("Sun");'));
  return place;
}

test("a share that hangs holds nothing but what lies on it", { skip: whyNotHung() }, async () => {
  using place = house();
  await using gleaner = await Gleaner.run(place);
  const { api } = gleaner;
  for (const relay of ["call", "far", "far_call"]) assert.equal((await api.setMode(relay, "on")).status, 200);
  const stands = (file: string, word: string): boolean => place.output(file) === word;
  await until("all are on", () => {
    return stands("near.state", "1") && stands("call.state", "on") && stands("far_call.state", "on");
  });
  await until("the far one too", () => stands("share/far.state", "1"));
  await until("the share is used", async () => {
    const { devices } = await api.state();
    return devices.meter?.state === "ok" && devices.listener?.state === "ok";
  });

  const hung = await Hung.over(place, "share");
  const off = async (relay: string, isOff: () => boolean): Promise<number> => {
    const began = performance.now();
    const said = api.setMode(relay, "off");
    await until(`${relay} is off`, isOff, 10_000, 5);
    const took_ms = performance.now() - began;
    assert.equal((await said).status, 200);
    return took_ms;
  };
  try {
    // everything that waits for the share does so now
    await until("the meter is lost", async () => (await api.device("meter")).state === "lost", 20_000);
    const began = performance.now();
    const far = api.setMode("far", "off");
    await until(
      "the cause is told",
      async () => {
        const answer = await api.fetch("/health");
        const words = await answer.text();
        return answer.status === 503 && /The output of far has not answered|far\.state does not answer/.test(words);
      },
      TOLD_WITHIN_MS,
    );
    assert.equal((await far).status, 200);
    for (const [relay, took_ms] of [
      ["near", await off("near", () => stands("near.state", "0"))],
      ["call", await off("call", () => stands("call.state", "off"))],
    ] as const) {
      assert.ok(took_ms < OFF_WITHIN_MS, `${relay}: ${took_ms} ms`);
    }
    await until(
      "all of it is told",
      async () => {
        const { faults, relays } = await api.state();
        const words = faults.map(({ text }) => text).join("\n");
        return (
          /Relay [Ff]ar: .*far\.state does not answer/.test(words) &&
          /The mode file has not answered/.test(words) &&
          relays.near?.script.state === "old"
        );
      },
      20_000,
    );
    assert.ok(performance.now() - began < 60_000);
    for (const relay of ["near", "call"]) assert.equal((await api.setMode(relay, "on")).status, 200);
    await until("both are on", () => stands("near.state", "1") && stands("call.state", "on"));

    const stopping = performance.now();
    const { code } = await gleaner.stop();
    const after_ms = performance.now() - stopping;
    assert.equal(code, RELAYS, gleaner.output);
    assert.ok(after_ms < STOPPED_WITHIN_MS, `${after_ms} ms`);
    assert.match(gleaner.output, /Relay far may still be on: its output has not confirmed/);
    assert.match(gleaner.output, /Relay far_call may still be on: its output has not confirmed/);
    assert.deepEqual([place.output("near.state"), place.output("call.state")], ["0", "off"]);
  } finally {
    await hung[Symbol.asyncDispose]();
  }
});

test("a data folder that hangs when it is read holds neither relays nor page", { skip: whyNotHung() }, async () => {
  using place = new Place();
  place.write(
    "gleaner.yaml",
    `data: { path: ./data }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
relays: { plug: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`,
  );
  await using gleaner = await Gleaner.run(place);
  const { api } = gleaner;
  assert.equal((await api.setMode("plug", "on")).status, 200);
  await until("it is on", () => place.output("plug.state") === "1");
  {
    await using _hung = await Hung.over(place, "data");
    const ask = async (): Promise<number> => {
      const began = performance.now();
      const answer = await api.fetch("/api/journal");
      const words = await answer.text();
      assert.equal(answer.status, 503, words);
      assert.match(words, /The history (in .*data has not answered for \d+ s: look at the disk|is still busy)/);
      return performance.now() - began;
    };
    const asked = [ask(), ask()];
    const began = performance.now();
    const said = api.setMode("plug", "off");
    await until("it is off", () => place.output("plug.state") === "0");
    assert.ok(performance.now() - began < OFF_WITHIN_MS);
    assert.equal((await said).status, 200);
    const shown = performance.now();
    await api.state();
    assert.ok(performance.now() - shown < OFF_WITHIN_MS);
    for (const ms of await Promise.all(asked)) assert.ok(ms < REFUSED_WITHIN_MS, `${ms} ms`);
    assert.ok((await ask()) < OFF_WITHIN_MS, "who asks now is refused at once");
  }
  await until("the history answers", async () => (await api.fetch("/api/journal")).status === 200);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
});
