import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Companionship, HOUR, inEnglish, MINUTE, type Reason, reason } from "../../model/index.ts";
import type { BoardWatchdog } from "../../pins/watchdog.ts";
import { Watchdog } from "./index.ts";

/** A watchdog that says when it was fed. */
class Board implements BoardWatchdog {
  timeout_s = 15;
  canStop = true;
  fed = 0;
  ended: "stopped" | null = null;
  refusal: Error | undefined;

  feed(): void {
    if (this.refusal) throw this.refusal;
    this.fed += 1;
  }

  stop(): void {
    this.ended = "stopped";
  }
}

function setup() {
  const board = new Board();
  const notes: string[] = [];
  const it = { board, notes, refusal: undefined as string | undefined, opened: 0 };
  const watchdog = new Watchdog({
    path: "/dev/watchdog",
    open: (path, timeout_s) => {
      assert.deepEqual([path, timeout_s], ["/dev/watchdog", 15]);
      it.opened += 1;
      if (it.refusal) throw Object.assign(new Error(`${it.refusal}: words of the system`), { code: it.refusal });
      return board;
    },
  });
  const house: Companionship = { command: () => false, note: (_kind, why) => notes.push(inEnglish(why)) };
  const cycle = (mono: number, ...faults: Reason[]) => watchdog.shown({ now: { at: mono, mono }, faults });
  const trouble = () => {
    const why = watchdog.trouble();
    return why && inEnglish(why);
  };
  return Object.assign(it, { watchdog, cycle, trouble, start: () => watchdog.start(house) });
}

describe("the watchdog", () => {
  test("is started by the first cycle, told once, and fed by each cycle that follows, once a second at most", () => {
    const it = setup();
    it.start();
    assert.equal(it.opened, 0);
    it.cycle(0);
    assert.deepEqual([it.opened, it.board.fed], [1, 0]);
    for (let mono = 100; mono <= 10_000; mono += 100) it.cycle(mono);
    assert.deepEqual([it.opened, it.board.fed, it.trouble()], [1, 10, undefined]);
    assert.deepEqual(it.notes, ["The watchdog watches: if Gleaner hangs, the machine restarts after 15 s"]);
    it.watchdog.stop();
  });

  test("no cycle, no food: nothing feeds it by itself", async () => {
    const it = setup();
    it.start();
    it.cycle(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(it.board.fed, 0);
    it.watchdog.stop();
  });

  test("is stopped at a clean stop, and fed by nobody after that", () => {
    const it = setup();
    it.start();
    it.cycle(0);
    const listeners = process.listenerCount("exit");
    it.watchdog.stop();
    it.cycle(20_000);
    assert.deepEqual([it.board.ended, it.board.fed, it.opened], ["stopped", 0, 1]);
    assert.equal(process.listenerCount("exit"), listeners - 1);
  });

  test("is stopped when Gleaner ends by itself with an exit code", () => {
    const it = setup();
    const before = process.listeners("exit");
    it.start();
    it.cycle(0);
    const [atExit] = process.listeners("exit").filter((listener) => !before.includes(listener));
    atExit?.(70);
    assert.equal(it.board.ended, "stopped");
    it.watchdog.stop();
  });

  test("a disk that is full, read-only or slow has it fed; one that is dead after good hours does not", () => {
    const it = setup();
    it.start();
    it.cycle(0);
    const hangs = (age: number) => reason("store_hangs", { age });
    it.cycle(2 * HOUR, reason("store_failed", { problem: "disk full" }));
    it.cycle(2 * HOUR + MINUTE, hangs(4 * MINUTE));
    assert.deepEqual([it.board.fed, it.trouble()], [2, undefined]);
    it.cycle(2 * HOUR + 2 * MINUTE, hangs(5 * MINUTE));
    assert.equal(it.board.fed, 2);
    assert.match(it.trouble() ?? "", /^Nothing could be stored for 5:00: the watchdog restarts the machine, in 15 s/);
    it.cycle(2 * HOUR + 3 * MINUTE);
    assert.deepEqual([it.board.fed, it.trouble()], [3, undefined]);
    it.cycle(4 * HOUR, reason("mode_file_silent", { age: HOUR }));
    assert.equal(it.board.fed, 4, "another's silence is not the disk's");
    it.watchdog.stop();
  });

  test("a dead disk soon after the start starves nobody", () => {
    const it = setup();
    it.start();
    it.cycle(0);
    for (let mono = 1_000; mono < 3 * HOUR; mono += 10_000) it.cycle(mono, reason("store_hangs", { age: mono }));
    assert.equal(it.board.fed, 1_080);
    it.watchdog.stop();
  });

  test("one that cannot be had is told with what to do, and asked for again every ten seconds", () => {
    const cases: [string, RegExp][] = [
      ["ENOENT", /no watchdog at \/dev\/watchdog: on a Raspberry Pi add dtparam=watchdog=on/],
      ["EACCES", /No permission .* group watchdog/],
      ["EBUSY", /in use, most often by systemd/],
      ["ENOTTY", /is no watchdog: name one/],
      ["EIO", /cannot be used: EIO: words of the system/],
    ];
    for (const [code, words] of cases) {
      const it = setup();
      it.refusal = code;
      it.start();
      for (let mono = 0; mono < 30_000; mono += 1_000) it.cycle(mono);
      assert.equal(it.opened, 3);
      assert.match(it.trouble() ?? "", words);
      assert.equal(it.notes.length, 1);
      assert.match(it.notes[0] ?? "", words);
      it.refusal = undefined;
      it.cycle(30_000);
      assert.deepEqual([it.trouble(), it.notes.length], [undefined, 2]);
      it.watchdog.stop();
    }
  });

  test("one that bites too soon is stopped and told", () => {
    const it = setup();
    it.board.timeout_s = 4;
    it.start();
    it.cycle(0);
    assert.equal(it.board.ended, "stopped");
    assert.match(it.trouble() ?? "", /leaves no more than 4 s: that is too little/);
    it.board.timeout_s = 5;
    it.cycle(10_000);
    assert.deepEqual([it.opened, it.trouble()], [2, undefined]);
    it.watchdog.stop();
  });

  test("one that nothing can stop is told as that", () => {
    const it = setup();
    it.board.canStop = false;
    it.start();
    it.cycle(0);
    assert.match(
      it.notes[0] ?? "",
      /lets nobody stop it: .* or is stopped for longer, the machine restarts after 15 s/,
    );
    it.watchdog.stop();
  });

  test("one that is pulled out is let go, told, and taken again", () => {
    const it = setup();
    it.start();
    it.cycle(0);
    it.board.refusal = Object.assign(new Error("ENODEV"), { code: "ENODEV" });
    it.cycle(10_000);
    assert.match(it.trouble() ?? "", /There is no watchdog/);
    it.board.refusal = undefined;
    it.cycle(21_000);
    it.cycle(22_000);
    assert.deepEqual([it.opened, it.board.fed, it.trouble()], [2, 1, undefined]);
    it.watchdog.stop();
  });
});
