import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { HouseState, ModeCommand } from "../model/index.ts";
import { State } from "./api.ts";
import { startWeb, type Web, type WebOptions } from "./index.ts";
import { AT, channel, houseState, relay, SITE } from "./testing/fakes.ts";
import { RawClient } from "./testing/sockets.ts";
import { until } from "./testing/wait.ts";

const folder = await mkdtemp(join(tmpdir(), "gleaner-web-"));
after(() => rm(folder, { recursive: true }));

const OPTIONS: WebOptions = {
  host: "127.0.0.1",
  port: 0,
  dataFolder: folder,
  pages: "/nonexistent",
  version: "0.0.0-test",
  site: SITE,
  onCommand: async () => ({ ok: true }),
  entry: new URL("testing/worker.ts", import.meta.url),
};

function numbered(n: number, first = "solar.power"): HouseState {
  const now = { at: AT + n, mono: n };
  const channels = new Map([[first, channel(first, n)]]);
  return houseState({ now, snapshot: { now, channels, aliases: new Map() } });
}

async function shown(web: Web): Promise<number> {
  const answer = await fetch(`${web.url}/api/state`).catch(() => undefined);
  return answer?.status === 200 ? State.parse(await answer.json()).now - AT : -1;
}

async function untilShown(web: Web, n: number): Promise<void> {
  const began = performance.now();
  while ((await shown(web)) !== n) assert.ok(performance.now() - began < 10_000, `state ${n} was never shown`);
}

test("states go over, commands come back, and it stops within a second", async () => {
  const commands: ModeCommand[] = [];
  const web = await startWeb({
    ...OPTIONS,
    onCommand: async (command) => {
      commands.push(command);
      web.publish(houseState({ relays: [relay("boiler", { mode: command.mode, until: null })] }));
      return { ok: true };
    },
  });
  web.publish(houseState());
  await untilShown(web, 0);
  const answer = await fetch(`${web.url}/api/relays/boiler/mode`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: '{"mode":"off"}',
  });
  assert.equal(answer.status, 200);
  const body: unknown = await answer.json();
  assert.equal(typeof body === "object" && body && "mode" in body && body.mode, "off");
  assert.deepEqual(commands, [{ relay: "boiler", mode: "off", for_ms: undefined, origin: "api" }]);

  const port = Number(new URL(web.url).port);
  const stream = new RawClient(port);
  stream.get("/api/live", port);
  await until("the stream flows", () => stream.states.length > 0);
  const began = performance.now();
  await web.stop();
  assert.ok(performance.now() - began < 1_000);
  await until("the stream ended", () => stream.closed);
  await assert.rejects(fetch(`${web.url}/health`));
});

test("a refusal of the house reaches the client", async (t) => {
  const onCommand: WebOptions["onCommand"] = async () => {
    throw new Error("inner detail");
  };
  const web = await startWeb({ ...OPTIONS, onCommand });
  t.after(() => web.stop());
  web.publish(houseState());
  await untilShown(web, 0);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${web.url}/api/relays/pump/mode`, { method: "PUT", headers, body: '{"mode":"on"}' });
  assert.equal(answer.status, 500);
  assert.doesNotMatch(await answer.text(), /inner detail/);
});

test("a port that is taken says what to do", async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  await assert.rejects(startWeb({ ...OPTIONS, port, configFile: "/etc/gleaner.yaml" }), {
    message: `Port ${port} is taken by another program: stop it or set web.port in /etc/gleaner.yaml`,
  });
});

for (const host of ["0.0.0.0", "::", "192.168.1.4", "gleaner.example", "127.0.0.1.evil.example"]) {
  test(`not opened to the network: ${host}`, async () => {
    await assert.rejects(startWeb({ ...OPTIONS, host }), /no sign-in yet: use 127\.0\.0\.1/);
  });
}

for (const how of ["crash", "exit"]) {
  test(`a thread that dies by ${how} starts anew on the same port, with the newest state`, async (t) => {
    const web = await startWeb({ ...OPTIONS, restart_ms: 20 });
    t.after(() => web.stop());
    const failures: string[] = [];
    web.onFailure = (message) => failures.push(message);
    web.publish(numbered(1, how));
    web.publish(numbered(2));
    await until("it is told", () => failures.length === 1);
    assert.match(failures[0] ?? "", how === "crash" ? /crashed as asked; it starts anew/ : /ended with code 3/);
    web.publish(numbered(3));
    await untilShown(web, 3);
  });
}

test("a thread that hangs is replaced", async (t) => {
  const web = await startWeb({ ...OPTIONS, restart_ms: 20, hanging_ms: 150 });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  web.publish(numbered(1, "spin"));
  await until("it is told", () => {
    web.publish(numbered(2));
    return failures.length > 0;
  });
  assert.match(failures[0] ?? "", /ended with code 1; it starts anew/);
  await untilShown(web, 2);
});

test("a thread that keeps dying is tried more and more rarely", async (t) => {
  const web = await startWeb({ ...OPTIONS, restart_ms: 20 });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  web.publish(numbered(1, "exit"));
  await until("it died three times", () => failures.length >= 3);
  assert.deepEqual(
    failures.slice(0, 3).map((message) => /in (.*) s$/.exec(message)?.[1]),
    ["0.02", "0.04", "0.08"],
  );
});

test("while the thread is busy the house neither waits nor queues", async (t) => {
  const web = await startWeb({ ...OPTIONS });
  t.after(() => web.stop());
  web.publish(numbered(1));
  await untilShown(web, 1);
  web.publish(numbered(2, "spin"));
  const began = performance.now();
  let longest_ms = 0;
  for (let n = 3; performance.now() - began < 600; n++) {
    const start = performance.now();
    web.publish(numbered(n));
    longest_ms = Math.max(longest_ms, performance.now() - start);
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  web.publish(numbered(1_000_000));
  await untilShown(web, 1_000_000);
  assert.ok(longest_ms < 300, `${longest_ms} ms`);
});

test("a state that cannot be copied is told, and the next one arrives", async (t) => {
  const web = await startWeb({ ...OPTIONS });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  const bad = { ...numbered(1), faults: [{ code: "text", values: { f: (() => 1) as unknown as number } }] } as const;
  assert.doesNotThrow(() => web.publish(bad));
  web.publish(numbered(2));
  await untilShown(web, 2);
  assert.equal(failures.length, 1);
});

test("the real thread serves without a store: the history says so, the state lives", async (t) => {
  const { entry: _tests, ...options } = OPTIONS;
  const web = await startWeb(options);
  t.after(() => web.stop());
  web.publish(numbered(5));
  await untilShown(web, 5);
  assert.equal((await fetch(`${web.url}/health`)).status, 200);
  const journal = await fetch(`${web.url}/api/journal`);
  assert.equal(journal.status, 503);
  assert.match(await journal.text(), /history_failed/);
});
