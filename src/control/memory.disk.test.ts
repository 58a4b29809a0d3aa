import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { MINUTE, Wishes } from "../model/index.ts";
import { adopt, lostRelays, withDayOf } from "./memory.ts";
import type { Memory } from "./relay-memory.ts";
import { step } from "./step.ts";
import { NOON, rulesOf } from "./testing/diary.ts";
import { relayStates } from "./view.ts";

/** What the disk or another start gives back. */

const ZONE = "Europe/Paris";

describe("a time that was lived through elsewhere", () => {
  const now = { at: NOON, mono: 0 };
  const memoryWith = (id: string, ran: object): Memory => {
    const memory = adopt(undefined, [id], now, "boot", ZONE);
    Object.assign(memory.relays[id] ?? {}, ran);
    return memory;
  };
  const ran = (memory: Memory): object => {
    const { on_today_ms, starts_today, cycled_today } = memory.relays.pump ?? assert.fail("there is no pump");
    return { on_today_ms, starts_today, cycled_today };
  };
  const here = memoryWith("pump", { on_today_ms: 2 * MINUTE, starts_today: 1 });
  const there = { on_today_ms: 40 * MINUTE, starts_today: 3, cycled_today: true };
  const after = (other: unknown): object => ran(withDayOf(here, other, now, ZONE));

  test("counts for the same day, and only there", () => {
    const other = memoryWith("pump", there);
    assert.deepEqual(after(other), { on_today_ms: 42 * MINUTE, starts_today: 4, cycled_today: true });
    assert.deepEqual(ran(here), { on_today_ms: 2 * MINUTE, starts_today: 1, cycled_today: false }, "a copy");
    assert.deepEqual(after(memoryWith("pump", { ...there, day: "2020-01-01" })), ran(here));
  });

  test("counts nothing where it has no such relay, or does not read", () => {
    for (const other of [undefined, {}, memoryWith("boiler", there), memoryWith("pump", { on_today_ms: "long" })])
      assert.deepEqual(after(other), ran(here));
  });
});

