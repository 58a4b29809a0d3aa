import assert from "node:assert/strict";
import { test } from "node:test";
import { compile } from "../compile/compile.ts";
import { quickJs, readGuest } from "../sandbox/sandbox.ts";
import type { Raw } from "../sandbox/wire.ts";
import { worldText } from "../sandbox/world.ts";
import { world, ZONE } from "../testing/world.ts";
import { Crew } from "./crew.ts";
import type { Job } from "./sandbox-thread.ts";

const EMPTY = '{"timers":[],"holds":[]}';

/** A job that keeps its answer. */
function job(relay: string): Job & { readonly answer: Promise<Raw> } {
  const script = compile('export default ({ on }) => on("fine")');
  assert.ok(script.ok);
  const { promise, resolve } = Promise.withResolvers<Raw>();
  const own = JSON.stringify({ id: relay, number: 1, settings: {} });
  const load = { relay, version: script.version, code: script.code, own };
  return { relay, load, memory: EMPTY, world: worldText(world(), ZONE), done: resolve, answer: promise };
}

test("a thread that dies by itself costs one run; what waited behind goes on elsewhere, and so does all after it", async (t) => {
  const entry = new URL("../testing/mortal-thread.ts", import.meta.url);
  const crew = new Crew({ guest: readGuest(), wasm: {}, scripts: 1 }, entry);
  t.after(() => crew.stop());
  await crew.ready;
  for (const lane of ["main", "slow", "suspect", "main"] as const) {
    for (const culprit of ["deadly", "throwing"]) {
      const bad = job(culprit);
      const behind = job("behind");
      crew.run([bad, behind], lane);
      const raw = await bad.answer;
      assert.equal(raw.kind === "ended" && raw.by, "crash", lane);
      assert.equal((await behind.answer).kind, "answer", lane);
    }
  }
  assert.equal(crew.ended >= 8, true);
});

test("threads that cannot start are tried three times, then every run fails with a sentence", async (t) => {
  const crew = new Crew(
    { guest: readGuest(), wasm: {}, scripts: 1 },
    new URL("../testing/stillborn-thread.ts", import.meta.url),
  );
  t.after(() => crew.stop());
  await crew.ready;
  for (let round = 0; round < 3; round++) {
    const one = job("boiler");
    crew.run([one], "main");
    const raw = await one.answer;
    assert.match(raw.kind === "ended" ? raw.problem : "", /the sandbox does not start/);
  }
  assert.ok(crew.ended < 12, `${crew.ended} threads were started for nothing`);
});

test("stopping at once, before any thread is ready, leaves nothing behind", async () => {
  const crew = new Crew({ guest: readGuest(), wasm: await quickJs(), scripts: 2 });
  crew.run([job("never")], "main");
  await crew.stop();
  crew.run([job("after")], "main");
});
