import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { reason, text } from "../../model/index.ts";
import { JournalLine, Problem } from "../api.ts";
import { AT, bench } from "../testing/fakes.ts";

const Lines = z.array(JournalLine);

test("newest first, 50 lines unless asked otherwise", async () => {
  const { app, history } = await bench();
  for (let i = 0; i < 60; i++) history.decisions.push({ at: AT + i, kind: "house", reason: reason("house_started") });
  const lines = Lines.parse((await app.inject("/api/journal")).json());
  assert.equal(lines.length, 50);
  assert.equal(lines[0]?.at, AT + 59);
  assert.equal(lines[0]?.reason, "Gleaner started");
  const older = Lines.parse((await app.inject(`/api/journal?limit=3&before=${AT + 10}`)).json());
  assert.deepEqual(
    older.map(({ at }) => at),
    [AT + 9, AT + 8, AT + 7],
  );
});

test("a line carries relay, state, inputs, and the reader's language", async () => {
  const { app, history } = await bench();
  const inputs = [{ channel: "battery.soc", value: 40, unit: "%", at: AT, age_ms: 120 }];
  const refused = reason("min_off", { left: 372_000 }, text("Battery in float"));
  history.decisions.push({ at: AT, kind: "refused", relay: "boiler", on: true, reason: refused, inputs });
  const [line] = Lines.parse((await app.inject("/api/journal?lang=fr")).json());
  assert.deepEqual(line, {
    at: AT,
    kind: "refused",
    relay: "boiler",
    on: true,
    reason: "Peut s'allumer dans 6:12 (repos minimal) – demandé : Battery in float",
    inputs,
  });
});

for (const [query, field] of [
  ["limit=0", "limit"],
  ["limit=501", "limit"],
  ["limit=", "limit"],
  ["limit=1e2", "limit"],
  ["limit=5&limit=6", "limit"],
  ["before=yesterday", "before"],
  ["lang=", "lang"],
  ["page=2", "query"],
] as const) {
  test(`refused: ?${query}`, async () => {
    const { app } = await bench();
    const answer = await app.inject(`/api/journal?${query}`);
    assert.equal(answer.statusCode, 400);
    assert.ok(Problem.parse(answer.json()).message.startsWith(`${field}: `), answer.body);
  });
}
