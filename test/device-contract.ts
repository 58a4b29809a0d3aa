import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { Box } from "../src/devices/kit/testing/box.ts";
import { order } from "../src/devices/kit/testing/order.ts";
import { until } from "../src/devices/kit/testing/until.ts";
import { HandsHere } from "../src/hands/testing/here.ts";
import { type Device, type DeviceType, type Quantity, shapeOf } from "../src/model/index.ts";
import { HandClock } from "../src/model/testing/hand-clock.ts";
import { MemoryRegisters } from "../src/model/testing/memory-registers.ts";
import { StandIn } from "./support/device-end.ts";

const STOP_WITHIN_MS = 2_000;
const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** What a person can do about it: an error of a device names one of these. */
const ADVICE =
  /\b(check|correct|create|install|connect|plug|make|give|let|see|try|start|set|wait|look|free|close|switch|choose|add)\b/i;
/** So much of the device's time passes in each turn of waiting for it. */
const TURN_MS = 100;

/** Timers, sockets, ports and processes that the process holds; files of others' tests would show too, none runs here. */
function held(): string[] {
  return process.getActiveResourcesInfo().sort();
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

/** What every device type promises, tried on its sample. */
export function deviceContract(type: DeviceType<z.ZodObject>): void {
  const { sample } = type;
  const always_there = sample.says === undefined;

  describe(`device contract: ${type.type}`, () => {
    const box = new Box();
    const clock = new HandClock();
    const hands = new HandsHere();
    let folder = "";
    let end: StandIn;
    let device: Device;

    const options = () => type.options.parse(end.options(sample.options));
    const open = (): Device =>
      type.open(options(), { id: "thing", folder, clock, hands, pins: end.pins, registers: new MemoryRegisters() });
    /** Lets the device's time pass until it is so. */
    const live = (what: string, isSo: () => boolean) =>
      until(what, async () => {
        await clock.pass(TURN_MS);
        await end.speak();
        return isSo();
      });

    /** Within so much of the machine's time, and of the device's. */
    const within = async (limit_ms: number, what: string, doing: Promise<unknown>): Promise<void> => {
      let left_ms = limit_ms;
      let over = false;
      const done = doing.finally(() => {
        over = true;
      });
      const passing = until(
        what,
        async () => {
          if (!over && left_ms > 0) await clock.pass(TURN_MS);
          left_ms -= TURN_MS;
          return over;
        },
        limit_ms,
      );
      await Promise.all([done, passing]);
    };

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "gleaner-contract-"));
      end = new StandIn(sample.says ?? {}, folder);
      await end.reserve();
      device = open();
    });
    after(async () => {
      await device.stop();
      await end.down();
      await rm(folder, { recursive: true });
    });

    it("has a name and a title for the reference page", () => {
      assert.match(type.type, /^[a-z][a-z0-9-]*$/);
      assert.ok(type.title.length >= 10 && type.title.length <= 160, "one sentence");
      assert.ok(type.stale_after_ms >= 1_000, "a time after which its values are stale");
    });

    it("refuses unknown options and describes the known ones", () => {
      assert.equal(type.options.safeParse(sample.options).success, true, "the sample is good");
      assert.equal(type.options.safeParse({ ...sample.options, no_such_key: 1 }).success, false, "an unknown key");
      const schema = z.toJSONSchema(type.options, { io: "input" });
      assert.deepEqual(undescribed(schema), [], "every option says what it is for");
      for (const name of Object.keys(type.options.shape)) assert.match(name, SNAKE);
    });

    it("names its quantities in snake case, each once, with its unit", () => {
      const quantities: readonly Quantity[] = type.quantities ?? [];
      const names = quantities.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, "no name twice");
      for (const { name, unit, stale_after_ms } of quantities) {
        assert.match(name, SNAKE);
        assert.ok(unit === null || typeof unit === "string", `${name} has a unit, or null for a state`);
        if (stale_after_ms !== undefined) assert.ok(stale_after_ms >= 1_000, `${name}: at least a second`);
      }
    });

    it("claims by options that it has, and the same each time", () => {
      const claims = type.claims?.(options(), folder) ?? [];
      for (const { option, thing } of claims) {
        assert.ok(Object.hasOwn(type.options.shape, option), `it has an option ${option}`);
        assert.match(thing, /^\w+ .*\S/, "in words");
      }
      assert.deepEqual(type.claims?.(options(), folder) ?? [], claims);
    });

    it("has the outputs that it declares", () => {
      assert.deepEqual([...device.outputs.keys()].sort(), [...shapeOf(type, options()).outputs].sort());
      for (const name of device.outputs.keys()) assert.match(name, /^$|^[a-z][a-z0-9_]*$/);
    });

    it("opens nothing before it is started", async () => {
      const before_open = held();
      const another = open();
      assert.deepEqual(held(), before_open);
      assert.equal(clock.pending, 0);
      assert.deepEqual(await readdir(folder), []);
      assert.equal(another.health().state, "starting");
      await within(STOP_WITHIN_MS, "a stop without a start", another.stop());
      await within(STOP_WITHIN_MS, "a second stop", another.stop());
    });

    it("starts although it is absent, and shows it", async () => {
      await within(STOP_WITHIN_MS, "the start", Promise.resolve(device.start(box)));
      if (always_there) return;
      const problem = () => device.health().problem ?? "";
      await live("health says what to do", () => device.health().state === "lost" && ADVICE.test(problem()));
      assert.deepEqual(box.readings, [], "an absent device has no readings");
      assert.deepEqual(
        box.codes.filter((code) => code !== "device_note"),
        ["device_lost"],
        "lost is told once",
      );
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

    it("tells its health as plain data", () => {
      const health = device.health();
      assert.deepEqual(JSON.parse(JSON.stringify(health)), health);
      for (const value of Object.values(health.counters)) assert.ok(Number.isFinite(value) && value >= 0);
      for (const value of Object.values(health.facts)) assert.equal(typeof value, "string");
      if (!always_there) assert.ok((health.counters.failures ?? 0) >= 1, "its failures are counted");
    });

    it("reads what its sample says once that is there, and tells once that it is back", async () => {
      await end.up();
      const isRead = ({ quantity, value, unit }: (typeof sample.readings)[number]) =>
        box.readings.some((one) => one.quantity === quantity && one.value === value && one.unit === unit);
      // a switch that reads nothing shows with its next order
      if (sample.readings.length === 0)
        for (const output of device.outputs.values()) await output.carryOut(order(false));
      await live("everything is read", () => sample.readings.every(isRead) && device.health().state === "ok");
      assert.equal(device.health().problem, null);
      assert.deepEqual(
        box.codes.filter((code) => code !== "device_note"),
        always_there ? [] : ["device_lost", "device_back"],
      );
      if (!always_there) assert.ok((device.health().counters.successes ?? 0) >= 1, "its successes are counted");
      const declared = shapeOf(type, options()).quantities?.map(({ name, unit }) => `${name} ${unit}`);
      const undeclared = box.readings.filter(
        ({ quantity, unit }) => declared?.includes(`${quantity} ${unit}`) === false,
      );
      assert.deepEqual(undeclared, [], "it reports what it declares, in these units");
    });

    it("stops within two seconds, twice too, and holds nothing any more", async () => {
      await within(STOP_WITHIN_MS, "the stop", device.stop());
      await within(STOP_WITHIN_MS, "a second stop", device.stop());
      assert.equal(clock.pending, 0, "no timer is left");
      const before_wait = box.readings.length;
      await clock.pass(60_000);
      await wait(50);
      assert.equal(box.readings.length, before_wait, "no readings after the stop");
    });
  });
}