describe("what the disk gives back", () => {
  const now = { at: NOON, mono: 5 };
  const fresh = adopt(undefined, ["boiler"], now, "b", ZONE);
  /** A sound memory that is not that of a relay never seen. */
  const known = { ...fresh, relays: { boiler: { ...fresh.relays.boiler, starts_today: 4 } } };
  const rules = rulesOf({ relays: { boiler: {} } });
  const EVENTS = { wishes: new Wishes(), commands: [], outcomes: [], feedback: [] };
  const snapshot = { now, channels: new Map(), aliases: new Map() };

  test("is taken up when it is sound", () => {
    assert.equal(adopt(known, ["boiler"], now, "b", ZONE).relays.boiler?.starts_today, 4);
    const whole = {
      starts_mono: Array.from({ length: 60 }, (_, index) => index - 90),
      set_back: { day: "x", mono: 1 },
    };
    const more = { ...known, last_start_mono: 3, relays: { boiler: { ...known.relays.boiler, ...whole } } };
    const memory = adopt(more, ["boiler"], now, "b", ZONE);
    assert.equal(memory.last_start_mono, 3);
    assert.deepEqual(memory.relays.boiler?.starts_mono, whole.starts_mono);
    assert.deepEqual(memory.relays.boiler?.set_back, whole.set_back);
  });

  const GARBAGE: readonly unknown[] = [
    ...[undefined, null, 5, "memory", [], {}],
    ...[{ version: 2 }, { relays: null }, { relays: [known.relays.boiler] }, { last_start_mono: "soon" }].map(
      (more) => ({
        ...known,
        ...more,
      }),
    ),
    ...[
      null,
      5,
      {},
      { at: "yesterday", mono: 1 },
      { at: 1, mono: "soon" },
      { mono: 1 },
      { at: Number.NaN, mono: 1 },
    ].map((saved) => ({ ...known, saved })),
    ...[null, [], 7, "ab"].map((boiler) => ({ ...known, relays: { boiler } })),
    ...[
      ...[{ commanded: "yes" }, { mode: "perhaps" }, { until: 17 }, { until: { at: 1 } }, { on_today_ms: null }],
      ...[{ starts_mono: "many" }, { starts_mono: [null] }, { starts_mono: Array(61).fill(1) }, { day: 5 }],
      ...[{ fault: true }, { fault: {} }, { fault: { reason: "broken" } }, { fault: { reason: null } }],
      ...[{ days: 1 }, { days: [1] }, { days: [{ day: "x" }] }, { ahead: "soon" }, { missed: [{ day: "x" }] }],
      ...[{ left_off: true }, { left_off: { asked: true, quiet_mono: "x" } }, { undone_mono: 3 }],
      ...[{ run_before_ms: "x" }, { resumed: null }, { cut: {} }, { cut: { run_ms: 1 } }],
      ...[{ set_back: 7 }, { set_back: "x" }, { set_back: { day: "x" } }, { set_back: { day: 5, mono: 1 } }],
    ].map((more) => ({ ...known, relays: { boiler: { ...known.relays.boiler, ...more } } })),
  ];
  for (const garbage of GARBAGE) {
    test(`${JSON.stringify(garbage)} counts as never seen`, () => {
      const memory = adopt(garbage, ["boiler"], now, "b", ZONE);
      assert.deepEqual(memory.relays, fresh.relays);
      assert.doesNotThrow(() => step(rules, memory, { ...EVENTS, snapshot }, now));
    });
  }

  test("nothing at all of it can throw or switch on", () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: true });
    const relay = fc.dictionary(fc.constantFrom(...Object.keys(fresh.relays.boiler ?? {})), anything);
    const memory = fc.record({
      version: fc.constant(1),
      boot: fc.constantFrom("b", "c"),
      saved: fc.constant(now),
      relays: fc.record({ boiler: fc.oneof(relay, anything) }),
    });
    fc.assert(
      fc.property(fc.oneof(anything, memory), (saved) => {
        const adopted = adopt(saved, ["boiler"], now, "b", ZONE);
        const { orders } = step(rules, adopted, { ...EVENTS, snapshot }, now);
        assert.deepEqual(
          orders.filter(({ on }) => on),
          [],
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test("a relay that an older version did not know so well keeps what it has", () => {
    const { starts_mono: _starts, run_over: _over, ...older } = fresh.relays.boiler ?? {};
    const saved = { ...fresh, relays: { boiler: { ...older, starts_today: 4 } } };
    const memory = adopt(saved, ["boiler"], now, "b", ZONE);
    assert.equal(memory.relays.boiler?.starts_today, 4);
    assert.deepEqual(memory.relays.boiler?.starts_mono, []);
  });

  test("a relay that was on, nobody knows since when, has run for no time at all", () => {
    const on = { commanded: true, confirmed: true, ran: true, on_mono: null };
    const saved = { ...known, relays: { boiler: { ...known.relays.boiler, ...on } } };
    const limited = rulesOf({ relays: { boiler: { limits: { max_on_ms: 1 } } } });
    const memory = adopt(saved, ["boiler"], now, "b", ZONE);
    const { decisions } = step(limited, memory, { ...EVENTS, snapshot }, now);
    assert.deepEqual(
      decisions.map(({ reason }) => reason.code),
      ["starting"],
    );
    const known_on = { ...memory, relays: { boiler: { ...memory.relays.boiler, ...on } } } as typeof memory;
    assert.equal(relayStates(limited, known_on, now)[0]?.on_for_ms, 0);
  });

  test("tells which relays were on and are not configured any more", () => {
    const relays = { kept: { commanded: true }, gone: { commanded: true }, rested: { commanded: false }, odd: null };
    const saved = { ...fresh, relays: { ...relays, vague: { commanded: "yes" } } };
    assert.deepEqual(lostRelays(saved, ["kept"]), ["gone"]);
    assert.deepEqual(lostRelays({ ...saved, version: 2 }, []), []);
    assert.deepEqual(lostRelays(undefined, []), []);
  });

  test("relays that are gone from the configuration are forgotten, new ones start anew", () => {
    const saved = JSON.parse(JSON.stringify({ ...fresh, relays: { old: fresh.relays.boiler } }));
    const memory = adopt(saved, ["boiler", "constructor"], now, "b", ZONE);
    assert.deepEqual(Object.keys(memory.relays), ["boiler", "constructor"]);
    assert.deepEqual(memory.relays.constructor, fresh.relays.boiler);
  });
});
