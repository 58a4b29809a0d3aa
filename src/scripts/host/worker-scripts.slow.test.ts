import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { channel, NOON, relay, Wishes, world, ZONE } from "../testing/world.ts";
import { WorkerScripts } from "./worker-scripts.ts";

const hands = new HandsHere();
const says = (word: string): string => `export default ({ on }) => on("${word}")`;

interface Set {
  readonly host: WorkerScripts;
  readonly wishes: Wishes;
  readonly file: string;
  readonly changes: string[];
  readonly run: (mono?: number) => Promise<string>;
}

async function set(t: TestContext, source: string | undefined): Promise<Set> {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-scripts-"));
  const file = join(folder, "boiler.ts");
  if (source !== undefined) writeFileSync(file, source);
  const changes: string[] = [];
  const host = new WorkerScripts({
    scripts: [{ relay: "boiler", number: 1, file }],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
    hands,
    onChange: (id) => changes.push(id),
  });
  t.after(async () => {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const wishes = new Wishes(host);
  await host.ready;
  const run = async (mono = 1_000_000): Promise<string> => {
    const next = wishes.next("boiler");
    host.run(["boiler"], world({ mono }));
    const wish = await next;
    return wish.reason.code === "text" ? String(wish.reason.values?.text) : wish.reason.code;
  };
  return { host, wishes, file, changes, run };
}

test("a saved file is taken at once, and the host asks for a run", async (t) => {
  const { wishes, file, changes, run } = await set(t, says("one"));
  assert.equal(await run(), "one");
  assert.deepEqual(wishes.notes, []);
  writeFileSync(file, says("two"));
  await wishes.until(() => wishes.notes.length > 0);
  assert.deepEqual(
    wishes.notes.map(({ code }) => code),
    ["script_loaded"],
  );
  assert.deepEqual(changes, ["boiler"]);
  assert.equal(await run(), "two");
});

test("a file that an editor replaces by renaming is taken too", async (t) => {
  const { wishes, file, run } = await set(t, says("one"));
  writeFileSync(`${file}.tmp`, says("three"));
  renameSync(`${file}.tmp`, file);
  await wishes.until(() => wishes.notes.some(({ code }) => code === "script_loaded"));
  assert.equal(await run(), "three");
});

test("a broken save keeps the last good version and says where it is wrong", async (t) => {
  const { host, wishes, file, run } = await set(t, says("good"));
  writeFileSync(file, "export default ({ on }) => {\n  return on(\n}");
  await wishes.until(() => wishes.notes.length > 0);
  assert.equal(wishes.notes[0]?.code, "script_rejected");
  assert.match(wishes.notes[0]?.problem ?? "", /^line 3, column 1: /);
  const status = host.status("boiler");
  assert.equal(status.state, "old");
  assert.equal(await run(), "good");
  writeFileSync(file, says("good"));
  await wishes.until(() => wishes.notes.length > 1);
  assert.equal(wishes.notes[1]?.code, "script_loaded");
  assert.equal(host.status("boiler").state, "ok");
});

test("a file that vanishes keeps the last good version; it may come back", async (t) => {
  const { host, wishes, file, run } = await set(t, says("here"));
  unlinkSync(file);
  await wishes.until(() => host.status("boiler").state === "old");
  assert.equal(await run(), "here");
  writeFileSync(file, says("back"));
  await wishes.until(() => host.status("boiler").state === "ok");
  assert.equal(await run(), "back");
});

test("without any good version the wish is a failure with the compile error", async (t) => {
  const { host, wishes, file, run } = await set(t, "export default");
  assert.equal(host.status("boiler").state, "broken");
  assert.equal(await run(), "script_broken");
  assert.equal(wishes.notes[0]?.code, "script_broken");
  writeFileSync(file, says("now"));
  await wishes.until(() => host.status("boiler").state === "ok");
  assert.equal(await run(), "now");
});

test("what only QuickJS refuses brings the version before back", async (t) => {
  const { host, wishes, file, run } = await set(t, says("known"));
  assert.equal(await run(), "known");
  writeFileSync(file, "export default ({ on }) => {\n  using door = null;\n  return on('new');\n}");
  await wishes.until(() => wishes.notes.length > 0);
  assert.equal(await run(), "script_failed");
  assert.deepEqual(
    wishes.notes.map(({ code }) => code),
    ["script_loaded", "script_rejected"],
  );
  assert.match(wishes.notes[1]?.problem ?? "", /^line 2: /);
  assert.equal(host.status("boiler").state, "old");
  assert.equal(await run(), "known");
});

test("a script that was ended rests, is tried again, and at once when it changes", async (t) => {
  const { host, wishes, file, run } = await set(t, "export default ({ on }) => { while (true); }");
  assert.equal(await run(1_000_000), "script_ended");
  assert.deepEqual(
    wishes.notes.map(({ code }) => code),
    ["script_ended"],
  );
  const began = performance.now();
  assert.equal(await run(1_009_999), "script_ended");
  assert.ok(performance.now() - began < 60, "it was not run at all");
  const again = performance.now();
  assert.equal(await run(1_010_001), "script_ended");
  assert.ok(performance.now() - again > 90, "it was run again");
  assert.equal(await run(1_029_000), "script_ended");
  assert.equal(wishes.notes.length, 1, "one failure, one note");
  writeFileSync(file, says("well again"));
  await wishes.until(() => host.status("boiler").state === "ok");
  assert.equal(await run(1_029_001), "well again");
});

test("a script that throws is tried on the normal schedule, noted once, and so is its recovery", async (t) => {
  const source = 'export default ({ data, on }) => { if (data.SOC === 1) throw new Error("one"); return on("fine") }';
  const { host, wishes } = await set(t, source);
  const run = async (soc: number): Promise<string> => {
    const next = wishes.next("boiler");
    host.run(["boiler"], world({ channels: [channel("battery.soc", soc)] }));
    return (await next).want;
  };
  assert.deepEqual([await run(80), await run(1), await run(1)], ["on", "nothing", "nothing"]);
  const status = host.status("boiler");
  assert.equal(status.state === "failing" && status.problem, "line 1: one");
  assert.equal(await run(80), "on");
  assert.equal(host.status("boiler").state, "ok");
  assert.deepEqual([await run(1), await run(80)], ["nothing", "on"]);
  assert.deepEqual(
    wishes.notes.map(({ code }) => code),
    ["script_failed", "script_recovered"],
    "a script that fails now and then does not flood the journal",
  );
});

test("a slow but honest script goes on answering, and so do the others", async (t) => {
  const slow =
    "export default ({ on, now }) => { const end = 4e5; let x = 0; for (let i = 0; i < end * 3; i++) x += i; return on('slow') }";
  const host = new WorkerScripts({
    scripts: [
      { relay: "slow", number: 1, source: slow },
      { relay: "good", number: 2, source: says("good") },
    ],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  });
  t.after(() => host.stop());
  const wishes = new Wishes(host);
  await host.ready;
  const relays = [relay("slow", 1), relay("good", 2)];
  for (let round = 1; round <= 4; round++) {
    host.run(["slow", "good"], world({ relays, mono: 1_000_000 + round * 1_000_000 }));
    await wishes.until(() => wishes.of("good").length === round && wishes.of("slow").length === round);
  }
  assert.ok(wishes.of("good").every(({ want }) => want === "on"));
});

test("what is asked before the start is answered after it; stopping ends all threads", async () => {
  const host = new WorkerScripts({
    scripts: [{ relay: "boiler", number: 1, source: says("early") }],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  });
  const wishes = new Wishes(host);
  host.run(["boiler", "unknown"], world());
  await wishes.until(() => wishes.all.length === 1);
  assert.equal(wishes.of("boiler")[0]?.reason.values?.text, "early");
  await host.stop();
  host.run(["boiler"], world());
  await host.stop();
  assert.equal(wishes.all.length, 1);
  assert.deepEqual(host.status("unknown"), { state: "none" });
});

test("what happens during a run is thought about as soon as it is over", async (t) => {
  const asked: string[] = [];
  const host = new WorkerScripts({
    scripts: [{ relay: "boiler", number: 1, source: says("here") }],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
    onChange: (id) => asked.push(id),
  });
  t.after(() => host.stop());
  const wishes = new Wishes(host);
  await host.ready;
  asked.length = 0;
  host.run(["boiler"], world());
  host.run(["boiler"], world());
  await wishes.until(() => wishes.of("boiler").length === 1);
  assert.deepEqual(asked, ["boiler"], "the second call found it busy, so it asks to be run again");
  host.run(["boiler"], world());
  await wishes.until(() => wishes.of("boiler").length === 2);
  assert.deepEqual(asked, ["boiler"], "a run that nobody disturbed asks for nothing");
});
