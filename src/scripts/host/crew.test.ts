import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { compile } from "../compile/compile.ts";
import { quickJs, readGuest } from "../sandbox/sandbox.ts";
import type { Raw } from "../sandbox/wire.ts";
import { worldText } from "../sandbox/world.ts";
import { Threads } from "../testing/threads.ts";
import { world, ZONE } from "../testing/world.ts";
import { Crew } from "./crew.ts";
import type { Job } from "./sandbox-thread.ts";

const EMPTY = '{"timers":[],"holds":[]}';
const MORTAL = new URL("../testing/mortal-thread.ts", import.meta.url);

/** A job that keeps its answer. */
function job(relay: string): Job & { readonly answer: Promise<Raw> } {
  const script = compile('export default ({ on }) => on("fine")');
  assert.ok(script.ok);
  const { promise, resolve } = Promise.withResolvers<Raw>();
  const own = JSON.stringify({ id: relay, number: 1, settings: {} });
  const load = { relay, version: script.version, code: script.code, own };
  return { relay, load, memory: EMPTY, world: worldText(world(), ZONE), done: resolve, answer: promise };
}

async function endOf(one: { readonly answer: Promise<Raw> }): Promise<string> {
  const raw = await one.answer;
  return raw.kind === "ended" ? raw.by : raw.kind;
}

/** A crew of threads that die, hang or dawdle when they are told to; all of them are there. */
async function mortals(t: TestContext, most = 4): Promise<Crew> {
  using threads = new Threads();
  const crew = new Crew({ guest: readGuest(), wasm: {} }, { entry: MORTAL, threads: most });
  t.after(() => crew.stop());
  await crew.ready;
  await threads.untilWarm(Math.min(2, most), 0);
  return crew;
}

/** Runs jobs together. @returns how they ended, in the order in which they did */
async function ends(crew: Crew, ...relays: string[]): Promise<string[]> {
  const order: string[] = [];
  const jobs = relays.map(job);
  crew.run(jobs);
  await Promise.all(jobs.map((one) => endOf(one).then((end) => order.push(`${one.relay}: ${end}`))));
  return order;
}

test("a thread that dies by itself costs one run; what waited behind goes on elsewhere, and so does all after it", async (t) => {
  const crew = await mortals(t);
  for (const culprit of ["deadly", "throwing", "deadly", "throwing"]) {
    assert.deepEqual(await ends(crew, culprit, "behind"), [`${culprit}: crash`, "behind: answer"]);
  }
  assert.equal(crew.ended, 4);
});

test("a run that does not end is ended; the others do not wait for that", async (t) => {
  const crew = await mortals(t);
  assert.deepEqual(await ends(crew, "endless", "behind"), ["behind: answer", "endless: time"]);
});

test("without a spare they wait, and then run in a new thread", async (t) => {
  const crew = await mortals(t, 1);
  assert.deepEqual(await ends(crew, "endless", "behind"), ["endless: time", "behind: answer"]);
});

test("a slow run holds nobody up, and its thread is the next spare", async (t) => {
  const crew = await mortals(t);
  for (let round = 0; round < 2; round++) {
    assert.deepEqual(await ends(crew, "slow", "behind"), ["behind: answer", "slow: answer"]);
  }
  assert.equal(crew.ended, 0, "no thread was started anew for it");
});

for (const [how, entry] of [
  ["die at once", new URL("../testing/stillborn-thread.ts", import.meta.url)],
  // Node throws, as it does where the system has no room for a thread
  ["the system does not start", new URL("https://localhost/thread.js")],
] as const) {
  test(`threads that ${how} are tried three times, then every run fails with a sentence`, async (t) => {
    const crew = new Crew({ guest: readGuest(), wasm: {} }, { entry });
    t.after(() => crew.stop());
    await crew.ready;
    for (let round = 0; round < 3; round++) {
      const one = job("boiler");
      crew.run([one]);
      const raw = await one.answer;
      assert.match(raw.kind === "ended" ? raw.problem : "", /the sandbox does not start/);
    }
    assert.ok(crew.ended < 12, `${crew.ended} threads were started for nothing`);
  });
}

test("stopping at once, before any thread is ready, leaves nothing behind", async () => {
  using threads = new Threads();
  const crew = new Crew({ guest: readGuest(), wasm: await quickJs() });
  const jobs = [job("never"), job("after")];
  let answered = 0;
  for (const one of jobs) void one.answer.then(() => answered++);
  crew.run(jobs.slice(0, 1));
  await crew.stop();
  crew.run(jobs.slice(1));
  assert.equal(threads.started, 2);
  assert.equal(threads.alive, 0);
  assert.equal(answered, 0);
});
