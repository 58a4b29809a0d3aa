import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

/** Log lines that nobody reads are kept within bounds, whatever they go through; whoever reads later is told what is missing. */

const TALKER = join(import.meta.dirname, "testing", "talker.ts");
const ALL_BYTES = 2_000_000;
/** What the kernel keeps beside: a pipe 64 kB, a socket some more. */
const MOST_BYTES = 600_000;

function talker(out: number | "pipe"): ChildProcess {
  return spawn(process.execPath, [TALKER], { stdio: ["ignore", out, "inherit", "ipc"] });
}

function assertBounded(words: string, all = ALL_BYTES / 100): void {
  assert.ok(words.length < MOST_BYTES, `${words.length} bytes were kept`);
  const missing = Number(/^\((\d+) lines are missing here: nobody took them\)$/m.exec(words)?.[1]);
  const lines = words.split("\n").filter((line) => line.startsWith("x")).length;
  assert.ok(missing > 0, "it is said how many are missing");
  assert.equal(lines + missing, all);
  assert.match(words, /^the last line$/m);
}

test("a pipe that nobody reads", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-unread-"));
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const both = openSync(pipe, constants.O_RDWR);
  const child = talker(both);
  await once(child, "message");
  const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "inherit"] });
  const words = text(reader.stdout);
  closeSync(both);
  child.send("end");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  assertBounded(await words);
  await rm(folder, { recursive: true });
});

test("a file on a disk that hangs: its scribe stands still, and nobody else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-unread-"));
  const file = join(folder, "log");
  const log = openSync(file, "a");
  const child = spawn(process.execPath, [TALKER, "wait"], { stdio: ["ignore", log, log, "ipc"] });
  closeSync(log);
  await once(child, "message");
  const { pid } = child;
  const scribes = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  assert.equal(scribes.length, 1, "one for both: the lines keep their order");
  for (const scribe of scribes) process.kill(scribe, "SIGSTOP");
  child.send("go");
  await once(child, "message");
  for (const scribe of scribes) process.kill(scribe, "SIGCONT");
  child.send("end");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  // a warning of Node's is one of them
  assertBounded(await readFile(file, "utf8"), ALL_BYTES / 100 + 1);
  await rm(folder, { recursive: true });
});

test("a socket that nobody reads, as that of the system's journal", async () => {
  const child = talker("pipe");
  const [{ kept }] = await once(child, "message");
  assert.ok(kept <= 100, `${kept} bytes wait in the stream`);
  assert.ok(child.stdout);
  const words = text(child.stdout);
  child.send("end");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  assertBounded(await words);
});
