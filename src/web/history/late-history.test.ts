import assert from "node:assert/strict";
import { test } from "node:test";
import { StoreError } from "../../model/index.ts";
import { HttpProblem } from "../http/problem.ts";
import { MemoryHistory } from "../testing/memory-history.ts";
import { lateHistory } from "./late-history.ts";

test("opened on demand, given up on failure, tried again a second later", () => {
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
  assert.throws(() => history.unit("p"), problem);
  assert.throws(() => history.journal(5), problem);
  assert.equal(opened, 1);
  broken = false;
  mono = 1_000;
  assert.equal(history.unit("p"), "W");
  assert.equal(opened, 2);
  memory.range = () => {
    throw new Error("disk I/O error");
  };
  assert.throws(() => history.range("p", 0, 1, 1), /disk I\/O error/);
  assert.equal(memory.closed, true);
});

test("damaged readings fail those who ask for them, and nobody else", () => {
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const history = lateHistory(() => memory);
  memory.range = () => {
    throw new StoreError({ code: "corrupt", message: "Readings of p from … are damaged", fatal: false });
  };
  assert.throws(
    () => history.range("p", 0, 1, 1),
    (error) => error instanceof HttpProblem && error.status === 503 && error.error === "damaged",
  );
  memory.changes = () => {
    throw new RangeError('"limit" must be a number');
  };
  assert.throws(() => history.changes("p", 0, 1, Number.NaN), RangeError);
  assert.equal(memory.closed, false);
  assert.equal(history.unit("p"), "W");
});
