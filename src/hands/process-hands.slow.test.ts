import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { FileTrouble, GuestEvents, RunningProgram } from "../model/index.ts";
import { ProcessHands } from "./process-hands.ts";

/** Processes that this one has started. */
function children(): number[] {
  return readdirSync("/proc/self/task").flatMap((task) => {
    const listed = readFileSync(`/proc/self/task/${task}/children`, "utf8");
    return listed.split(" ").filter(Boolean).map(Number);
  });
}

function alive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function until(what: string, isSo: () => boolean, within_ms = 10_000): Promise<void> {
  const limit = performance.now() + within_ms;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error(`waited ${within_ms} ms in vain: ${what}`);
    await wait(20);
  }
}

describe("hands in a process", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-hands-"));
  const restarts: string[] = [];
  let hands: ProcessHands;
  let pid = 0;

  const run = (command: string): RunningProgram => {
    return hands.programs.start({ command: ["sh", "-c", command], folder, env: {} }, () => undefined);
  };
  /** The process of the hands that has answered last. */
  const settled = async (): Promise<number> => {
    await until("they answer", () => hands.problem === undefined);
    await hands.files.enter(folder);
    const [found = 0] = children().filter((child) => child !== pid && alive(child));
    return found;
  };

  before(async () => {
    hands = new ProcessHands({ outputs: 2, onRestart: (why) => restarts.push(why) });
    pid = await settled();
  });
  after(async () => {
    await hands.stop();
    rmSync(folder, { recursive: true });
  });

  test("write, read and run", async () => {
    await hands.files.replace(join(folder, "a"), "1\n");
    assert.equal(Buffer.from(await hands.files.read(join(folder, "a"), 10)).toString(), "1\n");
    const said: string[] = [];
    const order = {
      command: ["sh", "-c", 'printf %s "$WORD"; echo "$UV_THREADPOOL_SIZE" >&2'],
      folder,
      env: { WORD: "hello" },
    };
    const { ended } = hands.programs.start(order, (bytes) => said.push(Buffer.from(bytes).toString()));
    const { code, stderr } = await ended;
    assert.deepEqual([code, said.join(""), stderr], [0, "hello", ""], "nothing of Gleaner's own settings is handed on");
  });

  test("that die are told and replaced; what they ran goes with them, what was followed is followed", async () => {
    const told: string[] = [];
    writeFileSync(join(folder, "script"), "one");
    const end = hands.files.follow(join(folder, "script"), 100, (content) => told.push(String(content)));
    const program = run("echo $$ > pid; sleep 60");
    await until("it runs", () => existsSync(join(folder, "pid")) && readFileSync(join(folder, "pid"), "utf8") !== "");
    const running = Number(readFileSync(join(folder, "pid"), "utf8"));
    await until("the file was told", () => told.length === 1);
    process.kill(pid, "SIGKILL");
    await assert.rejects(program.ended, { code: "NO_HANDS", message: /started anew: try again/ });
    assert.match(restarts.at(-1) ?? "", /SIGKILL/);
    await until("what it ran is gone", () => !alive(running));
    await assert.rejects(hands.files.enter(folder), { code: "NO_HANDS" });
    assert.equal(hands.problem?.code, "hands_lost");
    pid = await settled();
    await until("the file is told again", () => told.length === 2);
    end();
    assert.deepEqual(told, [Buffer.from("one").toString(), Buffer.from("one").toString()]);
  });

  test("have guests, in a thread and in a process: both are told, heard, and gone with the hands", async () => {
    const guest = (body: string): URL => {
      const file = join(folder, `${Math.random()}.mjs`);
      writeFileSync(file, body);
      return new URL(`file://${file}`);
    };
    const thread = guest(
      'import { parentPort as port, workerData } from "node:worker_threads";\n' +
        'port.on("message", (message) => { if (message === "go") throw new Error("gone"); port.postMessage(workerData + message); });',
    );
    const child = guest(
      'process.on("message", (message) => { if (message.go) process.exit(5); process.send({ said: message.word }); });',
    );
    const heard: unknown[] = [];
    const events = (name: string): GuestEvents => ({
      said: (message) => heard.push(message),
      left: (why) => heard.push(`${name} left: ${why}`),
    });
    const one = hands.invite(thread, "hello ", events("thread"));
    const two = hands.inviteProcess(child, [], events("process"));
    one.tell("you");
    two.tell({ word: "hi" });
    await until("both answered", () => heard.length === 2);
    assert.deepEqual(
      heard
        .splice(0)
        .map((said) => JSON.stringify(said))
        .sort(),
      ['"hello you"', '{"said":"hi"}'],
    );
    one.tell("go");
    two.tell({ go: true });
    await until("both left", () => heard.length === 2);
    assert.deepEqual(heard.splice(0).sort(), ["process left: it ended with 5", "thread left: gone"]);
    const dismissed = hands.inviteProcess(child, [], events("dismissed"));
    const staying = hands.invite(thread, "", events("staying"));
    dismissed.end();
    staying.tell("here");
    await until("it is there", () => heard.length === 1);
    heard.length = 0;
    process.kill(pid, "SIGKILL");
    await until("the guest that stayed is told", () => heard.length > 0);
    assert.match(String(heard[0]), /staying left: .*started anew/);
    pid = await settled();
    assert.deepEqual(heard.length, 1);
    restarts.length = 1;
  });

  test("that stand still are told, do not hold whoever asks, and are replaced", async () => {
    process.kill(pid, "SIGSTOP");
    const began = performance.now();
    await assert.rejects(hands.files.enter(folder), (error: FileTrouble) => error.code === "NO_ANSWER");
    assert.ok(performance.now() - began < 4_000);
    await until("it is told", () => hands.problem?.code === "hands_silent", 3_000);
    await until("they are replaced", () => restarts.length === 2, 8_000);
    assert.match(restarts[1] ?? "", /did not answer/);
    pid = await settled();
  });

  test("end within the second, with what they run", async () => {
    const program = run("trap '' TERM; echo $$ > stubborn; while :; do sleep 1; done");
    const ended = assert.rejects(program.ended, { code: "NO_HANDS" });
    await until("it runs", () => existsSync(join(folder, "stubborn")));
    await wait(100);
    const running = Number(readFileSync(join(folder, "stubborn"), "utf8"));
    const began = performance.now();
    await hands.stop();
    assert.ok(performance.now() - began < 1_500, `${performance.now() - began} ms`);
    await ended;
    await until("it is gone", () => !alive(running), 3_000);
  });
});
