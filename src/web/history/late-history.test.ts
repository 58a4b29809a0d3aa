import assert from "node:assert/strict";
import { test } from "node:test";
import { StoreError } from "../../model/index.ts";
import { HttpProblem } from "../defence/problem.ts";
import { isStarting } from "../http/context.ts";
import { MemoryHistory } from "../testing/memory-history.ts";
import { lateHistory } from "./late-history.ts";

test("opened on demand, given up on failure, tried again a second later", async () => {
  let mono = 0;
  let opened = 0;
  let broken = true;
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const open = (): MemoryHistory => {
    opened++;
    if (broken) throw new Error("unable to open database file");
    return memory;
  };
  const history = lateHistory(open, () => mono);
  assert.equal(opened, 0);
  const problem = (error: unknown): boolean =>
    error instanceof HttpProblem && error.status === 503 && /unable to open database file/.test(error.message);
  await assert.rejects(history.unit("p"), problem);
  await assert.rejects(history.journal(5), problem);
  assert.equal(opened, 1);
  broken = false;
  mono = 1_000;
  assert.equal(await history.unit("p"), "W");
  assert.equal(opened, 2);
  memory.range = () => Promise.reject(ioError());
  await assert.rejects(history.range("p", 0, 1, 1), /disk I\/O error/);
  assert.equal(memory.closed, true);
});

test("whoever opens it may say why not yet, and is asked again at once", async () => {
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  let isUp = false;
  const history = lateHistory(
    () => {
      if (!isUp) throw isStarting();
      return memory;
    },
    () => 0,
  );
  await assert.rejects(history.unit("p"), (error) => error instanceof HttpProblem && error.error === "starting");
  isUp = true;
  assert.equal(await history.unit("p"), "W");
});

function ioError(): StoreError {
  return new StoreError({ code: "io", message: "disk I/O error", fatal: true });
}

test("damaged readings fail those who ask for them, and nobody else", async () => {
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const history = lateHistory(() => memory);
  memory.range = () =>
    Promise.reject(new StoreError({ code: "corrupt", message: "Readings of p from … are damaged", fatal: false }));
  await assert.rejects(
    history.range("p", 0, 1, 1),
    (error) => error instanceof HttpProblem && error.status === 503 && error.error === "damaged",
  );
  memory.changes = () => Promise.reject(new RangeError('"limit" must be a number'));
  await assert.rejects(history.changes("p", 0, 1, Number.NaN), RangeError);
  const gone = new HttpProblem(404, "unknown_channel", "No channel is called q", "");
  await assert.rejects(
    history.together(() => Promise.reject(gone)),
    gone,
  );
  assert.equal(memory.closed, false);
  assert.equal(await history.unit("p"), "W");
});

test("who fails beside others does not close what was opened anew meanwhile", async () => {
  let mono = 0;
  const opened: MemoryHistory[] = [];
  const failures: ((error: Error) => void)[] = [];
  const history = lateHistory(
    () => {
      const memory = new MemoryHistory();
      memory.units.set("p", "W");
      memory.range = () => new Promise((_resolve, reject) => failures.push(reject));
      opened.push(memory);
      return memory;
    },
    () => mono,
  );
  const asked = [history.range("p", 0, 1, 1), history.range("p", 0, 1, 1)];
  const [first, second] = failures;
  first?.(ioError());
  await assert.rejects(asked[0] ?? Promise.resolve(), /disk I\/O error/);
  mono = 1_000;
  assert.equal(await history.unit("p"), "W");
  second?.(ioError());
  await assert.rejects(asked[1] ?? Promise.resolve(), /disk I\/O error/);
  assert.deepEqual(
    opened.map(({ closed }) => closed),
    [true, false],
  );
});

test("what is not answered in time fails those who ask for it, and is asked again of the same history", async () => {
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const history = lateHistory(() => memory);
  memory.range = () => Promise.reject(new StoreError({ code: "busy", message: "Too much is asked", fatal: false }));
  await assert.rejects(
    history.range("p", 0, 1, 1),
    (error) => error instanceof HttpProblem && error.status === 503 && error.error === "busy",
  );
  assert.equal(memory.closed, false);
  assert.equal(await history.unit("p"), "W");
});
