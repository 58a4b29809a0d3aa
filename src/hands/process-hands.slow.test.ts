import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { FileTrouble, type GuestEvents, type RunningProgram } from "../model/index.ts";
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

/** Processes of hands: the one that works, and the one that stands by. */
function processes(): number[] {
  return children().filter((pid) => alive(pid) && /hands-process/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8")));
}

const OFF_WITHIN_MS = 1_000;
// as a house has it
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "gleaner-compile-cache");

describe("hands in a process", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-hands-"));
  const restarts: string[] = [];
  let hands: ProcessHands;

  const run = (command: string, urgent = false): RunningProgram => {
    return hands.programs.start({ command: ["sh", "-c", command], folder, env: {}, urgent }, () => undefined);
  };
  const read = (name: string): string => {
    return existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : "";
  };
  /** Which process starts programs. */
  const worker = async (): Promise<number> => {
    await run("echo $PPID > parent").ended;
    return Number(read("parent"));
  };
  /** One works, one stands by. */
  const settled = async (): Promise<number> => {
    await until("both are there", () => processes().length === 2);
    // and the one that stands by is ready
    await wait(700);
    for (;;) {
      try {
        return await worker();
      } catch (error) {
        // on a busy machine one may have been too slow, and was replaced
        if (!(error instanceof FileTrouble) || error.code !== "NO_HANDS") throw error;
      }
    }
  };
  /** @returns ms that a relay waits for its output */
  const order = async (words: string): Promise<number> => {
    const began = performance.now();
    await hands.files.replace(join(folder, "relay"), words);
    return performance.now() - began;
  };

  before(async () => {
    hands = new ProcessHands({
      outputs: 2,
      home: folder,
      onRestart: (why) => restarts.push(why),
      said: () => undefined,
    });
    await settled();
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

  test("answer while they start many programs at once, for which relays wait", async () => {
    await settled();
    const before = restarts.length;
    let done = 0;
    for (let n = 0; n < 200; n++) {
      void run(":", true).ended.then(({ code }) => {
        if (code === 0) done += 1;
      });
    }
    const took_ms = await order("0\n");
    await until("all have ended", () => done === 200 || restarts.length > before, 60_000);
    assert.deepEqual([done, restarts.length - before], [200, 0]);
    assert.ok(took_ms < OFF_WITHIN_MS, `a file that a relay waits for took ${took_ms} ms`);
  });

  test("that die are told and replaced; what they ran goes with them, what was followed is followed", async () => {
    const told: string[] = [];
    writeFileSync(join(folder, "script"), "one");
    const end = hands.files.follow(join(folder, "script"), 100, (content) => told.push(String(content)));
    const program = run("echo $$ > pid; sleep 60");
    await until("it runs", () => read("pid") !== "");
    const running = Number(read("pid"));
    await until("the file was told", () => told.length === 1);
    process.kill(await worker(), "SIGKILL");
    await assert.rejects(program.ended, { code: "NO_HANDS", message: /started anew: try again/ });
    assert.match(restarts.at(-1) ?? "", /SIGKILL/);
    await until("what it ran is gone", () => !alive(running));
    await until("the file is told again", () => told.length === 2);
    end();
    assert.deepEqual(told, [Buffer.from("one").toString(), Buffer.from("one").toString()]);
    assert.equal(hands.problems[0]?.code, "hands_lost", "it is told for a while");
    await settled();
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
    process.kill(await worker(), "SIGKILL");
    await until("the guest that stayed is told", () => heard.length > 0);
    assert.match(String(heard[0]), /staying left: .*started anew/);
    await settled();
    assert.deepEqual(heard.length, 1);
  });

  for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
    test(`that get ${signal} while they write, again and again, hold up no order`, async () => {
      for (let time = 0; time < 5; time++) {
        process.kill(await settled(), signal);
        const took_ms = await order(`${time}`);
        assert.ok(took_ms < OFF_WITHIN_MS, `${took_ms} ms`);
        assert.equal(read("relay"), `${time}`);
      }
    });
  }

  test("that stand still, with those that stand by, are replaced while an order waits", async () => {
    await settled();
    const stopped = processes();
    for (const pid of stopped) process.kill(pid, "SIGSTOP");
    const took_ms = await order("both");
    assert.ok(took_ms < 2 * OFF_WITHIN_MS, `${took_ms} ms`);
    await until("they are gone", () => stopped.every((pid) => !alive(pid)));
  });

  test("that stand still while a program runs for a relay give it up, so that it is run again", async () => {
    const pid = await settled();
    // after several deaths in a row orders are no business of the hands for some seconds
    do await run("echo $PPID > parent", true).ended;
    while (Number(read("parent")) !== pid);
    const program = run("echo $$ > slow; sleep 60", true);
    await until("it runs", () => read("slow") !== "");
    process.kill(pid, "SIGSTOP");
    const began = performance.now();
    await assert.rejects(program.ended, { code: "NO_HANDS" });
    assert.ok(performance.now() - began < OFF_WITHIN_MS, `${performance.now() - began} ms`);
    await until("it is gone", () => !alive(Number(read("slow"))));
    assert.equal((await run("exit 0", true).ended).code, 0);
  });

  test("that stand still while nothing waits are told and replaced", async () => {
    process.kill(await settled(), "SIGSTOP");
    await until("it is told", () => hands.problems.some(({ code }) => code === "hands_silent"), 4_000);
    const before = restarts.length;
    await until("they are replaced", () => restarts.length > before, 8_000);
    assert.match(restarts.at(-1) ?? "", /did not answer/);
    await settled();
  });

  test("end within the second, with what they run, also when they stand still", async () => {
    const pid = await settled();
    const program = run("trap '' TERM; echo $$ > stubborn; while :; do sleep 1; done");
    const ended = assert.rejects(program.ended, { code: "NO_HANDS" });
    await until("it runs", () => read("stubborn") !== "");
    process.kill(pid, "SIGSTOP");
    const began = performance.now();
    await hands.stop();
    assert.ok(performance.now() - began < 1_500, `${performance.now() - began} ms`);
    await ended;
    await until("all are gone", () => !alive(Number(read("stubborn"))) && processes().length === 0, 3_000);
  });
});

