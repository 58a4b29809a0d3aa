import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { ProcessHands } from "./process-hands.ts";

/** Hands that outlive their house because they stand still. */

const HOUSE = new URL("testing/house-process.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "gleaner-left-hands-"));
const ours: number[] = [];
after(() => {
  for (const pid of ours) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let looks = 0; !isSo(); looks++) {
    if (looks > 2_000) throw new Error(`waited in vain: ${what}`);
    await wait(10);
  }
}

const read = (name: string): string => {
  return readdirSync(folder).includes(name) ? readFileSync(join(folder, name), "utf8").trim() : "";
};

/** A house with both its hands up. */
async function house(home: string): Promise<{ readonly process: ChildProcess; readonly hands: readonly number[] }> {
  const child = fork(HOUSE, [home, folder], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const pids = (): number[] => {
    const { pid } = child;
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return listed.split(" ").filter(Boolean).map(Number);
  };
  await once(child, "message");
  await until("both hands", () => pids().length === 2);
  const hands = pids();
  ours.push(...hands, child.pid ?? 0);
  return { process: child, hands };
}

/** Its hands stand still, with an order on its way to them and a program under way, and it is killed. */
async function killed(home: string): Promise<readonly number[]> {
  const one = await house(home);
  await until("its program runs", () => read("program") !== "");
  for (const pid of one.hands) process.kill(pid, "SIGSTOP");
  one.process.send("switch on");
  await once(one.process, "message");
  one.process.kill("SIGKILL");
  await once(one.process, "exit");
  return one.hands;
}

describe("hands that stand still when their house is killed", () => {
  test("are ended by the next house of the same home, with their programs, before it does anything", async () => {
    const left = await killed(folder);
    const program = Number(read("program"));
    assert.deepEqual([left.every(isAlive), isAlive(program)], [true, true]);
    const said: string[] = [];
    const hands = new ProcessHands({
      ...{ outputs: 1, home: folder, onRestart: () => undefined },
      said: (line) => said.push(line),
    });
    await hands.files
      .replace(join(folder, "relay"), "off")
      .catch(() => hands.files.replace(join(folder, "relay"), "off"));
    assert.deepEqual([...left, program].filter(isAlive), []);
    await until("it is told", () => said.length > 0);
    assert.match(said.join(), /ended [23] processes that a Gleaner before this one had left/);
    assert.equal(read("relay"), "off", "what was on its way to them is not carried out");
    await hands.stop();
  });

  test("are killed with it: their programs are ended by the next house, before it does anything", async () => {
    const one = await house(folder);
    await until("its program runs", () => isAlive(Number(read("program"))));
    const program = Number(read("program"));
    one.process.kill("SIGSTOP");
    for (const pid of one.hands) process.kill(pid, "SIGKILL");
    one.process.kill("SIGKILL");
    await once(one.process, "exit");
    assert.equal(isAlive(program), true);
    const hands = new ProcessHands({
      ...{ outputs: 1, home: folder, onRestart: () => undefined, said: () => undefined },
    });
    await hands.files.enter(folder).catch(() => hands.files.enter(folder));
    assert.equal(isAlive(program), false);
    await hands.stop();
  });

  test("stay where their house lives, and where the house is another", async () => {
    const neighbour = await killed(join(folder, "elsewhere"));
    const living = await house(folder);
    const hands = new ProcessHands({
      ...{ outputs: 1, home: folder, onRestart: () => undefined, said: () => undefined },
    });
    await hands.files.enter(folder).catch(() => hands.files.enter(folder));
    assert.equal([...neighbour, ...living.hands].every(isAlive), true);
    await hands.stop();
    living.process.kill("SIGKILL");
  });
});
