import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE, type Reason, reason } from "../../model/index.ts";
import { Bout } from "./bout.ts";

const say = (count: number, channel: string): Reason => reason("readings_superseded", { count, channel });
const at = (mono: number) => ({ at: 0, mono });

test("what comes in a bout is shown from the next look on, and noted as one a minute after the last", () => {
  const bout = new Bout(say);
  assert.equal(bout.look(at(0)), undefined);
  for (const channel of ["sun", "wind"]) bout.add(channel);
  assert.deepEqual(bout.faults(), [], "whoever is told of it looks first");
  assert.equal(bout.look(at(1_000)), undefined);
  assert.deepEqual(bout.faults(), [say(2, "wind")]);
  bout.add("sun");
  assert.equal(bout.look(at(30_000)), undefined);
  assert.equal(bout.look(at(30_000 + MINUTE - 1)), undefined);
  assert.deepEqual(bout.look(at(30_000 + MINUTE)), say(3, "sun"));
  assert.deepEqual(bout.faults(), []);
  assert.equal(bout.look(at(HOUR)), undefined, "told once");
});

test("the next one is counted anew; since the start all are", () => {
  const bout = new Bout(say);
  bout.add("sun");
  bout.look(at(0));
  bout.look(at(MINUTE));
  bout.add("wind");
  bout.look(at(2 * MINUTE));
  assert.deepEqual(bout.look(at(3 * MINUTE)), say(1, "wind"));
  assert.equal(bout.total, 2);
});

test("one without end is noted an hour after it began", () => {
  const bout = new Bout(say);
  const noted: [mono: number, count: unknown][] = [];
  for (let mono = 0; mono < 2 * HOUR; mono += MINUTE / 2) {
    bout.add("sun");
    const note = bout.look(at(mono));
    if (note) noted.push([mono, note.values?.count]);
  }
  assert.deepEqual(noted, [[HOUR, 121]]);
});
