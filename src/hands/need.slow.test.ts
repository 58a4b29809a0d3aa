import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ProcessHands } from "./process-hands.ts";

/** Hands that are killed faster than they start. */

const folder = mkdtempSync(join(tmpdir(), "gleaner-need-"));
after(() => rmSync(folder, { recursive: true }));

/** Tried again, as the house does it: on a busy machine one order may be given up before three hands have ended. */
async function again<T>(order: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await order();
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}

function endAll(): void {
  for (const task of readdirSync("/proc/self/task")) {
    for (const pid of readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter(Boolean)) {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("hands-process")) process.kill(Number(pid), "SIGKILL");
    }
  }
}

test("an order is carried out all the same, in time, and it is told; later the hands are back", async () => {
  const killing = setInterval(endAll, 20);
  const hands = new ProcessHands({ outputs: 2, home: folder, onRestart: () => undefined, said: () => undefined });
  const relay = join(folder, "relay");
  writeFileSync(relay, "1\n");
  writeFileSync(join(folder, "secret"), "hidden words\n");
  for (let time = 0; time < 3; time++) {
    await again(() => hands.files.replace(relay, `${time}\n`));
    assert.equal(readFileSync(relay, "utf8"), `${time}\n`);
    const order = {
      ...{ command: ["sh", "-c", 'echo off > program; echo "$KEY" >&2; exit 5'], folder, urgent: true },
      env: { KEY_file: "secret" },
      timeout_ms: 5_000,
    };
    const { code, stderr } = await again(() => hands.programs.start(order, () => undefined).ended);
    assert.deepEqual([code, stderr], [5, "***"]);
    assert.equal(readFileSync(join(folder, "program"), "utf8"), "off\n");
    rmSync(join(folder, "program"));
  }
  assert.ok(hands.problems.some(({ code }) => code === "hands_helped"));
  clearInterval(killing);
  await again(() => hands.files.enter(folder));
  await hands.stop();
});

test("an order that is not wanted any more is ended there too", async () => {
  const killing = setInterval(endAll, 20);
  const hands = new ProcessHands({ outputs: 1, home: folder, onRestart: () => undefined, said: () => undefined });
  await again(() => hands.files.replace(join(folder, "relay"), "1"));
  const command = ["sh", "-c", "echo $$ > slow; exec sleep 60"];
  const program = hands.programs.start({ command, folder, env: {}, urgent: true, timeout_ms: 60_000 }, () => undefined);
  const pid = await new Promise<number>((resolve) => {
    const look = setInterval(() => {
      const files = readdirSync(folder);
      const said = files.includes("slow") ? Number(readFileSync(join(folder, "slow"), "utf8")) : 0;
      if (said === 0) return;
      clearInterval(look);
      resolve(said);
    }, 10);
  });
  program.kill(0);
  assert.equal((await program.ended).signal, "SIGKILL");
  assert.throws(() => process.kill(pid, 0));
  clearInterval(killing);
  await hands.stop();
});
