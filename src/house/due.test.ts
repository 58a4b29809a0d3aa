import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChannelState, Now, RelayState, Snapshot } from "../model/index.ts";
import { Due } from "./due.ts";

interface World {
  readonly soc?: number | null;
  readonly fresh?: boolean;
  readonly on?: boolean;
  readonly mode?: RelayState["mode"];
}

/** What the scripts see after so many ms. */
function world(mono: number, { soc = 80, fresh = true, on = false, mode = "auto" }: World = {}) {
  const now: Now = { at: mono, mono };
  const channel: ChannelState = { name: "battery.soc", unit: "%", value: soc, at: 0, age_ms: mono, fresh };
  const snapshot: Snapshot = {
    now,
    channels: new Map([["battery.soc", channel]]),
    aliases: new Map([["SOC", "battery.soc"]]),
  };
  const pump = { id: "pump", on, mode, on_for_ms: mono } as RelayState;
  return { snapshot, relays: new Map([["pump", pump]]), now };
}

type Worldly = ReturnType<typeof world>;
const take = (due: Due, { snapshot, relays, now }: Worldly): string[] => due.take(snapshot, relays, now);
const ran = (due: Due, relay: string, read: string[], { snapshot, relays }: Worldly): void =>
  due.ran(relay, read, snapshot, relays);

/** Both scripts have run once: one reads the battery by its alias, the other a relay. */
function running(): Due {
  const due = new Due(["boiler", "fan"]);
  const first = world(0);
  assert.deepEqual(take(due, first), ["boiler", "fan"], "at the start everybody thinks");
  ran(due, "boiler", ["SOC"], first);
  ran(due, "fan", ["relay:pump"], first);
  return due;
}

test("nothing new, nothing to do, until ten seconds have passed", () => {
  const due = running();
  assert.deepEqual(take(due, world(100)), []);
  assert.deepEqual(take(due, world(9_999)), []);
  assert.deepEqual(take(due, world(10_000)), ["boiler", "fan"]);
  assert.deepEqual(take(due, world(10_001)), []);
});

test("a script runs when what it read has changed, and then not again", () => {
  const due = running();
  assert.deepEqual(take(due, world(100, { soc: 81 })), ["boiler"]);
  assert.deepEqual(take(due, world(200, { soc: 81 })), [], "its answer is still under way");
  ran(due, "boiler", ["SOC"], world(100, { soc: 81 }));
  assert.deepEqual(take(due, world(300, { soc: 81 })), []);
});

test("a change between the question and the answer is not missed", () => {
  const due = running();
  const asked = world(100, { soc: 81 });
  take(due, asked);
  // the snapshot has moved on before the script answers on the old one
  assert.deepEqual(take(due, world(150, { soc: 82 })), ["boiler"]);
  ran(due, "boiler", ["SOC"], asked);
  assert.deepEqual(take(due, world(200, { soc: 82 })), ["boiler"]);
});

test("growing stale, growing unknown and another relay's switch are changes; age is none", () => {
  const due = running();
  assert.deepEqual(take(due, world(100, { fresh: false })), ["boiler"]);
  assert.deepEqual(take(due, world(200, { fresh: false, soc: null })), ["boiler"]);
  assert.deepEqual(take(due, world(300, { fresh: false, soc: null, on: true })), ["fan"]);
  assert.deepEqual(take(due, world(400, { fresh: false, soc: null, on: true, mode: "off" })), ["fan"]);
  assert.deepEqual(take(due, world(5_000, { fresh: false, soc: null, on: true, mode: "off" })), []);
});

test("what a script stopped reading no longer wakes it", () => {
  const due = running();
  take(due, world(100, { soc: 81 }));
  ran(due, "boiler", ["relay:pump"], world(100, { soc: 81 }));
  assert.deepEqual(take(due, world(200, { soc: 90 })), []);
});

test("a channel that does not exist wakes nobody until it does", () => {
  const due = new Due(["boiler"]);
  take(due, world(0));
  ran(due, "boiler", ["tank", "relay:nobody"], world(0));
  assert.deepEqual(take(due, world(100)), []);
  const later = world(200);
  const tank: ChannelState = { name: "tank", unit: "%", value: 1, at: 0, age_ms: 0, fresh: true };
  const channels = new Map([...later.snapshot.channels, ["tank", tank] as const]);
  assert.deepEqual(take(due, { ...later, snapshot: { ...later.snapshot, channels } }), ["boiler"]);
});

test("a person's act and a changed script run at once", () => {
  const due = running();
  due.soon("fan");
  assert.deepEqual(take(due, world(100)), ["fan"]);
  due.allSoon();
  assert.deepEqual(take(due, world(200)), ["boiler", "fan"]);
  due.soon("nobody");
  assert.deepEqual(take(due, world(300)), []);
  ran(due, "nobody", ["SOC"], world(300));
});
