import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { HandsHere } from "../hands/testing/here.ts";
import type { Companionship, Guest, GuestEvents, Hands } from "../model/index.ts";
import { HostedModeFile, type ToModeFile } from "./hosted-mode-file.ts";
import { Bench, problemWords } from "./testing/bench.ts";

async function until(what: string, isSo: () => boolean): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error(`waited in vain: ${what}`);
    await wait(10);
  }
}

/** Hands whose guests the test plays. */
class GuestBook implements Pick<Hands, "invite"> {
  readonly events: GuestEvents[] = [];
  readonly told: ToModeFile["do"][] = [];

  invite(_entry: URL, _setup: unknown, events: GuestEvents): Guest {
    this.events.push(events);
    return { tell: (message) => this.told.push((message as ToModeFile).do), end: () => undefined };
  }
}

describe("the mode file with the hands", () => {
  let folder = "";
  let commands: string[] = [];
  let notes: string[] = [];
  const house: Companionship = {
    command: ({ relay, mode }) => {
      commands.push(`${relay} ${mode}`);
      return true;
    },
    note: (_kind, { values }) => notes.push(problemWords(values?.problem)),
  };
  const read = (name: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(folder, name), "utf8"));
    } catch {
      return undefined;
    }
  };
  const files = (hands: Pick<Hands, "invite">): HostedModeFile => {
    const paths = { modes: join(folder, "modes.json"), states: join(folder, "states.json") };
    return new HostedModeFile({ ...paths, relays: new Map([[1, "boiler"]]) }, hands);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gleaner-modes-"));
    commands = [];
    notes = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is written, read, and told of in the journal as ever", async () => {
    const file = files(new HandsHere());
    file.start(house, Bench.house(1, 1));
    const show = (...modes: Parameters<typeof Bench.house>): void => file.shown({ relays: Bench.house(...modes) });
    show(1, 1);
    await until("both are written", () => read("modes.json") !== undefined && read("states.json") !== undefined);
    writeFileSync(join(folder, "modes.json"), '{"1":3}');
    await until("somebody's wish", () => commands.length > 0);
    assert.deepEqual(commands, ["boiler on"]);
    writeFileSync(join(folder, "modes.json"), "[]");
    await until("a refusal", () => notes.length > 0);
    // what is shown while the first is being written is not lost
    for (const mode of [0, 3, 0] as const) show(mode, 2);
    await file.stop();
    assert.deepEqual(read("modes.json"), { 1: 0, 2: 2, 8: 1 });
    assert.equal(file.trouble(), undefined);
  });

  test("what is wrong with the files stands until it is said to be over", async () => {
    const book = new GuestBook();
    const file = files(book);
    file.start(house, []);
    file.shown({ relays: Bench.house(1, 1) });
    const trouble = { code: "mode_file_refused", values: { problem: "a folder" } };
    book.events[0]?.said({ did: "show", trouble });
    assert.deepEqual(file.trouble(), trouble);
    book.events[0]?.said({ did: "show" });
    assert.equal(file.trouble(), undefined);
    await file.stop();
  });

  test("is told when it does not answer, and does not hold the stop", async () => {
    const book = new GuestBook();
    const file = files(book);
    file.start(house, []);
    for (let n = 0; n < 3; n++) file.shown({ relays: Bench.house(1, n as 0 | 1 | 2) });
    assert.deepEqual(book.told, ["show"], "nothing queues up before it");
    assert.equal(file.trouble(), undefined);
    await wait(2_050);
    assert.equal(file.trouble()?.code, "mode_file_silent");
    const began = performance.now();
    await file.stop();
    assert.ok(performance.now() - began < 1_500);
  });

  test("is begun anew when its thread or the hands are gone", async () => {
    const book = new GuestBook();
    const file = files(book);
    file.start(house, []);
    book.events[0]?.left("it was ended");
    assert.equal(file.trouble(), undefined);
    await until("it is begun anew", () => book.events.length === 2);
    file.shown({ relays: Bench.house(1, 1) });
    assert.deepEqual(book.told, ["show"]);
    const stopping = file.stop();
    book.events[1]?.left("it was ended");
    await stopping;
  });
});
