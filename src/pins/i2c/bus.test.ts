import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { Bus, type StartWorker } from "./bus.ts";
import { i2cBuses, systemI2c } from "./index.ts";
import type { FromThread, Job } from "./messages.ts";

/** A bus whose thread the test is. */
function setup() {
  const clock = new HandClock();
  const jobs: Job[] = [];
  const workers: { done(done: FromThread): void; ended(why: string): void; over: boolean }[] = [];
  const start: StartWorker = (_path, done, ended) => {
    const worker = { done, ended, over: false };
    workers.push(worker);
    return {
      post: (job) => jobs.push(job),
      end: async () => {
        worker.over = true;
      },
    };
  };
  const bus = new Bus("/dev/i2c-1", clock, start);
  const said = () => jobs.map(({ address, steps }) => `${address}: ${steps.map((step) => step.do).join(" ")}`);
  return { clock, bus, workers, said };
}

const READ = [{ do: "read", count: 1 }] as const;
const WRITE = [{ do: "write", bytes: [1] }] as const;
const NEVER = [{ do: "pause", us: 1 }] as const;

test("one job at a time is with the thread, in their order, whichever chip they are for", async () => {
  const { bus, workers, said } = setup();
  const [board, display] = [bus.chip(32), bus.chip(39)];
  const first = board.run(READ);
  const second = display.run(WRITE);
  const third = board.run(WRITE);
  assert.deepEqual(said(), ["32: read"]);
  workers[0]?.done({ read: [[7]] });
  assert.deepEqual(await first, [[7]]);
  assert.deepEqual(said(), ["32: read", "39: write"]);
  workers[0]?.done({ code: "EREMOTEIO", doing: "write" });
  await assert.rejects(second, { code: "EREMOTEIO" });
  workers[0]?.done({ read: [] });
  assert.deepEqual(await third, []);
  assert.equal(workers.length, 1);
});

test("on a bus that is held nobody waits longer than 2 s, and what was given up is not done later", async () => {
  const { bus, workers, said, clock } = setup();
  const chip = bus.chip(32);
  const early = chip.run(READ);
  workers[0]?.done("ready");
  workers[0]?.done({ read: [[0]] });
  await early;
  const stuck = chip.run(READ);
  const waits = chip.run(WRITE);
  const refused = [assert.rejects(stuck, { code: "ETIMEDOUT" }), assert.rejects(waits, { code: "ETIMEDOUT" })];
  await clock.pass(2_000);
  await Promise.all(refused);
  const later = chip.run(NEVER);
  workers[0]?.done({ read: [[1]] });
  assert.deepEqual(said(), ["32: read", "32: read", "32: pause"]);
  workers[0]?.done({ read: [] });
  assert.deepEqual(await later, []);
  assert.equal(clock.pending, 0);
});

test("a thread that is slow to start has more time", async () => {
  const { bus, workers, clock } = setup();
  const chip = bus.chip(32);
  const first = chip.run(READ);
  await clock.pass(11_000);
  workers[0]?.done("ready");
  workers[0]?.done({ read: [[7]] });
  assert.deepEqual(await first, [[7]]);
  await chip.close();
  const late = assert.rejects(bus.chip(32).run(READ), { code: "ETIMEDOUT" });
  await clock.pass(12_000);
  await late;
});

test("more than a house needs do not wait", async () => {
  const { bus, workers } = setup();
  const chip = bus.chip(32);
  const all = Array.from({ length: 70 }, () => chip.run(READ).catch((error) => error.code));
  for (let answered = 0; answered < 65; answered += 1) workers[0]?.done({ read: [[0]] });
  const refused = (await Promise.all(all)).filter((said) => said === "ETIMEDOUT");
  assert.equal(refused.length, 5);
});

test("a thread that dies is told, and another one goes on", async () => {
  const { bus, workers } = setup();
  const chip = bus.chip(32);
  const first = chip.run(READ);
  const second = chip.run(READ);
  workers[0]?.ended("out of memory");
  await assert.rejects(first, /out of memory: EIO/);
  workers[0]?.done({ read: [[9]] });
  workers[1]?.done({ read: [[1]] });
  assert.deepEqual(await second, [[1]]);
});

test("the thread is there while a chip is; what a chip that is closed asked for is not done", async () => {
  const { bus, workers, said } = setup();
  const [board, display] = [bus.chip(32), bus.chip(39)];
  const first = board.run(READ);
  const second = display.run(WRITE);
  const closed = assert.rejects(second, { code: "ECANCELED" });
  await display.close();
  await closed;
  await assert.rejects(display.run(WRITE), { code: "ECANCELED" });
  assert.equal(workers[0]?.over, false);
  workers[0]?.done({ read: [[1]] });
  await first;
  await board.close();
  assert.equal(workers[0]?.over, true);
  assert.deepEqual(said(), ["32: read"]);
});

test("a thread is ended at any moment of its start, and the process goes on", async () => {
  for (const wait_ms of [0, 5, 20, 60]) {
    const chip = systemI2c.chip("/dev/i2c-99", 0x20);
    const asked = chip.run(READ).catch((error) => error.code);
    await new Promise((resolve) => setTimeout(resolve, wait_ms));
    await chip.close();
    assert.match(await asked, /^(ECANCELED|ENOENT)$/);
  }
});

test("buses by their numbers, with their names where the kernel tells them", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-i2c-"));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const node of ["i2c-10", "i2c-1", "i2c", "i2c-x"]) writeFileSync(join(folder, node), "");
  mkdirSync(join(folder, "names", "i2c-1"), { recursive: true });
  writeFileSync(join(folder, "names", "i2c-1", "name"), "bcm2835 (i2c@7e804000)\n");
  assert.deepEqual(i2cBuses(folder, join(folder, "names")), [
    { path: join(folder, "i2c-1"), name: "bcm2835 (i2c@7e804000)" },
    { path: join(folder, "i2c-10"), name: "" },
  ]);
});

test("addresses that the bus needs itself are none of a chip's; a bus that is not there is told by the thread", async () => {
  for (const address of [0x02, 0x78, Number.NaN])
    assert.throws(() => systemI2c.chip("/dev/i2c-99", address), RangeError);
  const chip = systemI2c.chip("/dev/i2c-99", 0x20);
  await assert.rejects(chip.run(READ), { code: "ENOENT" });
  await chip.close();
  const none = systemI2c.chip("/dev/null", 0x20);
  await assert.rejects(none.run(READ), { code: "ENOTTY" });
  await none.close();
});
