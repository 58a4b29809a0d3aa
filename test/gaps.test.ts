import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { pastOf } from "../src/commands/run/past.ts";
import { Recorder } from "../src/house/record/recorder.ts";
import { HOUR, MINUTE } from "../src/model/index.ts";
import { HandClock } from "../src/model/testing/hand-clock.ts";
import { openHistory, openStore } from "../src/store/index.ts";

/** The ledger of what was not recorded, over several runs on one history. */

const T = Date.UTC(2026, 5, 15, 10);

interface Run {
  /** When it starts and ends, ms after T. */
  readonly from: number;
  readonly to: number;
  /** When the wind meter speaks; the sun's does all the time. */
  readonly wind: (ms: number) => boolean;
  readonly clean: boolean;
}

async function live(folder: string, { from, to, wind, clean }: Run): Promise<void> {
  const store = await openStore({ folder });
  const clock = Object.assign(new HandClock(T), { mono: from });
  const record = new Recorder({
    store,
    clock,
    commit_every_ms: 10_000,
    time_zone: "Europe/Paris",
    past: pastOf(folder),
    staleAfter: () => 10_000,
    memory: () => ({}),
    onFatal: (error) => assert.fail(error),
  });
  for (const channel of ["sun", "wind"]) record.describe(channel, "W");
  for (let ms = from; ms < to; ms += 1_000) {
    const now = clock.now();
    record.look(now);
    const speaking = wind(ms) ? ["sun", "wind"] : ["sun"];
    record.readings(
      speaking.map((channel) => ({ channel, at: now.at, value: 1 })),
      now,
    );
    await clock.pass(1_000);
    // the disk keeps up with virtual time
    while (store.health().is_writing) await turn();
  }
  // without a stop, what was committed is all there is, as after kill -9
  if (clean) await record.stop();
  await store.close();
}

test("stops, crashes and silences are each told once, from the last reading to the next", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-gaps-"));
  try {
    // the wind meter falls silent after a minute; the first run dies, the second stops cleanly before it speaks again
    await live(folder, { from: 0, to: 5 * MINUTE, wind: (ms) => ms < MINUTE, clean: false });
    await live(folder, { from: HOUR, to: HOUR + MINUTE, wind: () => false, clean: true });
    const third = (ms: number): boolean => ms >= 2 * HOUR + MINUTE;
    await live(folder, { from: 2 * HOUR, to: 2 * HOUR + 2 * MINUTE, wind: third, clean: true });
    await live(folder, { from: 2 * HOUR + 2 * MINUTE, to: 2 * HOUR + 3 * MINUTE, wind: () => true, clean: true });
    const history = openHistory(folder);
    const gaps = (await history.gaps(0, 8e15)).map(({ channel = "all", since, until, why }) => [
      channel,
      since - T,
      until - T,
      why,
    ]);
    history.close();
    const [first] = gaps.filter(([, , until]) => until === HOUR);
    const died = Number(first?.[1]);
    assert(died > 5 * MINUTE - 12_000 && died < 5 * MINUTE, `the last commit of the first run, ${died}`);
    assert.deepEqual(gaps, [
      ["wind", MINUTE - 1_000, 2 * HOUR + MINUTE, "silent"],
      ["all", died, HOUR, "stopped"],
      ["all", HOUR + MINUTE - 1_000, 2 * HOUR, "stopped"],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