describe("hands that cannot live", () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-hands-"));
  after(() => rmSync(folder, { recursive: true }));

  test("say why in the log, up to a bound", async () => {
    const entry = join(folder, "broken.mjs");
    writeFileSync(entry, 'console.error(("x".repeat(90) + "\\n").repeat(1_000)); throw new Error("no hands today");');
    const said: string[] = [];
    const hands = new ProcessHands({
      ...{ outputs: 0, home: folder, onRestart: () => undefined },
      said: (line) => said.push(line),
      entry: pathToFileURL(entry),
    });
    await until("it is over", () => said.some((line) => /characters more/.test(line)));
    assert.equal(said[0], "x".repeat(90));
    assert.ok(said.join("").length < 20_000, `${said.join("").length}`);
    assert.equal(hands.problems[0]?.code, "hands_lost");
    await hands.stop();
  });

  test("come when the system can start them again", async () => {
    const why: string[] = [];
    const others = children();
    const hands = new ProcessHands({
      outputs: 1,
      home: folder,
      said: () => undefined,
      onRestart: (words) => why.push(words),
    });
    await hands.files.enter(folder).catch(() => hands.files.enter(folder));
    // a start that fails at once, as one without memory does
    process.env.TOO_LONG = "x".repeat(300_000);
    try {
      const ours = children().filter((pid) => !others.includes(pid));
      for (const pid of ours) process.kill(pid, "SIGKILL");
      await until("a start has failed", () => why.some((words) => /E2BIG/.test(words)));
      assert.equal(hands.problems[0]?.code, "hands_lost");
    } finally {
      delete process.env.TOO_LONG;
    }
    await hands.files.replace(join(folder, "relay"), "0");
    assert.equal(readFileSync(join(folder, "relay"), "utf8"), "0");
    await hands.stop();
  });

  test("are ended with what they have started and not told of", async () => {
    const entry = join(folder, "silent.mjs");
    writeFileSync(
      entry,
      `import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs";
      process.send({ did: "ready" });
      process.on("message", (message) => {
        if (message.do === "ping") process.send({ did: "pong", number: message.number });
        if (message.do !== "start") return;
        const { pid } = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
        writeFileSync(${JSON.stringify(join(folder, "untold"))}, String(pid));
        process.kill(process.pid, "SIGSTOP");
      });`,
    );
    const hands = new ProcessHands({
      ...{ outputs: 1, home: folder, said: () => undefined, onRestart: () => undefined, entry: pathToFileURL(entry) },
    });
    await until("it is there", () => children().length > 0);
    await wait(500);
    const program = hands.programs.start({ command: ["true"], folder, env: {}, urgent: true }, () => undefined);
    await assert.rejects(program.ended);
    const untold = Number(readFileSync(join(folder, "untold"), "utf8"));
    assert.ok(untold > 0);
    await until("what it started is gone", () => !alive(untold), 2_000);
    await hands.stop();
  });

  test("are started at once when an order waits; where none comes up, a shell carries it out", async () => {
    const entry = join(folder, "broken-at-first.mjs");
    const real = new URL("hands-process.ts", import.meta.url);
    writeFileSync(
      entry,
      `import { existsSync } from "node:fs"; if (existsSync(${JSON.stringify(join(folder, "well"))})) await import("${real}"); else throw new Error("not yet");`,
    );
    let deaths = 0;
    const hands = new ProcessHands({
      ...{ outputs: 1, home: folder, said: () => undefined, entry: pathToFileURL(entry) },
      onRestart: () => {
        deaths += 1;
      },
    });
    await until("the pauses have become long", () => deaths >= 4, 60_000);
    await hands.files.replace(join(folder, "relay"), "0");
    assert.equal(readFileSync(join(folder, "relay"), "utf8"), "0");
    assert.ok(hands.problems.some(({ code }) => code === "hands_helped"));
    await until("the pauses have become longer", () => deaths >= 8, 5_000).catch(() => undefined);
    writeFileSync(join(folder, "well"), "");
    const began = performance.now();
    await hands.files.replace(join(folder, "relay"), "1");
    assert.ok(performance.now() - began < 2_000, `${performance.now() - began} ms`);
    await hands.stop();
  });
});
