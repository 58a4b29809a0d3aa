import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { until } from "../../../test/support/until.ts";
import { StoreError } from "../../model/index.ts";
import { openStore } from "../index.ts";
import { tempFolder } from "../testing/child.ts";
import { storeConformance } from "../testing/conformance.ts";
import { numbered } from "../testing/numbered.ts";
import type { OpenStore } from "../testing/opened.ts";
import { HistoryThread, type ReaderLimits, type RemoteHistory } from "./remote.ts";

async function open(folder: string): Promise<OpenStore<RemoteHistory>> {
  const store = await openStore({ folder });
  const thread = new HistoryThread(folder);
  const history = thread.open();
  return {
    store,
    history: {
      ...history,
      close: () => {
        history.close();
        void thread.end();
      },
    },
  };
}

storeConformance("the history in a thread of its own", open);

/**
 * A thread that does what its questions say. `unit` of a channel: answered with "W" after as many ms as the channel says,
 * or as the word says. Moments are held so many ms later as "hold" was last told. All others are answered at once, with what has been asked
 * since it was started.
 */
const THREAD = `
import { parentPort as port } from "node:worker_threads";
const asked = [];
let hold_ms = 0;
port.on("message", ({ do: act, number, what, asked: words = [] }) => {
  const answer = (answer) => port.postMessage({ did: "answer", number, answer });
  if (act === "hold") {
    asked.push("hold");
    return setTimeout(() => port.postMessage({ did: "held", number }), hold_ms);
  }
  if (act !== "ask") return asked.push(act);
  if (what !== "unit") return answer([...asked, what]);
  const [channel] = words;
  asked.push(channel);
  if (channel === "die") process.exit(3);
  if (channel === "fill") for (const all = []; ; ) all.push({ all: [...all] });
  while (channel === "spin");
  if (channel.startsWith("hold ")) hold_ms = Number(channel.slice(5));
  setTimeout(answer, Number(channel) || 0, "W");
});
`;

class Bench implements AsyncDisposable {
  readonly #folder = tempFolder();
  readonly told: string[] = [];
  readonly reader: HistoryThread;
  readonly history: RemoteHistory;

