import assert from "node:assert/strict";
import { test } from "node:test";
import { PatientLines } from "./patient.ts";

/** A terminal that takes so many bytes and then nothing, until it is told to go on. */
class Terminal {
  room: number;
  text = "";
  isGone = false;

  constructor(room: number) {
    this.room = room;
  }

  take(bytes: Uint8Array): number | undefined {
    if (this.isGone) throw new Error("EIO");
    const part = bytes.subarray(0, this.room);
    if (part.length === 0) return undefined;
    this.room -= part.length;
    this.text += Buffer.from(part).toString("latin1");
    return part.length;
  }
}

test("lines wait for a terminal that stands still, and come whole and in order once it goes on", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const terminal = new Terminal(4);
  const lines = new PatientLines(terminal);
  lines.write("one\n");
  lines.write("two\n");
  terminal.room = 2;
  lines.write("three\n");
  assert.equal(terminal.text, "one\n", "what waits is not overtaken");
  t.mock.timers.tick(200);
  assert.equal(terminal.text, "one\ntw");
  terminal.room = 100;
  t.mock.timers.tick(200);
  assert.equal(terminal.text, "one\ntwo\nthree\n");
  lines.write("four\n");
  assert.equal(terminal.text, "one\ntwo\nthree\nfour\n", "without waiting");
});

test("what finds no room is counted, and said once there is", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const terminal = new Terminal(0);
  const lines = new PatientLines(terminal);
  for (let i = 0; i < 10; i += 1) lines.write(`${"x".repeat(9_999)}\n`);
  terminal.room = Number.POSITIVE_INFINITY;
  t.mock.timers.tick(200);
  assert.equal(terminal.text.length, 60_000 + "(4 lines are missing here: nobody took them)\n".length);
  assert.match(terminal.text, /x\n\(4 lines are missing here: nobody took them\)\n$/);
  lines.write("on\n");
  assert.match(terminal.text, /\non\n$/);
});

test("a terminal that is gone holds nothing back", () => {
  const terminal = new Terminal(100);
  const lines = new PatientLines(terminal);
  terminal.isGone = true;
  for (let i = 0; i < 100; i += 1) lines.write(`${"x".repeat(9_999)}\n`);
  terminal.isGone = false;
  lines.write("back\n");
  assert.equal(terminal.text, "back\n");
});

test("at the end a reader that is slow gets what waits, and one that stands still holds nothing up for long", () => {
  const slow = new Terminal(0);
  const lines = new PatientLines({
    take: (bytes) => {
      slow.room += 3;
      return slow.take(bytes);
    },
  });
  slow.room = -3;
  lines.write("the last words\n");
  lines.end();
  assert.equal(slow.text, "the last words\n");

  const stuck = new PatientLines(new Terminal(0));
  stuck.write("never read\n");
  const began = performance.now();
  stuck.end();
  assert.ok(performance.now() - began < 1_000);
});
