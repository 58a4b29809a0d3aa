import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Job, type Reached, switchboard } from "./job.ts";
import { done, expect, outcomes } from "./tests.ts";

/** The program of a test process: runs test files one after the other, one job. `node --import preload.ts?JOB process.ts JOB` */

const job: Job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));

if (job.files.some(({ path }) => path.includes(".property."))) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ seed: 1, interruptAfterTimeLimit: job.property_ms, markInterruptAsFailure: false });
}

let load_ms = 0;
for (const { path, tests } of job.files) {
  expect(tests, job.report === undefined);
  await import(pathToFileURL(path).href);
  load_ms ||= performance.now();
  await done();
}

const { report } = job;
if (report !== undefined) {
  process.on("exit", () => {
    const cover = switchboard().mutantCoverage ?? { static: {}, perTest: {} };
    const tests = [...outcomes()].map(([name, one]) => [name, { ...one, hits: cover.perTest[name] ?? {} }] as const);
    const reached: Reached = { always: cover.static, tests: Object.fromEntries(tests), load_ms };
    writeFileSync(report, JSON.stringify(reached));
  });
}
