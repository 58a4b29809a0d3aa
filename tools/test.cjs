"use strict";
// npm test: everything. npm run check (--quick): types, lint, architecture and unit tests, for the inner loop.
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ROOT, install, nodeBinary, environment, buildPages } = require("./prepare.cjs");
const { installPrograms } = require("./debian.cjs");

const quick = process.argv.includes("--quick");
install();
const node = nodeBinary();
if (!quick) {
  installPrograms();
  buildPages(node);
}

function run(name, args) {
  console.log(`\n── ${name}`);
  const result = spawnSync(node, args, { cwd: ROOT, env: environment(node), stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status || 1);
}

/** Test files below a folder. Names say what they need: `.slow.`, `.property.`, `.device.` and `.browser.` take longer. */
function tests(folder) {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : tests(file);
    return entry.name.endsWith(".test.ts") ? [file] : [];
  });
}

const isLong = (file) => /\.(slow|property|device|browser|alone)\.test\.ts$/.test(file);
const isAlone = (file) => file.endsWith(".alone.test.ts");
const all = [...tests("src"), ...tests("test"), ...tests("ui")];
const bin = (name) => path.join("node_modules", name);

/** Runs files in one process, which loads what they share once. @returns what it printed, if `show` is not said, and its exit code */
function inOneProcess(files, show) {
  return new Promise((resolve) => {
    const child = spawn(node, ["--test", "--test-isolation=none", ...files], {
      cwd: ROOT,
      env: environment(node),
      stdio: ["ignore", show ? "inherit" : "pipe", "inherit"],
    });
    const printed = [];
    if (child.stdout) child.stdout.on("data", (bytes) => printed.push(bytes));
    child.on("close", (code) => resolve({ code, printed: Buffer.concat(printed) }));
  });
}

/** Runs short tests in two processes at once; the second is shown when the first is over. */
async function runShort(files) {
  console.log("\n── unit tests");
  const half = (which) => files.filter((_, index) => index % 2 === which);
  const results = await Promise.all([inOneProcess(half(0), true), inOneProcess(half(1), false)]);
  process.stdout.write(results[1].printed);
  const failed = results.find(({ code }) => code !== 0);
  if (failed) process.exit(failed.code || 1);
}

async function main() {
  run("types", [bin("typescript/bin/tsc"), "-p", "."]);
  run("types of the pages", ["ui/check.ts"]);
  run("types of the examples", [bin("typescript/bin/tsc"), "-p", "examples"]);
  run("lint", [bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "."]);
  run("reference of the script API", ["tools/script-reference.ts", "--check"]);
  // what measures time or memory has the machine for itself
  if (!quick)
    run("tests that need the machine for themselves", ["--test", "--test-concurrency=1", ...all.filter(isAlone)]);
  await runShort(all.filter((file) => !isLong(file)));
  if (quick) return;
  // three at a time on two cores: many of them wait for a device, a clock or a process most of their time
  const long = all.filter((file) => isLong(file) && !isAlone(file));
  run("long tests", ["--test", "--test-concurrency=3", ...long]);
}

main();
