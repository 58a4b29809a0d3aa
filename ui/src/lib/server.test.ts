import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { inWords, isUnsure, readJournal, setMode } from "./server.ts";

test("errors that the page knows are said in the reader's language, others as the server says them", () => {
  const busy = inWords({ error: "busy", message: "too many", hint: "wait" }, "de");
  assert.match(busy.message, /^Gleaner bearbeitet/);
  const odd = { error: "constructor", message: "m", hint: "h" };
  assert.deepEqual(inWords(odd, "fr"), odd);
});

test("a missing answer leaves open whether it was done", () => {
  assert.equal(isUnsure({ error: "timeout", message: "", hint: "" }), true);
  assert.equal(isUnsure({ error: "unknown_relay", message: "", hint: "" }), false);
});

/** Answers every request in the given way; relative addresses of `fetch` lead there while `ask` runs. */
async function against<T>(
  status: number,
  body: string,
  ask: () => Promise<T>,
): Promise<{ answer: T; request: string }> {
  let request = "";
  const server = createServer((incoming, response) => {
    incoming.on("data", (chunk) => {
      request += String(chunk);
    });
    incoming.on("end", () => {
      request = `${incoming.method} ${incoming.url} ${request}`;
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const real = globalThis.fetch;
  globalThis.fetch = (path, options) => real(`${origin}${String(path)}`, options);
  try {
    return { answer: await ask(), request };
  } finally {
    globalThis.fetch = real;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test("a mode is asked for with its span and in the reader's language", async () => {
  const { answer, request } = await against(200, '{"mode":"on"}', () => setMode("a/b", "on", "fr", "1 h"));
  assert.equal(answer.ok, true);
  assert.equal(request, 'PUT /api/relays/a%2Fb/mode?lang=fr {"mode":"on","for":"1 h"}');
  const plain = await against(200, "{}", () => setMode("pump", "auto", "en"));
  assert.equal(plain.request, 'PUT /api/relays/pump/mode?lang=en {"mode":"auto"}');
});

test("whatever comes back becomes a problem with words", async () => {
  const cases: [number, string, string][] = [
    [409, '{"error":"read_only","message":"Replay","hint":"run the house"}', "read_only"],
    [500, "<html>", "odd"],
    [200, "not json", "odd"],
    [502, '{"message":7}', "odd"],
  ];
  for (const [status, body, error] of cases) {
    const { answer } = await against(status, body, () => readJournal(50, "en", 1_000));
    assert.ok(!answer.ok);
    assert.equal(answer.problem.error, error);
    assert.notEqual(answer.problem.message, "");
  }
});

test("a server that is not there is a problem too", async () => {
  const real = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new TypeError("refused"));
  try {
    const answer = await readJournal(50, "en");
    assert.equal(answer.ok ? "" : answer.problem.error, "offline");
  } finally {
    globalThis.fetch = real;
  }
});
