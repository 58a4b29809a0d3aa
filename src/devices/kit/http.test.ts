import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { causeOf, getJson, LARGEST_ANSWER, type Place, partOf, polledJson } from "./http.ts";
import { Box } from "./testing/box.ts";
import { until } from "./testing/until.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise<unknown>((resolve) => server.close(resolve));
  }
});

/** A server on a free port of this machine; its host. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `127.0.0.1:${address.port}`;
}

const never = new AbortController().signal;

describe("an answer", () => {
  test("is JSON, asked for by GET with path and query", async () => {
    const host = await serve(({ method, url, headers }, response) => {
      response.end(JSON.stringify([method, url, headers.accept]));
    });
    assert.deepEqual(await getJson(`http://${host}/rpc/Get?id=0`, never), ["GET", "/rpc/Get?id=0", "application/json"]);
  });

  const BAD: readonly (readonly [string, RequestListener, RegExp])[] = [
    ["another status", (_request, response) => response.writeHead(404).end("{}"), /answers \/x with status 404: check/],
    ["no content", (_request, response) => response.writeHead(204).end(), /with status 204/],
    [
      "what is no JSON",
      (_request, response) => response.end("<html>"),
      /answer of .* to \/x cannot be read, it is no complete JSON: check .*"host" is right/,
    ],
    ["half of it", (_request, response) => response.end('{"a":'), /it is no complete JSON: check/],
    ["nothing", (_request, response) => response.end(), /it is no complete JSON: check/],
    [
      "what is nested too deep",
      (_request, response) => response.end(`${"[".repeat(1_000)}${"]".repeat(1_000)}`),
      /it holds lists and objects more than 32 deep: check/,
    ],
    [
      "a redirection",
      (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      /no answer from .*redirect.*; check/,
    ],
    [
      "a line that breaks",
      (request) => request.socket.destroy(),
      /no answer from http:\/\/127\.0\.0\.1:\d+: .*; check/,
    ],
    [
      "an answer that breaks off",
      (request, response) => {
        response.writeHead(200, { "content-length": 100 }).write('{"a":1');
        request.socket.end();
      },
      /no answer from .*; check/,
    ],
  ];
  for (const [what, listener, words] of BAD) {
    test(`is refused: ${what}`, async () => {
      const host = await serve(listener);
      await assert.rejects(getJson(`http://${host}/x`, never), words);
    });
  }

  test("says where nobody answers", async () => {
    const host = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise<unknown>((resolve) => server?.close(resolve));
    await assert.rejects(getJson(`http://${host}/x`, never), /no answer from .*: nobody answers there; check/);
  });

  test("is bounded in size, and may just fit", async () => {
    const host = await serve(({ url }, response) => {
      const size = LARGEST_ANSWER + (url === "/fits" ? 0 : 1);
      response.end(`"${"x".repeat(size - 2)}"`);
    });
    assert.equal(String(await getJson(`http://${host}/fits`, never)).length, LARGEST_ANSWER - 2);
    await assert.rejects(getJson(`http://${host}/x`, never), /it says more than 64 kB; check/);
  });

  test("an endless one is hung up on", async () => {
    const { promise: hungUp, resolve } = Promise.withResolvers<void>();
    const host = await serve((request, response) => {
      request.socket.on("close", () => resolve());
      const pour = () => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", pour);
      pour();
    });
    await assert.rejects(getJson(`http://${host}/x`, never), /more than 64 kB/);
    await hungUp;
  });

  test("is bounded in time by its signal, which says why", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const host = await serve(() => resolve());
    const limit = new AbortController();
    const answer = getJson(`http://${host}/x`, limit.signal);
    await asked;
    limit.abort(new Error("that was 5 s"));
    await assert.rejects(answer, /^Error: that was 5 s$/);
  });
});

test("what went wrong on the way is told in words, whatever was thrown", () => {
  const failed = (code: unknown) =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), code === undefined ? {} : { code }) });
  const CASES: [unknown, string][] = [
    [failed("ECONNREFUSED"), "nobody answers there"],
    [failed("EHOSTUNREACH"), "there is no way to it"],
    [failed("ENETUNREACH"), "there is no way to it"],
    [failed("ENOTFOUND"), "no host is called so"],
    [failed("EAI_AGAIN"), "the name of the host cannot be looked up now"],
    [failed("EOTHER"), "connect"],
    [failed(7), "connect"],
    [failed(undefined), "connect"],
    [new Error("it says more than 64 kB"), "it says more than 64 kB"],
    ["thrown", "thrown"],
  ];
  for (const [error, words] of CASES) assert.equal(causeOf(error), words);
});

test("parts of an answer are found by their path, own ones only", () => {
  const json: unknown = JSON.parse('{"a":{"b":[{"c":1},{"c":null}]},"":2,"d":"x"}');
  const CASES: [string, unknown][] = [
    ["a.b.0.c", 1],
    ["a.b.1.c", null],
    ["a.b.2.c", undefined],
    ["a.b.length", 2],
    ["d", "x"],
    ["d.length", undefined],
    ["a.toString", undefined],
    ["__proto__", undefined],
    ["", 2],
  ];
  for (const [path, part] of CASES) assert.deepEqual(partOf(json, path), part, path);
  assert.equal(partOf(null, "a"), undefined);
});

describe("a device that answers in JSON", () => {
  async function first(answer: unknown, values: Readonly<Record<string, Place>>) {
    const host = await serve(({ url }, response) => {
      response.statusCode = url === "/status" ? 200 : 404;
      response.end(JSON.stringify(answer));
    });
    const type = polledJson({
      type: "meter",
      title: "A meter for this test",
      options: z.strictObject({ host: z.string() }),
      every_ms: 5_000,
      url: (options) => `http://${options.host}/status`,
      values,
      sample: { options: { host: "meter.invalid" }, readings: [] },
    });
    const box = new Box();
    const clock = new HandClock();
    const device = type.open(
      { host },
      {
        id: "meter",
        folder: "/",
        clock,
        hands: new HandsHere(),
        pins: new Board([]),
        registers: new MemoryRegisters(),
      },
    );
    await device.start(box);
    await until("a look", () => device.health().state !== "starting");
    await device.stop();
    const { state, problem } = device.health();
    return { quantities: type.quantities, stale_after_ms: type.stale_after_ms, readings: box.readings, state, problem };
  }

  test("reports its values in Gleaner's units, as it declares", async () => {
    const { quantities, stale_after_ms, readings, problem } = await first(
      { total: { kwh: 1.25 }, u: "231.5", relay: true, phase: [{ p: null }] },
      { energy: ["total.kwh", "kWh"], voltage: ["u", "V"], relay: ["relay", null], power: ["phase.0.p", "W"] },
    );
    assert.deepEqual(readings, [
      { quantity: "energy", value: 1250, unit: "Wh" },
      { quantity: "voltage", value: 231.5, unit: "V" },
      { quantity: "relay", value: "on", unit: null },
      { quantity: "power", value: null, unit: "W" },
    ]);
    assert.equal(problem, null);
    assert.equal(stale_after_ms, 15_000);
    assert.deepEqual(
      quantities,
      readings.map(({ quantity, unit }) => ({ name: quantity, unit })),
    );
  });

  test("says true and false as 1 and 0 where no state is wanted", async () => {
    const { readings } = await first(
      { on: true, door: "OFF", n: 3 },
      { on: ["on", ""], door: ["door", ""], n: ["n", ""] },
    );
    assert.deepEqual(
      readings.map(({ value, unit }) => [value, unit]),
      [
        [1, ""],
        [0, ""],
        [3, ""],
      ],
    );
  });

  test("leaves out what is missing or no value, and says so", async () => {
    const { readings, state, problem } = await first(
      { p: 5, u: "12abc", state: 3, f: "fifty", e: 1e306 },
      {
        power: ["p", "W"],
        energy: ["e", "kWh"],
        voltage: ["u", "V"],
        state: ["state", null],
        frequency: ["f", "Hz"],
        current: ["i", "A"],
      },
    );
    assert.deepEqual(readings, [{ quantity: "power", value: 5, unit: "W" }]);
    assert.equal(state, "ok");
    assert.match(problem ?? "", /^http:\/\/.*\/status has no value at e, u, state, f, i: check that it is a device of/);
  });

  test("is lost when nothing of it is there", async () => {
    const { readings, state, problem } = await first([], { power: ["p", "W"] });
    assert.deepEqual([readings, state], [[], "lost"]);
    assert.match(problem ?? "", /has no value at p: check that it is a device of this type/);
  });
});
