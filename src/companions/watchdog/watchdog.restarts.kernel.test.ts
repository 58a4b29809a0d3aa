import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { HOUR, MINUTE, reason } from "../../model/index.ts";
import { SystemHouse, TIMEOUT_S } from "./testing/system-house.ts";

/**
 * The watchdog of a machine that does restart: each scene ends with that, and the next run of this file finds how far it was.
 * The first two are played; all: `GLEANER_RESTARTS=4 npm run kernel -- src/companions/watchdog/watchdog.restarts.kernel.test.ts`
 */

const TIMES = Number(process.env.GLEANER_RESTARTS ?? 2);

const SCENE = "/dev/shm/kept/scene";
const HOUSE = join(import.meta.dirname, "testing/fed-house.ts");
const SHOWN = "/sys/class/watchdog/watchdog0";
const PATIENCE_MS = 1_000 * (TIMEOUT_S + 12);

const shown = (what: string): string => readFileSync(`${SHOWN}/${what}`, "latin1").trim();

/** Until then the machine must have restarted. */
async function restarts(): Promise<never> {
  await setTimeout(PATIENCE_MS);
  throw new Error(`the machine goes on, ${shown("state")}, ${shown("timeleft")} s left`);
}

/** A house that cycles for so long. */
async function lives(house: SystemHouse, ms: number): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < ms) {
    house.cycle();
    await setTimeout(200);
  }
}

const SCENES: readonly [name: string, play: () => Promise<void>][] = [
  [
    "fed it leaves the machine alone, and a clean stop stops it; then a loop that stands still",
    async () => {
      const house = new SystemHouse();
      await lives(house, 2_500 * TIMEOUT_S);
      assert.deepEqual([shown("state"), shown("timeout")], ["active", String(TIMEOUT_S)]);
      assert.deepEqual(house.notes, [reason("watchdog_watches", { seconds: String(TIMEOUT_S) })]);
      house.stop();
      assert.equal(shown("state"), "inactive");
      await setTimeout(2_000 * TIMEOUT_S);
      await lives(new SystemHouse(), 1_000);
      const began = performance.now();
      while (performance.now() - began < PATIENCE_MS);
      await restarts();
    },
  ],
  [
    "a store that is dead while all else lives",
    async () => {
      const house = new SystemHouse();
      house.cycle(0);
      house.cycle(2 * HOUR);
      setInterval(() => house.cycle(3 * HOUR + performance.now(), reason("store_hangs", { age: 6 * MINUTE })), 200);
      await restarts();
    },
  ],
  [
    "a process that is killed",
    async () => {
      const house = spawn(process.execPath, [HOUSE], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((resolve) => house.stdout.once("data", resolve));
      await setTimeout(2_000 * TIMEOUT_S);
      assert.equal(shown("state"), "active");
      house.kill("SIGKILL");
      await restarts();
    },
  ],
  [
    "a stop where nothing may stop it",
    async () => {
      writeFileSync(`${SHOWN}/nowayout`, "1");
      const house = new SystemHouse();
      await lives(house, 2_000 * TIMEOUT_S);
      assert.deepEqual(house.notes, [reason("watchdog_watches_always", { seconds: String(TIMEOUT_S) })]);
      house.stop();
      await restarts();
    },
  ],
];

function begun(): number {
  try {
    return Number(readFileSync(SCENE, "latin1"));
  } catch {
    return 0;
  }
}

test("the machine restarts", async (t) => {
  const scene = begun();
  const [name, play] = SCENES[scene] ?? [];
  if (!play || scene >= TIMES) {
    t.diagnostic(`${scene} restarts`);
    return;
  }
  writeFileSync(SCENE, String(scene + 1));
  console.log(`scene ${scene + 1}: ${name}`);
  await play();
});
