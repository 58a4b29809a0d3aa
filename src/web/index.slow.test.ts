import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { ModeCommand } from "../model/index.ts";
import { startWeb, type WebOptions } from "./index.ts";
import { houseState, relay } from "./testing/fakes.ts";
import { RawClient } from "./testing/sockets.ts";
import { numbered, options, untilShown } from "./testing/thread.ts";
import { until } from "./testing/wait.ts";

const folder = await mkdtemp(join(tmpdir(), "gleaner-web-"));
after(() => rm(folder, { recursive: true }));
const OPTIONS = options(folder);

test("states go over, commands come back, and it stops within a second", async () => {
  const commands: ModeCommand[] = [];
  const web = await startWeb({
    ...OPTIONS,
    handlers: {
      ...OPTIONS.handlers,
      mode: async (command) => {
        commands.push(command);
        web.publish(houseState({ relays: [relay("boiler", { mode: command.mode, until: null })] }));
        return { ok: true };
      },
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
  const handlers: WebOptions["handlers"] = {
    ...OPTIONS.handlers,
    mode: async () => {
      throw new Error("inner detail");
    },
  };
  const web = await startWeb({ ...OPTIONS, handlers });
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
