import assert from "node:assert/strict";
import { test } from "node:test";
import { compile } from "../compile/compile.ts";
import { HOARDERS } from "../testing/hoarders.ts";
import { world, ZONE } from "../testing/world.ts";
import { MEMORY_BYTES } from "./limits.ts";
import { quickJs, readGuest, Sandbox } from "./sandbox.ts";
import type { Raw } from "./wire.ts";
import { worldText } from "./world.ts";

const EMPTY = '{"timers":[],"holds":[]}';
const WORLD = worldText(world(), ZONE);

/** A sandbox with a script for each relay, given by its body. */
async function sandboxOf(bodies: Readonly<Record<string, string>>): Promise<Sandbox> {
  const sandbox = await Sandbox.open(readGuest(), await quickJs());
  for (const [relay, body] of Object.entries(bodies)) {
    const script = compile(`export default ({ on, settings }) => {\n${body}\n}`);
    assert.ok(script.ok, script.ok ? "" : script.problem);
    const own = JSON.stringify({ id: relay, number: 1, settings: { relay } });
    sandbox.load({ relay, version: script.version, code: script.code, own });
  }
  return sandbox;
}

/** What a run says: its reason, or by what it was ended. */
function said(raw: Raw): string {
  if (raw.kind === "ended") return `${raw.by}: ${raw.problem}`;
  const answer: { readonly log?: string; readonly failed?: string } = JSON.parse(raw.text);
  return answer.log ?? `failed: ${answer.failed}`;
}

for (const [name, body] of Object.entries(HOARDERS)) {
  test(`a hoarder takes nothing from the others, nor from its next run: ${name}`, async () => {
    const honest = 'const all = []; for (let i = 0; i < 40; i++) all.push(new Uint8Array(100_000)); return on("fine");';
    const sandbox = await sandboxOf({ hoarder: body, honest });
    const first = said(sandbox.run("hoarder", WORLD, EMPTY));
    assert.match(first, /^took \d+$/);
    assert.ok(Number(first.slice(5)) > 20, first);
    for (let run = 0; run < 40; run++) {
      assert.equal(said(sandbox.run("honest", WORLD, EMPTY)), "fine");
      assert.equal(said(sandbox.run("hoarder", WORLD, EMPTY)), first);
    }
  });
}

test("a stamp does not last from run to run", async () => {
  const sandbox = await sandboxOf({
    one: `
      class Base { constructor(o) { return o; } }
      class Stamp extends Base { #n = 1; static has(o) { return #n in o; } }
      const were = [on, Math, Object.prototype, settings].map((o) => Stamp.has(o));
      new Stamp(on), new Stamp(Math), new Stamp(settings);
      return on(were.join(" "));`,
  });
  for (let run = 0; run < 3; run++) {
    assert.equal(said(sandbox.run("one", WORLD, EMPTY)), "false false false false");
  }
});

test("what was freed or never used is nought for whoever takes it next", async () => {
  const sandbox = await sandboxOf({
    writer: 'for (let i = 0; i < 20; i++) new Uint8Array(500_000).fill(255); return on("written")',
    reader:
      'const all = new Uint8Array(9_000_000); for (let i = 0; i < all.length; i += 4_999) if (all[i] !== 0) return on("something"); return on("nought")',
  });
  for (let run = 0; run < 3; run++) {
    assert.equal(said(sandbox.run("writer", WORLD, EMPTY)), "written");
    assert.equal(said(sandbox.run("reader", WORLD, EMPTY)), "nought");
  }
});

test("each script has its own settings, whichever ran before, and cannot change them", async () => {
  const body = 'try { settings.relay = "x"; } catch (error) { return on(settings.relay + ": " + error.message); }';
  const sandbox = await sandboxOf({ one: body, two: body });
  for (const relay of ["one", "two", "two", "one"]) {
    assert.equal(said(sandbox.run(relay, WORLD, EMPTY)), `${relay}: a script can read this, not change it`);
  }
});

test("a run says what it took of memory, and has 16 MB", async () => {
  const sandbox = await sandboxOf({
    little: 'return on("fine")',
    much: 'const all = new Uint8Array(9_000_000).fill(1); return on("fine " + all.length)',
    nearly: 'const all = new Uint8Array(15_500_000).fill(1); return on("fine " + all.length)',
    more: `const all = new Uint8Array(${MEMORY_BYTES + 1_000_000}); return on("fine " + all.length)`,
  });
  const taken = (relay: string): number => {
    const raw = sandbox.run(relay, WORLD, EMPTY);
    return raw.kind === "answer" ? raw.memory_bytes : Number.NaN;
  };
  for (let round = 0; round < 2; round++) {
    assert.ok(taken("little") < 300_000, `${taken("little")} bytes`);
    assert.ok(taken("much") > 8_900_000 && taken("much") < 9_300_000, `${taken("much")} bytes`);
    assert.ok(taken("nearly") > 15_400_000, `${taken("nearly")} bytes`);
    assert.equal(said(sandbox.run("more", WORLD, EMPTY)), "memory: it needs more than 16 MB of memory");
  }
});

test("after whatever ended a run the next one begins as if nothing had been", async () => {
  const bodies = {
    loops: "for (;;);",
    eats: "const all = []; for (;;) all.push(new Array(1e4).fill(all.length));",
    deep: "const f = () => f() + 1; return f();",
    catches: "const f = () => { try { return f() + 1; } catch { return f(); } }; return f();",
  };
  const sandbox = await sandboxOf({ ...bodies, good: 'return on("fine " + settings.relay)' });
  for (const relay of Object.keys(bodies)) {
    assert.equal(sandbox.run(relay, WORLD, EMPTY).kind, "ended", relay);
    assert.equal(said(sandbox.run("good", WORLD, EMPTY)), "fine good", relay);
    assert.equal(sandbox.broken, false, relay);
  }
});
