import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { constants, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ReadStream } from "node:tty";
import { Cable, Scratch } from "../../devices/kit/testing/cable.ts";
import { blockOf, MPPT_LINE } from "../../devices/vedirect/testing/frames.ts";
import type { Findings } from "./findings.ts";

/** The command as a person calls it, on terminals of this machine. */

const MAIN = join(import.meta.dirname, "../../main.ts");
const LIMIT = { timeout: 60_000 };

interface Ended {
  readonly said: string;
  readonly code: number | null;
}

function gleaner(folder: string, ...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve) => child.on("close", (code) => resolve({ said, code })));
}

async function detected(folder: string, ...ports: string[]): Promise<Findings> {
  const { said, code } = await gleaner(folder, "detect", "--json", ...ports);
  assert.equal(code, 0, said);
  return JSON.parse(said);
}

/** A device that sends its block again and again. */
function speaking(cable: Cable, line: string): Disposable {
  const timer = setInterval(() => void cable.speak(blockOf(line)), 300);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

test(
  "a charger is named by listening, its piece of configuration is sound, and nothing was sent to it",
  LIMIT,
  async () => {
    using scratch = new Scratch();
    await using roof = await Cable.plug(scratch.path("roof"));
    await using silent = await Cable.plug(scratch.path("silent"));
    using _speaks = speaking(roof, MPPT_LINE);
    const { serial, yaml } = await detected(scratch.folder, "./roof", "./silent");
    const named = serial.filter(({ path }) => path.startsWith("./"));
    assert.deepEqual(
      named.map(({ path, state, speaker }) => [path, state, speaker?.product, speaker?.serial, speaker?.firmware]),
      [
        ["./roof", "named", "SmartSolar MPPT 75/15", "HQ2132QY2KR", "1.59"],
        ["./silent", "silent", undefined, undefined, undefined],
      ],
    );
    assert.deepEqual([roof.sent, silent.sent], ["", ""]);
    writeFileSync(scratch.path("gleaner.yaml"), yaml ?? "");
    const { said, code } = await gleaner(scratch.folder, "check-config", "gleaner.yaml");
    assert.deepEqual([said, code], ["gleaner.yaml is sound: 1 device, 0 relays.\n", 0]);
    const again = await detected(scratch.folder, "./roof");
    assert.deepEqual(again.configuration, { file: "gleaner.yaml", problem: null });
    assert.equal(again.serial.find(({ path }) => path === "./roof")?.used_by, "charger");
    assert.equal(again.yaml, null);
  },
);

test("a port that a program has open is named and left alone: it loses no byte", LIMIT, async () => {
  using scratch = new Scratch();
  await using roof = await Cable.plug(scratch.path("roof"));
  // as a program that locks nothing
  const fd = openSync(scratch.path("roof"), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const other = new ReadStream(fd);
  let heard = 0;
  other.on("data", (bytes: Buffer) => {
    heard += bytes.length;
  });
  let sent = 0;
  const timer = setInterval(() => {
    sent += blockOf(MPPT_LINE).length;
    void roof.speak(blockOf(MPPT_LINE));
  }, 50);
  const { serial } = await detected(scratch.folder, "./roof");
  clearInterval(timer);
  const port = serial.find(({ path }) => path === "./roof");
  assert.deepEqual([port?.state, port?.speaker], ["held", null]);
  assert.ok(port?.held_by.some(({ pid }) => pid === process.pid));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([heard, sent > 0], [sent, true]);
  other.destroy();
});
