import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Reading } from "../../model/index.ts";
import { Problem } from "../api.ts";
import { AT, type Bench, bench } from "../testing/fakes.ts";
import { listen, RawClient } from "../testing/sockets.ts";
import { until } from "../testing/wait.ts";

/** A history of `count` readings, a minute apart, that counts what was taken of it; bounded by the span asked for. */
async function long(count: number, limits = {}): Promise<Bench & { taken: () => number }> {
  const made = await bench({ limits });
  made.history.units.set("solar.power", "W");
  let taken = 0;
  made.history.range = async (channel, from, to, limit) => {
    const first = Math.max(0, Math.ceil((from - AT) / 60_000));
    const end = Math.min(count, Math.ceil((to - AT) / 60_000), first + limit);
    const page: Reading[] = [];
    for (let i = first; i < end; i++) page.push({ channel, at: AT + i * 60_000, value: i });
    taken += page.length;
    return page;
  };
  return { ...made, taken: () => taken };
}

const ALL = `from=${AT}&to=8000000000000`;

test("every reading as CSV or as lines of JSON, whatever their number", async () => {
  const { app } = await long(1_234, { chunk_readings: 100, raw_readings: 10 });
  const csv = await app.inject(`/api/series/solar.power?${ALL}&format=csv`);
  const lines = csv.body.split("\n");
  assert.deepEqual([csv.statusCode, lines.length, lines.at(-1)], [200, 1_236, ""]);
  assert.deepEqual(lines.slice(0, 2), ["time,channel,value", "2026-11-20T10:00:00.000Z,solar.power,0"]);
  assert.equal(lines.at(-2), `${new Date(AT + 1_233 * 60_000).toISOString()},solar.power,1233`);
  assert.equal(csv.headers["content-type"], "text/csv; charset=utf-8");
  assert.equal(csv.headers["content-disposition"], 'attachment; filename="solar.power.csv"');
  assert.equal(csv.headers["x-content-type-options"], "nosniff");

  const jsonl = await app.inject(`/api/series/solar.power?${ALL}&format=jsonl`);
  const rows = jsonl.body.trimEnd().split("\n");
  assert.equal(rows.length, 1_234);
  assert.deepEqual(JSON.parse(rows[7] ?? ""), { channel: "solar.power", at: AT + 7 * 60_000, value: 7, unit: "W" });

  const json = await app.inject(`/api/series/solar.power?${ALL}`);
  assert.deepEqual([json.statusCode, Problem.parse(json.json()).error], [400, "too_many_readings"]);
  assert.match(json.json().hint, /format=csv/);
});

for (const [accept, type] of [
  ["text/csv", "text/csv"],
  ["application/x-ndjson, */*;q=0.1", "application/jsonl"],
  ["application/jsonl; charset=utf-8", "application/jsonl"],
  ["application/json, text/csv", "application/json"],
  ["text/html,application/xhtml+xml,*/*;q=0.8", "application/json"],
  ["image/png", "application/json"],
] as const) {
  test(`Accept: ${accept}`, async () => {
    const { app } = await long(3);
    const answer = await app.inject({ url: `/api/series/solar.power?${ALL}`, headers: { accept } });
    assert.equal(String(answer.headers["content-type"]).split(";")[0], type);
  });
}

test("states are quoted, and a name cannot break out of the header", async () => {
  const { app, history } = await bench();
  const name = 'a"b\r\nx: y';
  history.units.set(name, null);
  history.readings.push({ channel: name, at: AT - HOUR, value: 'say "12"' });
  const answer = await app.inject(`/api/series/${encodeURIComponent(name)}?format=csv`);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers["content-disposition"], 'attachment; filename="a_b__x__y.csv"');
  assert.equal(answer.body, 'time,channel,value\n2026-11-20T09:00:00.000Z,"a""b x: y","say ""12"""\n');
});

test("HEAD reads nothing", async () => {
  const { app, taken } = await long(1_000);
  const answer = await app.inject({ method: "HEAD", url: `/api/series/solar.power?${ALL}&format=csv` });
  assert.deepEqual([answer.statusCode, answer.body, taken()], [200, "", 0]);
});

test("a slow client is waited for with little in memory, others are served meanwhile, and it is cut in the end", async () => {
  const { app, taken } = await long(10_000_000, { idle_ms: 1_000, chunk_readings: 1_000 });
  const port = await listen(app);
  let cut = false;
  app.server.once("connection", (socket) => socket.once("close", () => (cut = true)));
  const slow = new RawClient(port);
  try {
    slow.get(`/api/series/solar.power?${ALL}&format=csv`, port);
    await until("the download begins", () => slow.text.length > 0);
    slow.socket.pause();
    const before = taken();
    const other = await fetch(`http://127.0.0.1:${port}/api/state`);
    assert.equal(other.status, 200);
    // what the system's buffers and ours hold, not the 500 MB of the whole
    await until("it is cut", () => cut, 20_000);
    assert.ok(taken() - before < 1_000_000, `${taken() - before} readings were read for a client that takes none`);
  } finally {
    await slow.end();
    await app.close();
  }
});

test("a download that takes too long is cut", async () => {
  const { app } = await long(10_000_000, { download_ms: 200 });
  const port = await listen(app);
  const client = new RawClient(port);
  try {
    client.get(`/api/series/solar.power?${ALL}&format=csv`, port);
    await until("it is cut", () => client.closed);
    assert.doesNotMatch(client.text.slice(-10), /\r\n0\r\n/);
  } finally {
    await client.end();
    await app.close();
  }
});

test("a client that goes ends the reading, and more than a few downloads at once are refused", async () => {
  const { app, taken } = await long(10_000_000, { downloads: 1, chunk_readings: 1_000 });
  const port = await listen(app);
  const client = new RawClient(port);
  try {
    const url = `/api/series/solar.power?${ALL}&format=csv`;
    client.get(url, port);
    await until("the download begins", () => client.text.length > 0);
    client.socket.pause();
    const refused = await fetch(`http://127.0.0.1:${port}${url}`);
    assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "10"]);
    assert.equal(Problem.parse(await refused.json()).error, "too_many_downloads");
    await client.end();
    let again = 503;
    await until("there is room again", () => {
      if (again === 503) {
        again = 0;
        void fetch(`http://127.0.0.1:${port}/api/series/solar.power?from=${AT}&to=${AT + HOUR}&format=csv`).then(
          async (answer) => {
            await answer.text();
            again = answer.status;
          },
        );
      }
      return again === 200;
    });
    assert.ok(taken() < 2_000_000);
  } finally {
    await client.end();
    await app.close();
  }
});

test("a store that fails in the middle cuts the connection: a part is never taken for the whole", async () => {
  const { app, history } = await long(1_000_000, { chunk_readings: 100 });
  const { range } = history;
  history.range = (channel, from, to, limit) => {
    if (from > AT + 5_000 * 60_000) throw new Error("disk I/O error");
    return range(channel, from, to, limit);
  };
  const port = await listen(app);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/series/solar.power?${ALL}&format=csv`);
    assert.equal(answer.status, 200);
    await assert.rejects(answer.text());
  } finally {
    await app.close();
  }
});