  constructor(limits: Partial<ReaderLimits>) {
    const file = join(this.#folder.path, "thread.mjs");
    writeFileSync(file, THREAD);
    const onTrouble = (problem: string): number => this.told.push(problem);
    this.reader = new HistoryThread(this.#folder.path, { entry: new URL(`file://${file}`), onTrouble, ...limits });
    this.history = this.reader.open();
  }

  /** What the thread has been asked since it was started. */
  async asked(): Promise<unknown> {
    const asked: unknown = await this.history.gaps(0, 1);
    return asked;
  }

  /** Asks until it is answered. */
  async answered(): Promise<unknown> {
    for (;;) {
      try {
        return await this.asked();
      } catch (error) {
        assert.ok(error instanceof StoreError);
        await new Promise(setImmediate);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reader.end();
    this.#folder[Symbol.dispose]();
  }
}

const isBusy = (words: RegExp) => (error: unknown) =>
  error instanceof StoreError && error.code === "busy" && words.test(error.message);

describe("a thread that reads the history", () => {
  test("is there once somebody asks, and goes when nobody does", async () => {
    await using bench = new Bench({ idle_ms: 50 });
    bench.history.close();
    assert.equal(bench.reader.running, false);
    assert.equal(await bench.history.unit("100"), "W", "it does not go before it has answered");
    assert.equal(bench.reader.running, true);
    await until("it is gone", () => !bench.reader.running);
    assert.deepEqual(await bench.asked(), ["gaps"], "another one");
    assert.deepEqual(bench.told, []);
  });

  test("cannot be started: each question is refused at once, and none waits behind another", async () => {
    using folder = tempFolder();
    const told: string[] = [];
    const onTrouble = (problem: string): number => told.push(problem);
    // Node throws, as it does where the system has no room for a thread
    const reader = new HistoryThread(folder.path, { entry: new URL("https://localhost/thread.js"), onTrouble });
    const history = reader.open();
    const began = performance.now();
    for (let n = 1; n <= 3; n++) {
      await assert.rejects(history.unit("0"), { name: "StoreError" });
      assert.equal(told.length, n);
    }
    assert.ok(performance.now() - began < 1_000);
    await reader.end();
  });

  test("does not go while a moment is held", async () => {
    await using bench = new Bench({ idle_ms: 20 });
    await bench.history.together(async (moment) => {
      await wait(100);
      assert.deepEqual(await moment.gaps(0, 1), ["hold", "gaps"]);
    });
  });

  test("owes an answer for too long: it is told, nobody waits for it, and the others are refused at once", async () => {
    await using bench = new Bench({ answer_ms: 200 });
    const late = bench.history.unit("700");
    const waiting = bench.history.unit("0");
    const words = /has not answered for 0 s: look at the disk/;
    await assert.rejects(late, isBusy(words));
    await assert.rejects(waiting, isBusy(words));
    const began = performance.now();
    await assert.rejects(bench.asked(), isBusy(words));
    assert.ok(performance.now() - began < 100);
    assert.equal(bench.told.length, 1);
    assert.match(bench.told[0] ?? "", words);
    assert.deepEqual(await bench.answered(), ["700", "gaps"], "it answered, all is well, and nobody asked for nothing");
  });

  test("lets go of a moment that comes too late", async () => {
    for (const [hold, beside, why] of [
      ["hold 2500", [], /has not answered/],
      ["hold 1000", ["1000"], /still busy/],
    ] as const) {
      await using bench = new Bench({ answer_ms: 1_500 });
      await bench.history.unit(hold);
      const others = beside.map((ms) => bench.history.unit(ms));
      const late = bench.history.together(() => assert.fail("nobody waits for it any more"));
      await assert.rejects(late, isBusy(why));
      await Promise.all(others);
      assert.deepEqual(await bench.answered(), [hold, ...beside, "hold", "release", "gaps"]);
    }
  });

  test("hangs: it is ended, told, and another one takes its place", async () => {
    await using bench = new Bench({ answer_ms: 1_500, ended_ms: 1_700 });
    await assert.rejects(bench.history.unit("spin"), isBusy(/has not answered/));
    assert.deepEqual(await bench.answered(), ["gaps"]);
    assert.equal(bench.told.length, 3);
    assert.match(
      bench.told.join("\n"),
      /not answered.*\n.*is ended, as it does not answer\n.*died \(it ended with 1\)/,
    );
  });

  test("dies: whoever waits is told, and the next question starts another one", async () => {
    await using bench = new Bench({});
    const dying = bench.history.unit("die");
    const waiting = bench.asked();
    await assert.rejects(dying, /died \(it ended with 3\): ask again/);
    await assert.rejects(waiting, /died \(it ended with 3\): ask again/);
    assert.deepEqual(await bench.asked(), ["gaps"]);
    assert.deepEqual(bench.told, [
      "The thread that reads the history died (it ended with 3): the next question starts another one",
    ]);
    const moment = bench.history.together(async (moment) => {
      await assert.rejects(moment.unit("die"), /died/);
      return await moment.gaps(0, 1);
    });
    await assert.rejects(moment, /ask again/, "the moment died with it");
  });

  test("takes no more memory than it may", async () => {
    await using bench = new Bench({});
    await assert.rejects(bench.history.unit("fill"), /died \(.*memory.*\): ask again/);
    assert.deepEqual(await bench.asked(), ["gaps"]);
  });

  test("works on one question at a time; so many wait for it, and for so long", async () => {
    await using bench = new Bench({ waiting: 3, answer_ms: 1_500 });
    await bench.asked();
    const first = bench.history.unit("1000");
    const waiting = [bench.history.unit("1000"), bench.asked(), bench.asked()];
    await assert.rejects(bench.asked(), isBusy(/Too much is asked/));
    const late = Promise.all(waiting.map((wait) => assert.rejects(wait, isBusy(/still busy with what was asked/))));
    assert.equal(await first, "W");
    await late;
    const asked = await bench.asked();
    assert.deepEqual(asked, ["1000", "1000", "gaps"], "what nobody waits for is not begun");
    assert.deepEqual(bench.told, [], "it was at work, and does not hang");
  });

  test("answers those who hold a moment first", async () => {
    await using bench = new Bench({});
    const other = Promise.withResolvers<unknown>();
    const answers = await bench.history.together(async (moment) => {
      other.resolve(bench.history.latestOf([]));
      return [await moment.unit("0"), await moment.gaps(0, 1)];
    });
    assert.deepEqual(answers, ["W", ["hold", "0", "gaps"]]);
    assert.deepEqual(await other.promise, ["hold", "0", "release", "latestOf"]);
  });

  test("tells the errors of the store and of a wrong question as they are", async () => {
    using folder = tempFolder();
    const reader = new HistoryThread(folder.path);
    const history = reader.open();
    await assert.rejects(history.channels(), (error) => error instanceof StoreError && /no data/.test(error.message));
    const store = await openStore({ folder: folder.path });
    await store.commit(numbered(0));
    await assert.rejects(history.range("pv", 0, 1, -1), RangeError);
    await assert.rejects(
      history.together(() => Promise.reject(new Error("of whoever asks"))),
      /of whoever asks/,
    );
    assert.ok((await history.channels()).length > 0, "what was held is let go");
    await reader.end();
    await store.close();
  });
});
