import assert from "node:assert/strict";
import { test } from "node:test";
import { type Doubt, MINUTE, type Unit } from "../model/index.ts";
import { Refused } from "./refused.ts";

const at = (mono: number) => ({ at: 0, mono });
const reading = (channel: string, doubt: Doubt = "outside", unit: Unit = "V") => ({ channel, value: 600, unit, doubt });

test("each doubt has its sentence, with the value in its unit and the name that it is kept by", () => {
  const refused = new Refused();
  refused.add(reading("a", "outside"));
  refused.add(reading("b", "fault_value", ""));
  refused.add(reading("c", "too_fast", null));
  refused.look(at(0));
  const values = (channel: string, value: string) => ({ channel, value, count: 1, apart: `${channel}.refused` });
  assert.deepEqual(refused.faults(), [
    { code: "reading_outside", values: values("a", "600 V") },
    { code: "reading_fault_value", values: values("b", "600") },
    { code: "reading_too_fast", values: values("c", "600") },
  ]);
});

test("three channels are shown at once; all are counted, noted when it is over, and then forgotten", () => {
  const refused = new Refused();
  for (const channel of ["a", "b", "c", "d", "a"]) refused.add(reading(channel));
  assert.equal(refused.total, 5);
  assert.deepEqual(refused.look(at(0)), []);
  const channels = (): unknown[] => refused.faults().map(({ values }) => [values?.channel, values?.count]);
  assert.deepEqual(channels(), [
    ["a", 2],
    ["b", 1],
    ["c", 1],
  ]);
  refused.add(reading("d"));
  assert.deepEqual(refused.look(at(MINUTE - 1)), []);
  assert.deepEqual(
    refused.look(at(MINUTE)).map(({ values }) => [values?.channel, values?.count]),
    [
      ["a", 2],
      ["b", 1],
      ["c", 1],
    ],
  );
  assert.deepEqual(channels(), [["d", 2]]);
  refused.add(reading("a"));
  refused.look(at(MINUTE + 1));
  assert.deepEqual(channels(), [
    ["d", 2],
    ["a", 1],
  ]);
  assert.equal(refused.total, 7);
});
