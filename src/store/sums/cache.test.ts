import assert from "node:assert/strict";
import { it } from "node:test";
import { ByteCache } from "./cache.ts";

/** The same numbers from 0 to below 1 each time. */
function drawn(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 48_271) + 11) >>> 0;
    return state / 2 ** 32;
  };
}

it("a cache never holds more bytes than it may, and gives only what was put in", () => {
  const cache = new ByteCache<number>(1_000, drawn());
  const random = drawn();
  for (let i = 0; i < 5_000; i++) {
    const key = Math.floor(random() * 60);
    if (random() < 0.1) cache.delete(`${key}`);
    else cache.set(`${key}`, key, 1 + Math.floor(random() * 100));
    assert.ok(cache.bytes <= 1_000);
    const asked = Math.floor(random() * 60);
    const found = cache.get(`${asked}`);
    assert.ok(found === undefined || found === asked);
  }
  cache.set("too large", -1, 1_001);
  assert.equal(cache.get("too large"), undefined);
  for (let key = 0; key < 60; key++) cache.delete(`${key}`);
  assert.equal(cache.bytes, 0);
});

it("a cache finds most of what is asked for in turn, though there is a little more than fits", () => {
  const cache = new ByteCache<number>(100, drawn());
  let found = 0;
  for (let round = 0; round < 50; round++) {
    for (let key = 0; key < 120; key++) {
      if (cache.get(`${key}`) === undefined) cache.set(`${key}`, key, 1);
      else found++;
    }
  }
  assert.ok(found > (50 * 120) / 2, `${found} of ${50 * 120}`);
});

it("a cache lets go of what is not wanted any more, and keeps the rest", () => {
  const cache = new ByteCache<number>(1_000, drawn());
  for (let key = 0; key < 100; key++) cache.set(`${key}`, key, 1 + (key % 3));
  cache.keep((key) => Number(key) % 2 === 0);
  for (let key = 0; key < 100; key++) assert.equal(cache.get(`${key}`), key % 2 === 0 ? key : undefined);
  assert.equal(cache.bytes, 100);
  cache.keep(() => false);
  assert.equal(cache.bytes, 0);
});
