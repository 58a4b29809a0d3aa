import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, Contact } from "./contact.ts";

const DIN = { least_pulse_ms: 25, least_pause_ms: 25 };

/** A contact that is moved at these instants, in turn closed and opened. */
function moved(...at: number[]): Change[] {
  return at.map((mono, index) => ({ mono, closed: index % 2 === 0, sequence: index + 1 }));
}

const begun = (changes: Change[], now: number, closed = false) => new Contact(DIN, closed).take(changes, now).begun;

test("a pulse counts once it has lasted, at the instant when it began", () => {
  const contact = new Contact(DIN, false);
  assert.deepEqual(contact.take([{ mono: 1_000, closed: true, sequence: 1 }], 1_010).begun, []);
  assert.deepEqual(contact.take([], 1_024.9).begun, []);
  assert.deepEqual(contact.take([], 1_025).begun, [1_000], "while it is still closed");
  assert.deepEqual(contact.take([], 9_000).begun, [], "once");
  assert.deepEqual(contact.take([{ mono: 9_001, closed: false, sequence: 2 }], 9_100).begun, []);
  assert.deepEqual(contact.counters, { short_pulses: 0, bounces: 0, lost_changes: 0 });
});

test("pulses that all came at once are told apart", () => {
  assert.deepEqual(begun(moved(0, 30, 60, 90, 500, 540), 1_000), [0, 60, 500]);
});

test("a closing that is too short is noise, and counted as that", () => {
  const contact = new Contact(DIN, false);
  assert.deepEqual(contact.take(moved(0, 3, 500, 524, 900, 925), 2_000).begun, [900]);
  assert.equal(contact.counters.short_pulses, 2);
  assert.equal(contact.counters.bounces, 0);
});

test("a contact that bounces at both ends of its pulse makes one", () => {
  const contact = new Contact(DIN, false);
  assert.deepEqual(contact.take(moved(0, 1, 2, 3, 5, 60, 61, 62, 64, 65), 300).begun, [0]);
  assert.deepEqual(contact.counters, { short_pulses: 0, bounces: 4, lost_changes: 0 });
});

test("an opening within a pulse that is too short for a pause parts none", () => {
  assert.deepEqual(begun(moved(0, 40, 60, 100), 300), [0]);
  assert.deepEqual(begun(moved(0, 40, 65, 100), 300), [0, 65], "25 ms are a pause");
});

test("bounces whose sum is no pulse are noise", () => {
  const contact = new Contact(DIN, false);
  assert.deepEqual(contact.take(moved(0, 1, 5, 6, 10, 11), 300).begun, []);
  assert.deepEqual(contact.counters, { short_pulses: 1, bounces: 2, lost_changes: 0 });
});

test("a pulse that is under way at the start is none of ours", () => {
  const contact = new Contact(DIN, true);
  assert.deepEqual(contact.take([], 100).begun, []);
  assert.deepEqual(contact.take([{ mono: 120, closed: false, sequence: 1 }], 150).begun, []);
  const changes = [
    { mono: 500, closed: true, sequence: 2 },
    { mono: 540, closed: false, sequence: 3 },
  ];
  assert.deepEqual(contact.take(changes, 600).begun, [500]);
});

test("changes that were lost: as many closings as there must have been, and no more than there was time for", () => {
  const lost = (before: Change[], next: Change, closed = false) => {
    const contact = new Contact(DIN, closed);
    contact.take(before, before.at(-1)?.mono ?? 0);
    const { begun, estimated } = contact.take([next], next.mono + 1_000);
    return { pulses: begun.length, estimated, lost: contact.counters.lost_changes };
  };
  const open = moved(0, 50);
  const shut = moved(0, 50, 100);
  const at = (mono: number, closed: boolean, sequence: number) => ({ mono, closed, sequence });
  assert.deepEqual(lost(open, at(5_000, true, 13)), { pulses: 1, estimated: 5, lost: 10 });
  assert.deepEqual(lost(open, at(5_000, false, 14)), { pulses: 0, estimated: 6, lost: 11 });
  assert.deepEqual(lost(shut, at(5_000, true, 15)), { pulses: 1, estimated: 6, lost: 11 });
  assert.deepEqual(lost(shut, at(5_000, false, 14)), { pulses: 0, estimated: 6, lost: 10 });
  assert.deepEqual(lost(open, at(170, true, 1_003)), { pulses: 1, estimated: 2, lost: 1_000 }, "bounces, most of them");
  assert.deepEqual(lost([], at(170, true, 11)), { pulses: 1, estimated: 5, lost: 10 }, "since an unknown instant");
});
