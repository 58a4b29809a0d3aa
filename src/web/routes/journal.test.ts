import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { reason, say, text } from "../../model/index.ts";
import { JournalLine, Problem } from "../api.ts";
import { AT, bench } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

const Lines = z.array(JournalLine);

test("the lines recorded last come first, 50 unless asked otherwise", async () => {
  const { app, history } = await bench();
  for (let i = 0; i < 60; i++) history.recorded.push({ at: AT + i, kind: "house", reason: reason("house_started") });
  const lines = Lines.parse((await app.inject("/api/journal")).json());
  assert.equal(lines.length, 50);
  assert.equal(lines[0]?.at, AT + 59);
  assert.equal(lines[0]?.reason, "Gleaner started");
  assert.equal(lines[0]?.id, 60);
  const older = Lines.parse((await app.inject("/api/journal?limit=3&before=11")).json());
  assert.deepEqual(
    older.map(({ id, at }) => [id, at]),
    [10, 9, 8].map((id) => [id, AT + id - 1]),
  );
});

test("page after page by id gives every line once, though all happened in one millisecond", async () => {
  const { app, history } = await bench();
  const words = Array.from({ length: 137 }, (_, i) => `line ${i}`);
  for (const each of words) history.recorded.push({ at: AT, kind: "house", reason: text(each) });
  const read: string[] = [];
  let before = "";
  for (let page = 0; page < 20; page++) {
    const lines = Lines.parse((await app.inject(`/api/journal?limit=10${before}`)).json());
    read.push(...lines.map((line) => line.reason));
    if (lines.length < 10) break;
    before = `&before=${lines.at(-1)?.id}`;
  }
  assert.deepEqual(read, words.toReversed());
});

test("a line carries relay, state, inputs, and the reader's language", async () => {
  const { app, history } = await bench();
  const inputs = [{ channel: "battery.soc", value: 40, unit: "%", at: AT, age_ms: 120 }];
  const refused = reason("min_off", { left: 372_000 }, text("Battery in float"));
  history.recorded.push({ at: AT, kind: "refused", relay: "boiler", on: true, reason: refused, inputs });
  const [line] = Lines.parse((await app.inject("/api/journal?lang=fr")).json());
  assert.deepEqual(line, {
    id: 1,
    at: AT,
    kind: "refused",
    relay: "boiler",
    on: true,
    reason: say(refused, "fr"),
    inputs: inputs.map((input) => ({ name: input.channel, ...input })),
  });
  assert.notEqual(line?.reason, say(refused, "en"));
});

test("a script's own reason comes in the reader's language", async () => {
  const { app, history } = await bench();
  const why = text({ en: "sun enough", fr: "assez de soleil" });
  history.recorded.push({ at: AT, kind: "switch", relay: "boiler", on: true, reason: why });
  for (const [language, words] of [
    ["en", "sun enough"],
    ["fr", "assez de soleil"],
    ["de", "sun enough"],
  ]) {
    const [line] = Lines.parse((await app.inject(`/api/journal?lang=${language}`)).json());
    assert.equal(line?.reason, words);
  }
});

test("searched by span, relay and kind, newest first", async () => {
  const { app, history } = await bench();
  const words = (lines: readonly JournalLine[]): string[] => lines.map(({ reason }) => reason);
  for (const [i, relay, kind] of [
    [1, "boiler", "switch"],
    // recorded later than it happened
    [0, "boiler", "switch"],
    [2, "pump", "switch"],
    [3, "boiler", "refused"],
    [4, "boiler", "switch"],
  ] as const) {
    history.recorded.push({ at: AT + i, kind, relay, reason: text(`${i}`) });
  }
  const ask = async (query: string): Promise<string[]> =>
    words(Lines.parse((await app.inject(`/api/journal?${query}`)).json()));
  assert.deepEqual(await ask("relay=boiler&kind=switch"), ["4", "1", "0"]);
  assert.deepEqual(await ask(`from=${AT + 1}&to=${AT + 4}`), ["3", "2", "1"]);
  assert.deepEqual(await ask(`to=${AT + 4}&relay=boiler&limit=2`), ["3", "1"]);
  assert.deepEqual(await ask("relay=nobody"), []);
});

test("a search does not go with before, and says what does", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/journal?before=5&relay=boiler");
  assert.equal(answer.statusCode, 400);
  assert.match(Problem.parse(answer.json()).hint, /as `to` of the next page/);
});

refused("/api/journal", [
  ["kind=switched", "kind: "],
  ["relay=", "relay: "],
  ["from=yesterday", "from: "],
  [`from=${AT}&to=${AT}`, "from: "],
  ["before=5&kind=switch", "before: "],
  ["limit=0", "limit: "],
  ["limit=501", "limit: "],
  ["limit=", "limit: "],
  ["limit=1e2", "limit: "],
  ["limit=5&limit=6", "limit: "],
  ["before=yesterday", "before: "],
  ["before=-1", "before: "],
  // an instant is no id
  ["before=1795168800000", "before: "],
  ["lang=", "lang: "],
  ["page=2", "query: "],
]);
