import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess } from "../src/hands/index.ts";
import { NO_NAMES } from "../src/model/display-names.ts";
import type { PaintingLimits, Pictures } from "../src/model/index.ts";
import { openPictures } from "../src/pictures/index.ts";
import { PAINT_FLAGS, PAINT_PROCESS } from "../src/pictures/painter.ts";
import { boxesOf, sizeOf } from "../src/pictures/testing/specs.ts";
import { Problem } from "../src/web/api.ts";
import type { Bench } from "../src/web/testing/fakes.ts";
import { twoDays } from "../src/web/testing/two-days.ts";
import { namingOf } from "../src/words/naming.ts";

/** Graphs from the history to the picture: the server collects, the pictures' room draws and paints. */

type More = Parameters<typeof twoDays>[0];

async function drawn(more: More = {}): Promise<Bench & AsyncDisposable> {
  const loadPictures = async (limits: PaintingLimits): Promise<Pictures> =>
    openPictures(limits, (events) => inProcess(PAINT_PROCESS, PAINT_FLAGS, events));
  return twoDays({ naming: namingOf(NO_NAMES), ...more, loadPictures });
}

async function wordsOf(made: Bench, picture: string): Promise<string> {
  const answer = await made.app.inject(`/graph/${picture}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return boxesOf(answer.body)
    .map(({ words }) => words)
    .join(" | ");
}

test("a PNG of the asked size", async () => {
  await using made = await drawn();
  const answer = await made.app.inject("/graph/solar.power.png?width=400&height=150&theme=dark");
  assert.equal(answer.headers["content-type"], "image/png");
  assert.deepEqual(sizeOf(answer.rawPayload), { width: 400, height: 150 });
});

test("an SVG in the site's language, or the asked one, also by alias", async () => {
  await using made = await drawn();
  assert.match(await wordsOf(made, "solar.power.svg"), /Solar power \| solar\.power \| 24 hours \| Minimum/);
  assert.match(await wordsOf(made, "CS.svg?lang=de&span=1w"), /Laderegler \| charger\.state \| 1 Woche/);
});

test("each kind of channel has figures of its own", async () => {
  await using made = await drawn();
  assert.match(await wordsOf(made, "charger.state.svg"), /off \| 8\u202fh\u202f00 \| bulk \| 16\u202fh\u202f00/);
  assert.match(
    await wordsOf(made, "relay.boiler.svg"),
    /On \| 7\u202fh\u202f00 \(29%\) \| Starts \| 2 \| Last \| on \| as of 20 Nov 2026, 11:00$/,
  );
  assert.match(await wordsOf(made, "meter.energy.svg"), /Total \| 24\u202fkWh \| each hour/);
});

test("a channel that never spoke has a picture that says so", async () => {
  await using made = await drawn();
  const never = await wordsOf(made, "battery.soc.svg?lang=fr");
  assert.match(never, /Aucune donnée sur cette période/);
  assert.doesNotMatch(never, /dernière/);
});

test("too many at once are told when to come back; SVG needs no painter", async () => {
  await using made = await drawn({ limits: { picture_queue: 1 } });
  const answers = await Promise.all(
    ["?width=300", "?width=301"].map((query) => made.app.inject(`/graph/solar.power.png${query}`)),
  );
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 503]);
  const refused = answers.find(({ statusCode }) => statusCode === 503);
  const { error, message } = Problem.parse(refused?.json());
  assert.deepEqual([error, message], ["busy", "Too many pictures wait to be painted"]);
  assert.equal((await made.app.inject("/graph/solar.power.svg?width=302")).statusCode, 200);
});

test("a painter without time fails the picture in words", async () => {
  await using made = await drawn({ limits: { picture_ms: 1 } });
  const answer = await made.app.inject("/graph/solar.power.png");
  const { error, message } = Problem.parse(answer.json());
  assert.deepEqual([answer.statusCode, error, message], [503, "unpainted", "The picture took too long to paint"]);
});
