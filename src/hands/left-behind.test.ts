import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { HandsHere } from "./testing/here.ts";

/** What a program leaves running when it ends by itself. */

const folder = mkdtempSync(join(tmpdir(), "gleaner-left-"));
after(() => rmSync(folder, { recursive: true }));

/** What runs on when its program has ended. @returns its process id */
async function left(urgent: boolean): Promise<number> {
  const command = ["sh", "-c", "sleep 60 > /dev/null 2>&1 & echo $! > left; echo 21"];
  const { ended } = new HandsHere().programs.start({ command, folder, env: {}, urgent }, () => undefined);
  assert.equal((await ended).code, 0);
  return Number(readFileSync(join(folder, "left"), "utf8"));
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

test("by a program that gives readings, is ended with it", async () => {
  const pid = await left(false);
  for (let looks = 0; isAlive(pid) && looks < 500; looks++) await wait(10);
  assert.equal(isAlive(pid), false);
});

test("by a program that switches, stays: it may be what is on", async () => {
  const pid = await left(true);
  assert.equal(isAlive(pid), true);
  process.kill(pid, "SIGKILL");
});
