import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { DeviceType } from "../src/devices/device.ts";
import { type Device, type Inbox, type Order, type RawReading, type Reason, text } from "../src/model/index.ts";

/** One device type, and options for it as a person writes them, but for a device that is not there. */
export interface ContractCase {
  readonly type: DeviceType;
  /** They must give it every output that the type declares. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** A type that is never absent, such as a simulated one. */
  readonly always_there?: boolean;
}

const STOP_WITHIN_MS = 2_000;
const SHOWN_WITHIN_MS = 10_000;
const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** What a person can do about it: an error of a device names one of these. */
const ADVICE =
  /\b(check|correct|create|install|connect|plug|make|give|let|see|try|start|set|wait|look|free|close|switch|choose|add)\b/i;

const order = (on: boolean): Order => ({ relay: "any", on, reason: text("contract") }) as Order;

class Box implements Inbox {
  readonly readings: RawReading[] = [];
  readonly notes: Reason[] = [];
  put(readings: readonly RawReading[]): void {
    this.readings.push(...readings);
  }
  note(reason: Reason): void {
    this.notes.push(reason);
  }
}

/** Timers, sockets, ports and processes that the process holds; files of others' tests would show too, none runs here. */
function held(): string[] {
  return process.getActiveResourcesInfo().sort();
}

async function within(limit_ms: number, what: string, doing: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  const late = wait(limit_ms, "late", { signal: limit.signal });
  try {
    const first = await Promise.race([doing.then(() => "done"), late]);
    assert.equal(first, "done", `${what} takes longer than ${limit_ms} ms`);
  } finally {
    limit.abort();
    await late.catch(() => undefined);
  }
}

/** Every property of a JSON schema at any depth, by its path. */
function* properties(schema: unknown, path: readonly string[] = []): Generator<[path: string, property: object]> {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "default" || key === "enum") continue;
    if (key !== "properties") {
      yield* properties(value, path);
      continue;
    }
    for (const [name, property] of Object.entries<object>(value)) {
      yield [[...path, name].join("."), property];
      yield* properties(property, [...path, name]);
    }
  }
}

/** Keys of an options schema that do not say what they are for. */
function undescribed(schema: unknown): string[] {
  const missing: string[] = [];
  for (const [path, property] of properties(schema)) {
    const said = "description" in property ? property.description : undefined;
    if (typeof said !== "string" || said.length < 10) missing.push(path);
  }
  return missing;
}

/** What every device type promises. */
export function deviceContract({ type, absent, always_there = false }: ContractCase): void {
  describe(`device contract: ${type.type}`, () => {
    let folder = "";
    let device: Device;
    const box = new Box();

    const open = (): Device => {
      const options = type.options.parse(absent);
      return type.open(options, { id: "thing", folder, now: () => ({ at: Date.now(), mono: performance.now() }) });
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "gleaner-contract-"));
      device = open();
    });
    after(async () => {
      await device.stop();
      await rm(folder, { recursive: true });
    });

    it("has a name and a title for the reference page", () => {
      assert.match(type.type, /^[a-z][a-z0-9-]*$/);
      assert.ok(type.title.length >= 10 && type.title.length <= 160, "one sentence");
      assert.ok(type.stale_after_ms >= 1_000, "a time after which its values are stale");
    });

    it("refuses unknown options and describes the known ones", () => {
      assert.equal(type.options.safeParse(absent).success, true, "the sample is good");
      assert.equal(type.options.safeParse({ ...absent, no_such_key: 1 }).success, false, "an unknown key is refused");
      const schema = z.toJSONSchema(type.options, { io: "input" });
      assert.deepEqual(undescribed(schema), [], "every option says what it is for");
      for (const name of Object.keys(type.options.shape)) assert.match(name, SNAKE);
    });

    it("names its quantities in snake case, each once, with its unit", () => {
      const names = (type.quantities ?? []).map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, "no name twice");
      for (const { name, unit, stale_after_ms } of type.quantities ?? []) {
        assert.match(name, SNAKE);
        assert.ok(unit === null || typeof unit === "string", `${name} has a unit, or null for a state`);
        if (stale_after_ms !== undefined) assert.ok(stale_after_ms >= 1_000, `${name}: at least a second`);
      }
    });

    it("has the outputs that it declares", () => {
      assert.deepEqual([...device.outputs.keys()].sort(), [...type.outputs].sort());
      for (const name of type.outputs) assert.match(name, /^$|^[a-z][a-z0-9_]*$/);
    });

    it("opens nothing before it is started", async () => {
      const before_open = held();
      const another = open();
      assert.deepEqual(held(), before_open);
      assert.deepEqual(await readdir(folder), []);
      assert.equal(another.health().state, "starting");
      await within(STOP_WITHIN_MS, "a stop without a start", another.stop());
      await within(STOP_WITHIN_MS, "a second stop", another.stop());
    });

    it("starts although it is absent, and shows it", async () => {
      await within(STOP_WITHIN_MS, "the start", Promise.resolve(device.start(box)));
      if (always_there) return;
      const end = performance.now() + SHOWN_WITHIN_MS;
      while (!ADVICE.test(device.health().problem ?? "")) {
        assert.ok(performance.now() < end, `health does not say what to do: ${device.health().problem}`);
        await wait(20);
      }
      assert.notEqual(device.health().state, "ok");
      assert.deepEqual(box.readings, [], "an absent device has no readings");
      for (const { code } of box.notes) assert.ok(code === "device_lost" || code === "device_note", code);
      assert.ok(box.notes.filter(({ code }) => code === "device_lost").length <= 1, "lost is told once");
    });

    it("tells its health as plain data", () => {
      const health = device.health();
      assert.deepEqual(JSON.parse(JSON.stringify(health)), health);
      for (const value of Object.values(health.counters)) assert.ok(Number.isFinite(value) && value >= 0);
      for (const value of Object.values(health.facts)) assert.equal(typeof value, "string");
    });

    it("refuses orders while it is absent, saying what to do, and does not know its state", async () => {
      for (const output of always_there ? [] : device.outputs.values()) {
        const words = await output.carryOut(order(true)).then(
          () => "it was carried out",
          (error: unknown) => (error instanceof Error ? error.message : "not an Error"),
        );
        assert.match(words, ADVICE);
        assert.doesNotMatch(words, /^E[A-Z]+\b/, "a bare system error helps nobody");
        if (output.read) assert.equal(await output.read(), null);
      }
    });

    it("stops within two seconds, twice too, and holds nothing any more", async () => {
      await within(STOP_WITHIN_MS, "the stop", device.stop());
      await within(STOP_WITHIN_MS, "a second stop", device.stop());
      const before_wait = box.readings.length;
      await wait(50);
      assert.equal(box.readings.length, before_wait, "no readings after the stop");
    });
  });
}
