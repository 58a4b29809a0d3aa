import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import type { ModeNumber } from "../../model/index.ts";
import { Bench } from "./bench.ts";

/** Others at the mode file, while the house reads and writes it again and again. */

/** Somebody reads all the time while the house writes so many times. @throws AssertionError when half a file was seen */
export async function assertNeverHalf(rounds: number): Promise<void> {
  const bench = new Bench().up();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const reader = new Worker(
    `const { workerData, parentPort } = require("node:worker_threads");
     const { readFileSync } = require("node:fs");
     const { path, stop } = workerData;
     let reads = 0;
     const seen = new Set();
     parentPort.postMessage("up");
     while (Atomics.load(stop, 0) === 0) {
       seen.add(readFileSync(path, "utf8"));
       reads += 1;
     }
     parentPort.postMessage({ reads, seen: [...seen] });`,
    { eval: true, workerData: { path: bench.modes, stop } },
  );
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => reader.once("message", resolve).once("error", reject));
  await next();
  for (let round = 0; round < rounds; round++) {
    bench.write(Bench.house(((round % 3) + 1) as ModeNumber, (round % 4) as ModeNumber));
  }
  const report = next();
  Atomics.store(stop, 0, 1);
  const { reads, seen } = (await report) as { reads: number; seen: string[] };
  await reader.terminate();
  assert(reads > 0);
  for (const text of seen) assert.deepEqual(Object.keys(JSON.parse(text)), ["1", "2", "8"]);
}

/** Whatever somebody writes. @throws AssertionError when it throws, or commands although it is no modes */
export function assertHarmless(numRuns: number): void {
  const bench = new Bench().up();
  const likely = fc
    .array(fc.constantFrom("{", "}", '"1"', '"2"', ":", ",", "0", "3", "4", "-1", "1e0", "null", "[", " ", '"x"'))
    .map((parts) => Buffer.from(parts.join("")));
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.oneof(bytes, likely), (content) => {
      bench.commands.length = 0;
      writeFileSync(bench.modes, content);
      bench.look();
      bench.write(Bench.house(1, 1));
      const text = content.toString("utf8");
      if (!/^\s*\{\s*"/.test(text)) assert.deepEqual(bench.commands, []);
      for (const command of bench.commands) assert.match(command, /^(boiler|pump|fan) (off|on|auto (true|false))$/);
    }),
    { numRuns },
  );
  assert(existsSync(bench.modes));
}
