"use strict";
// npm test: everything. npm run check (--quick): types, lint, architecture and unit tests, for the inner loop.
const { spawn, spawnSync } = require("node:child_process");
const path = require("node:path");
const { ROOT, install, nodeBinary, environment, buildPages, buildHouse } = require("./prepare.cjs");
const { installPrograms } = require("./debian.cjs");
const { testFiles, isLong, isAlone, isForKernel } = require("./test-files.cjs");

const quick = process.argv.includes("--quick");
install();
const node = nodeBinary();
buildHouse(node);
if (!quick) {
  installPrograms();
  buildPages(node);
}

function run(name, args) {
  console.log(`\n── ${name}`);
  const result = spawnSync(node, args, { cwd: ROOT, env: environment(node), stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status || 1);
}

const all = testFiles();
const bin = (name) => path.join("node_modules", name);

/**
 * The look at a project's types. One thread: several would each look at the types that they share. What was found is
 * kept, and looked at anew for the files that changed and whoever imports them.
 */
function typesOf(project) {
  const kept = bin(path.join(".cache", "types", `${project === "." ? "all" : project}.tsbuildinfo`));
  return [bin("typescript/bin/tsc"), "--singleThreaded", "--incremental", "--tsBuildInfoFile", kept, "-p", project];
}

/** So many at once on two cores: some of them wait. */
const LANES = 3;

/** Runs a program of Node. @returns what it printed, and its exit code */
function inProcess(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: ROOT, env: environment(node), stdio: ["ignore", "pipe", "pipe"] });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
    child.on("close", (code) => resolve({ code, printed: Buffer.concat(printed) }));
  });
}

/**
 * Does all jobs, some at once, the first ones first; each is shown when it is over. Ends this process when one has failed.
 * @param endsAll what is still to be begun is left when one has failed
 */
async function runTogether(jobs, lanes, endsAll) {
  const left = [...jobs];
  const failed = [];
  const lane = async () => {
    for (let job = left.shift(); job; job = left.shift()) {
      const began = performance.now();
      const { code, printed } = await inProcess(job.args);
      console.log(`\n── ${job.name}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
      process.stdout.write(printed);
      if (code === 0) continue;
      failed.push(job.name);
      if (endsAll) left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failed.length === 0) return;
  console.log(`\nFailed: ${failed.join(", ")}`);
  process.exit(1);
}

/** Random tests are the same each time. */
const SAME_SEED = ["--import", "./test/support/same-seed.ts"];

/** Rooms with fewer files of tests share a process: starting one takes longer than they do. */
const FEW_FILES = 10;

/** Rooms whose tests take longest for their number; they begin first, so that none is left alone at the end. */
const SLOW_ROOMS = ["test", "src/scripts"];

/** Short tests, a process for each room, which loads what they share once; the largest first. */
function shortTests(files) {
  const rooms = new Map();
  for (const file of files) {
    const room = file
      .split(path.sep)
      .slice(0, file.startsWith("src") ? 2 : 1)
      .join("/")
      .replace(/\.test\.ts$/, "");
    rooms.set(room, [...(rooms.get(room) || []), file]);
  }
  const isSmall = ([, some]) => some.length < FEW_FILES;
  const small = [...rooms].filter(isSmall);
  const together = [small.map(([room]) => room).join(", "), small.flatMap(([, some]) => some)];
  return [...[...rooms].filter((room) => !isSmall(room)), together]
    .sort(([a, some], [b, others]) => SLOW_ROOMS.indexOf(b) - SLOW_ROOMS.indexOf(a) || others.length - some.length)
    .map(([room, some]) => ({
      name: `unit tests of ${room}`,
      args: [...SAME_SEED, "--test", "--test-isolation=none", ...some],
    }));
}

/** Those that take longest; they begin first, so that none is left alone at the end. */
const LONGEST = [
  "test/kill.slow.test.ts",
  "test/running.browser.test.ts",
  "src/store/crash-images.slow.test.ts",
  "src/control/guard.property.test.ts",
  "src/store/damage.slow.test.ts",
  "test/kill-import.slow.test.ts",
  "ui/access.browser.test.ts",
  "ui/history.browser.test.ts",
  "ui/ui.browser.test.ts",
  "test/outside.slow.test.ts",
  "test/trouble.slow.test.ts",
  "test/failed-start.slow.test.ts",
  "test/serial-faults.device.test.ts",
  "test/recordings.device.test.ts",
].map((file) => path.normalize(file));

/** Long tests, a process for each file. */
function longTests(files) {
  const rank = (file) => (LONGEST.includes(file) ? LONGEST.indexOf(file) : LONGEST.length);
  return [...files].sort((a, b) => rank(a) - rank(b)).map((file) => ({ name: file, args: [...SAME_SEED, file] }));
}

async function main() {
  const looks = [
    { name: "types", args: typesOf(".") },
    { name: "types of the pages", args: ["tools/pages.cjs"] },
    { name: "types of the examples", args: typesOf("examples") },
    { name: "lint", args: ["tools/lint.cjs"] },
    { name: "reference of the script API", args: ["tools/script-reference.ts", "--check"] },
  ];
  const short = shortTests(all.filter((file) => !isLong(file) && !isForKernel(file)));
  await runTogether([...looks, ...short], LANES, true);
  if (quick) return;
  // what measures time or memory has the machine for itself
  run("tests that need the machine for themselves", [
    ...SAME_SEED,
    "--test",
    "--test-concurrency=1",
    ...all.filter(isAlone),
  ]);
  const long = all.filter((file) => isLong(file) && !isAlone(file));
  const kernel = { name: "tests on a kernel with pins", args: ["tools/kernel.cjs"] };
  await runTogether([kernel, ...longTests(long)], LANES, false);
  console.log(`\n${long.length} files of long tests passed`);
}

main();
