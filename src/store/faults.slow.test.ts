import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Fault, NO_ANSWER, type Outcome } from "./testing/faulted.ts";
import { buildPreload, CALLS, ERRORS, Faults, memoryFolder } from "./testing/preload.ts";

/**
 * A run of the writer (it makes the database, commits, seals, checkpoints and closes) again and again: at its first call
 * on a file, at its second, at its third … the disk fails. Whatever is said then, what was acknowledged is there at the
 * next start, nothing is there in part, and that start takes more.
 */

const NEVER = 1_000_000;
/** Longer than the writer tries a batch: some batches are given up. */
const A_WHILE = 5;
/** The same where each failing write is followed by a try to write something else. */
const TWICE_A_WHILE = 16;

describe("a disk that fails at one call", () => {
  const folder = memoryFolder();
  const control = join(folder.path, "faults");
  const faults = new Faults(control);
  let library = "";

  before(() => {
    library = buildPreload("faults", folder.path);
  });

  after(() => {
    faults[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  function run(list: readonly Fault[]): Outcome[] {
    const program = fileURLToPath(new URL("./testing/faulted.ts", import.meta.url));
    const ran = spawnSync(process.execPath, [program, folder.path, control, JSON.stringify(list)], {
      encoding: "utf8",
      env: { ...process.env, LD_PRELOAD: library, FAULTS: control },
      maxBuffer: 16 * 1024 * 1024,
    });
    assert.equal(ran.status, 0, ran.stderr);
    const lines = ran.stdout.trim().split("\n");
    return lines.map((line) => JSON.parse(line));
  }

  /** One run for each call of these kinds that a sound run makes, or for each `every`th; `times` calls fail. */
  function atEach(calls: number, error: number, every = 1, times = 1): Outcome[] {
    const [sound] = run([{ calls, error, at: NEVER, times }]);
    assert.deepEqual([sound?.how, sound?.told, sound?.wrong], ["recovered", [], null]);
    const count = Math.ceil((sound?.seen ?? 0) / every);
    assert.ok(count > 3, `only ${count} calls`);
    const outcomes = run(Array.from({ length: count }, (_, i) => ({ calls, error, at: i * every, times })));
    assert.equal(outcomes.length, count);
    for (const { fault, failed, how, wrong, told } of outcomes) {
      const words = `call ${fault.at}: ${how} after ${told.join(", ")}`;
      assert.equal(wrong, null, `${words}: ${wrong}`);
      assert.ok(failed > 0, words);
    }
    return outcomes;
  }

  function told(outcomes: readonly Outcome[]): Set<string> {
    return new Set(outcomes.flatMap((outcome) => outcome.told));
  }

  function assertTold(outcomes: readonly Outcome[]): void {
    for (const { fault, told: words } of outcomes)
      assert.ok(words.length > 0, `call ${fault.at} failed without a word`);
  }

  it("an input/output error of a write ends it for good", () => {
    const outcomes = atEach(CALLS.writes, ERRORS.EIO);
    assertTold(outcomes);
    // the index of the log is memory that happens to have a file: SQLite makes it anew
    const passed = outcomes.filter(({ how }) => how === "recovered");
    assert.ok(passed.length < 3 && outcomes.length > 250, `${passed.length} of ${outcomes.length} went on`);
  });

  it("a disk that is full at one write: it goes on, each time", () => {
    const outcomes = atEach(CALLS.writes, ERRORS.ENOSPC, 2);
    assertTold(outcomes);
    assert.deepEqual(told(outcomes), new Set(["full"]));
    assert.ok(!outcomes.some(({ how }) => how === "ended"));
  });

  it("a disk that is full for a while: refuses meanwhile, and goes on", () => {
    const outcomes = atEach(CALLS.writes, ERRORS.ENOSPC, 5, A_WHILE);
    assert.deepEqual(told(outcomes), new Set(["full"]));
    assert.ok(outcomes.every(({ how, acknowledged }) => how === "refused" || acknowledged > 20));
    assert.ok(
      outcomes.some(({ acknowledged }) => acknowledged < 24),
      "some batches were given up",
    );
  });

  for (const [words, calls, error, code] of [
    ["a quota that is used up for a while", CALLS.writes, ERRORS.EDQUOT, "full"],
    ["a file system that is read-only for a while", CALLS.writes + CALLS.rights, ERRORS.EROFS, "readonly"],
  ] as const) {
    it(`${words}: the same, and not taken for a failing disk`, () => {
      const outcomes = atEach(calls, error, 5, TWICE_A_WHILE);
      const open = outcomes.filter(({ how }) => how !== "refused");
      const recovered = open.filter(({ how }) => how === "recovered").length;
      assert.ok(recovered > 0.9 * open.length, `${recovered} of ${open.length} recovered`);
      assert.ok(told(open).has(code), [...told(open)].join());
    });
  }

  it("a write that does only half: nobody notices", () => {
    const outcomes = atEach(CALLS.writes, ERRORS.SHORT, 5);
    assert.deepEqual(told(outcomes), new Set());
    assert.ok(outcomes.every(({ acknowledged }) => acknowledged === 24));
  });

  for (const error of ["EIO", "ENOSPC"] as const) {
    it(`a sync or a truncation that fails by ${error} ends it for good: nobody knows what the disk has`, () => {
      const outcomes = [...atEach(CALLS.syncs, ERRORS[error]), ...atEach(CALLS.truncations, ERRORS[error])];
      assertTold(outcomes);
      assert.deepEqual(told(outcomes), new Set(["io"]));
      assert.ok(!outcomes.some(({ how }) => how === "recovered"));
    });
  }

  it("a read that fails ends it for good, and is not taken for damage at the next start", () => {
    const outcomes = atEach(CALLS.reads, ERRORS.EIO);
    // a reader that fails while it takes note of what is new asks again, and all its answers are right
    const healed = outcomes.filter(({ how, told: words }) => how === "recovered" && words.length === 0);
    assert.ok(healed.length < 3, `${healed.length} of ${outcomes.length} without a word`);
    assertTold(outcomes.filter((outcome) => !healed.includes(outcome)));
    const passed = outcomes.filter((outcome) => outcome.how === "recovered" && !healed.includes(outcome));
    assert.ok(
      passed.every(({ told: words }) => words.join() === NO_ANSWER),
      "it was a reader's read",
    );
  });
});
