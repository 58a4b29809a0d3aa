import assert from "node:assert/strict";
import { test } from "node:test";
import { bounded } from "./bounded.ts";
import type { Ask } from "./requests.ts";

const COMMAND = { relay: "boiler", mode: "on", for_ms: undefined, origin: "api" } as const;

test("a reply comes through as it is", async () => {
  const ask: Ask = async () => ({ ok: true, from_mono: 40 });
  assert.deepEqual(await bounded(ask, 1, 1_000)("mode", COMMAND), { ok: true, from_mono: 40 });
});

test("what takes too long is a refusal that leaves open whether it was done", async () => {
  const reply = await bounded(() => new Promise(() => {}), 1, 10)("mode", COMMAND);
  assert.equal(!reply.ok && reply.error, "timeout");
});

test("what fails is a refusal without its inner details", async () => {
  const ask: Ask = async () => {
    throw new Error("secret path /root/x");
  };
  const reply = await bounded(ask, 1, 1_000)("mode", COMMAND);
  assert.equal(!reply.ok && reply.error, "internal");
  assert.doesNotMatch(JSON.stringify(reply), /secret/);
});

test("so many at once, and again when they have their replies", async () => {
  const gate = Promise.withResolvers<void>();
  let under_way = 0;
  const ask: Ask = async () => {
    under_way++;
    await gate.promise;
    return { ok: true };
  };
  const asking = bounded(ask, 2, 10_000);
  const waiting = [asking("mode", COMMAND), asking("mode", COMMAND)];
  const refused = await asking("mode", COMMAND);
  assert.equal(!refused.ok && refused.error, "busy");
  assert.equal(under_way, 2, "the third was not asked at all");
  const offs = Array.from({ length: 5 }, () => asking("mode", { ...COMMAND, mode: "off" }));
  assert.equal(under_way, 7, "an Off is asked whatever else is under way");
  gate.resolve();
  assert.deepEqual(new Set((await Promise.all([...waiting, ...offs])).map(({ ok }) => ok)), new Set([true]));
  assert.deepEqual(await asking("mode", COMMAND), { ok: true });
});
