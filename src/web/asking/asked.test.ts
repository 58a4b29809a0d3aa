import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { HANDLERS } from "../testing/handlers.ts";
import type { FromWeb } from "../thread/protocol.ts";
import { Asked } from "./asked.ts";
import { answerTo, askOf } from "./requests.ts";

const command = (relay: string) => ({ relay, mode: "on", for_ms: undefined, origin: "api" }) as const;

test("each reply finds whoever asked, in whatever order the house gives them", async (t) => {
  const { port1: web, port2: house } = new MessageChannel();
  t.after(() => web.close());
  const asked = new Asked((id, request) => web.postMessage({ say: "ask", id, request }));
  const ask = askOf({ ...HANDLERS, mode: async ({ relay }) => ({ ok: true, from_mono: relay.length }) });
  const over: Extract<FromWeb, { say: "ask" }>[] = [];
  const arrived = new Promise<void>((resolve) => {
    house.on("message", (message: Extract<FromWeb, { say: "ask" }>) => {
      if (over.push(message) === 3) resolve();
    });
  });
  const replies = [
    asked.ask("mode", command("a")),
    asked.ask("mode", command("bb")),
    asked.ask("mode", command("ccc")),
  ];
  await arrived;
  for (const { id, request } of over.toReversed()) asked.answer(id, await answerTo(ask, request));
  assert.deepEqual(await Promise.all(replies), [
    { ok: true, from_mono: 1 },
    { ok: true, from_mono: 2 },
    { ok: true, from_mono: 3 },
  ]);
});

test("an answer that nobody waits for any more, or twice, changes nothing", async () => {
  const asked = new Asked(() => {});
  const reply = asked.ask("mode", command("a"));
  asked.answer(99, { ask: "mode", reply: { ok: true, from_mono: 99 } });
  asked.answer(1, { ask: "mode", reply: { ok: true, from_mono: 1 } });
  asked.answer(1, { ask: "mode", reply: { ok: true, from_mono: 2 } });
  assert.deepEqual(await reply, { ok: true, from_mono: 1 });
});

test("what is older than its bound is forgotten", async () => {
  const asked = new Asked(() => {});
  const replied = Array.from({ length: 65 }, () => false);
  for (const i of replied.keys()) {
    void asked.ask("mode", command("a")).then(() => {
      replied[i] = true;
    });
  }
  for (const i of replied.keys()) asked.answer(i + 1, { ask: "mode", reply: { ok: true } });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([replied[0], replied.slice(1).every(Boolean)], [false, true]);
});
