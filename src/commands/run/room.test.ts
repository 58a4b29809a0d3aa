import assert from "node:assert/strict";
import { test } from "node:test";
import { mostDescriptors, programsFor } from "../../hands/index.ts";
import { scarcity, socketsFor } from "./room.ts";

test("the page has as many sockets as leave room for all else, and always some", () => {
  assert.deepEqual(
    [1_048_576, 256, 128, 64].map((descriptors) => socketsFor(descriptors, 4)),
    [256, 80, 16, 12],
  );
});

test("too little room is told, with what to do", () => {
  assert.equal(scarcity(1_024, 100), undefined);
  assert.equal(scarcity(120, 4), undefined);
  assert.match(scarcity(119, 4) ?? "", /^Only 119 .* 120 may be needed: raise it/);
});

test("programs leave room for orders", () => {
  assert.ok(mostDescriptors() > 0);
  assert.deepEqual(
    [Number.POSITIVE_INFINITY, 1_024, 128, 64].map((most) => programsFor(most, 8)),
    [Number.POSITIVE_INFINITY, 314, 16, 1],
  );
});
