import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Memory } from "../control/relay-memory.ts";
import { MINUTE, reason, SECOND, say } from "../model/index.ts";
import { Bench, relay } from "./testing/bench.ts";

/** What the store was given of these kinds, in words. */
function lines({ store }: Bench, ...kinds: string[]): string[] {
  return store.batches.flatMap(({ decisions }) =>
    decisions.flatMap(({ kind, reason: why }) => (kinds.includes(kind) ? [say(why, "en")] : [])),
  );
}

/** How often a relay was started today, as a saved memory knows it. */
function startsOf(memory: unknown, id: string): unknown {
  const { brain } = Object(memory) as { readonly brain?: Memory };
  return brain?.relays[id]?.starts_today;
}

describe("the journal of a house", () => {
  test("is not flooded by a device that comes and goes", async () => {
    const bench = await new Bench().up();
    const commits = bench.store.commits;
    for (let i = 0; i < 100; i++) {
      bench.roof.inbox?.note(reason("device_lost", { device: "roof", problem: "no answer" }));
      await bench.clock.pass(50);
      bench.roof.inbox?.note(reason("device_back", { device: "roof" }));
      await bench.clock.pass(50);
    }
    assert.deepEqual(lines(bench, "device"), ["roof has gone silent: no answer", "roof is back"]);
    assert.ok(bench.store.commits - commits < 20, `${bench.store.commits - commits} commits in ten seconds`);
    await bench.clock.pass(MINUTE);
    assert.deepEqual(lines(bench, "device").slice(2), [
      "99 more times: roof has gone silent: no answer",
      "99 more times: roof is back",
    ]);
  });

  test("sums up what a program does again and again, and all of it is done", async () => {
    const bench = await new Bench().up();
    for (let i = 0; i < 50; i++) {
      const on = i % 2 === 0;
      assert.ok(bench.house.command({ relay: "fan", mode: on ? "on" : "off", origin: "api" }));
      await bench.clock.pass(100);
      assert.equal(bench.fan.on, on);
      assert.equal(bench.relay("fan").mode, on ? "on" : "off");
    }
    assert.deepEqual(lines(bench, "mode"), ["Switched on by hand", "Switched off by hand"]);
    assert.equal(lines(bench, "switch").length, 50, "each switching is told");
    await bench.house.stop();
    assert.deepEqual(lines(bench, "mode").slice(2), [
      "24 more times: Switched on by hand",
      "24 more times: Switched off by hand",
    ]);
  });

  test("has each start that a memory knows which is saved with it or before, although other lines are held back", async () => {
    const bench = await new Bench().up();
    const starts: string[] = [];
    let told = 0;
    bench.store.onCommit = ({ decisions, memory }) => {
      told += decisions.filter(({ kind, relay: id, on }) => kind === "switch" && id === "fan" && on).length;
      if (memory !== undefined) starts.push(`${startsOf(memory, "fan")} of ${told}`);
    };
    for (let i = 0; i < 20; i++) {
      bench.house.command({ relay: "fan", mode: i % 2 === 0 ? "on" : "off", origin: "api" });
      await bench.clock.pass(100);
    }
    assert.equal(told, 10);
    assert.deepEqual(
      [...new Set(starts)],
      Array.from({ length: 10 }, (_, index) => `${index + 1} of ${index + 1}`),
    );
  });

  test("has switchings as readings of the relay, and nothing of what was refused", async () => {
    const bench = new Bench({ relays: [relay("boiler"), relay("fan", { min_off_ms: MINUTE }, false)] });
    await bench.clock.pass(2_000);
    for (const mode of ["on", "off", "on"] as const) {
      bench.house.command({ relay: "fan", mode, origin: "page" });
      await bench.clock.pass(2_000);
    }
    assert.ok(bench.store.codes.includes("refused min_off"), bench.store.codes.join());
    assert.deepEqual(bench.store.values("relay.fan"), [1, 0]);
    await bench.clock.pass(MINUTE);
    assert.deepEqual(bench.store.values("relay.fan"), [1, 0, 1]);
  });

  test("what was set is saved at once, although its line waits", async () => {
    const bench = await new Bench().up();
    for (const mode of ["off", "auto", "off"] as const) {
      bench.house.command({ relay: "fan", mode, origin: "page" });
      await bench.clock.pass(10);
    }
    const saved = JSON.stringify(bench.store.saved);
    assert.match(saved, /"mode":"off"/);
    assert.equal(lines(bench, "mode").length, 2);
    await bench.clock.pass(MINUTE + SECOND);
    assert.equal(lines(bench, "mode").at(-1), "Switched off by hand");
  });
});

test("a device that says more than can be read is a fault of the house, as long as it does", async () => {
  const bench = await new Bench().up();
  const well = bench.roof.health();
  bench.roof.health = () => ({ ...well, behind_ms: 12_000 });
  await bench.clock.pass(1_000);
  const faults = () => bench.house.state().faults.map((why) => say(why, "en"));
  assert.deepEqual(faults(), ["roof says more than can be read, for 0:12 now: let it say less, or less often"]);
  bench.roof.health = () => well;
  await bench.clock.pass(1_000);
  assert.deepEqual(faults(), []);
});
