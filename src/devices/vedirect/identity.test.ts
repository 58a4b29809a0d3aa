import assert from "node:assert/strict";
import { test } from "node:test";
import { Identity } from "./identity.ts";
import { fieldsOf, MPPT_LINE } from "./testing/frames.ts";

function told(...lines: string[]): Identity {
  const identity = new Identity();
  for (const line of lines) identity.learn(new Map(fieldsOf(line)));
  return identity;
}

test("what a charger says of itself", () => {
  const identity = told(MPPT_LINE);
  assert.deepEqual(identity.facts(), {
    product: "SmartSolar MPPT 75/15",
    pid: "0xA053",
    firmware: "1.59",
    serial: "HQ2132QY2KR",
  });
  assert.equal(identity.kind, "mppt");
  assert.equal(identity.textOnly, false);
});

test("only one of two blocks may carry it, and another device may come", () => {
  const identity = told(MPPT_LINE, "H19 10, H20 1");
  assert.equal(identity.pid, 0xa053);
  identity.forget();
  assert.deepEqual([identity.pid, identity.kind, identity.facts()], [null, "other", {}]);
});

test("the longer version of the firmware is the better one", () => {
  assert.deepEqual(told("FW 0159, FWE 0208FF").facts(), { firmware: "2.08" });
  assert.deepEqual(told("FWE 0208FF").facts(), { firmware: "2.08" });
});

test("a model instead of a product id: BMV-600 and others", () => {
  assert.deepEqual(told("BMV 602S, FW 208").facts(), { product: "BMV-602S", firmware: "2.08" });
  assert.deepEqual(told("BMV SmartShunt 500A/50mV").facts(), { product: "SmartShunt 500A/50mV" });
  assert.deepEqual(told("BMV x702").facts(), { product: "x702" });
  assert.deepEqual(told("BMV 712, PID 0xA381").facts(), { product: "BMV-712 Smart", pid: "0xA381" }, "the id counts");
});

test("what nobody can print becomes a question mark", () => {
  const identity = new Identity();
  identity.learn(new Map([["SER#", "H\xe9\x07 1~"]]));
  assert.deepEqual(identity.facts(), { serial: "H?? 1~" });
});

test("BMV-600 and its sisters take no orders", () => {
  const cases: [string, boolean][] = [
    ["BMV 600S", true],
    ["BMV 602S", true],
    ["BMV 702", false],
    ["BMV 1602", false],
    ["BMV 60", false],
    ["V 1", false],
    ["PID 0x1FF, BMV 602S", false],
    ["PID 0x200", true],
    ["PID 0x202", true],
    ["PID 0x203", false],
  ];
  for (const [line, textOnly] of cases) assert.equal(told(line).textOnly, textOnly, line);
});

test("the oldest small chargers report the converter's current", () => {
  const cases: [string, boolean][] = [
    ["PID 0xA042, FW 114", true],
    ["PID 0xA043, FW 0112", true],
    ["PID 0xA042, FW 115", false],
    ["PID 0xA04C, FW 114", false],
    ["PID 0xA042, FW C114", false],
    ["PID 0xA042, FW 114C", false],
    ["PID 0xA042", false],
  ];
  for (const [line, expected] of cases) assert.equal(told(line).reportsConverterCurrent, expected, line);
});
