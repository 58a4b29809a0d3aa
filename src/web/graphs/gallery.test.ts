import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../testing/fakes.ts";
import { Gallery } from "./gallery.ts";

const LIMITS = { picture_cache_bytes: 10_000, picture_kept_ms: 60_000 };

class Made {
  readonly clock = new FakeClock();
  readonly gallery = new Gallery(LIMITS, this.clock);
  count = 0;
  readonly show = (key: string, bytes = 100): Promise<{ etag: string; body: Uint8Array }> =>
    this.gallery.show(key, async () => {
      this.count++;
      return new Uint8Array(bytes).fill(this.count);
    });
}

test("a picture is made once, also when two ask for it at the same time", async () => {
  const made = new Made();
  const [one, two] = await Promise.all([made.show("a"), made.show("a")]);
  assert.equal(one, two);
  assert.equal(await made.show("a"), one);
  assert.equal(made.count, 1);
  await made.show("b");
  assert.equal(made.count, 2);
});

test("the tag is that of the bytes", async () => {
  const { gallery } = new Made();
  const of = async (key: string, words: string): Promise<string> =>
    (await gallery.show(key, async () => new TextEncoder().encode(words))).etag;
  assert.equal(await of("a", "same"), await of("b", "same"));
  assert.notEqual(await of("c", "other"), await of("a", "same"));
  assert.match(await of("a", "same"), /^"[\w-]{27}"$/);
});

test("an old one is made anew", async () => {
  const made = new Made();
  await made.show("a");
  made.clock.pass(59_999);
  await made.show("a");
  assert.equal(made.count, 1);
  made.clock.pass(1);
  await made.show("a");
  assert.equal(made.count, 2);
});

test("there is room for so many bytes; the one shown longest ago goes first", async () => {
  const made = new Made();
  for (const key of ["a", "b", "c"]) await made.show(key, 2_000);
  await made.show("a", 2_000);
  await made.show("d", 2_000);
  assert.equal(made.count, 4);
  assert.ok(made.gallery.bytes <= LIMITS.picture_cache_bytes);
  await made.show("a", 2_000);
  assert.equal(made.count, 4, "a was shown a moment ago");
  await made.show("b", 2_000);
  assert.equal(made.count, 5, "b had to go");
  await made.show("huge", 50_000);
  assert.equal(made.gallery.bytes, 0, "what is larger than the room is shown and not kept");
});

test("any number of small ones stays within the bound", async () => {
  const made = new Made();
  for (let i = 0; i < 1_000; i++) await made.show(`key ${i}`, 0);
  assert.ok(made.gallery.bytes <= LIMITS.picture_cache_bytes);
});

test("one that fails is not kept", async () => {
  const made = new Made();
  const failing = (): Promise<never> => Promise.reject(new Error("no ink"));
  await assert.rejects(made.gallery.show("a", failing), /no ink/);
  assert.equal(made.gallery.bytes, 0);
  await made.show("a");
  assert.equal(made.count, 1);
});
