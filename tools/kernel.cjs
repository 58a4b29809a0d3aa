"use strict";
// npm run kernel -- FILE …: runs tests (all `.kernel.test.ts` where none is named) on a kernel of their own, with
// simulated pins, buses and cables. Each `.restarts.kernel.test.ts` has a machine for itself, which it may restart.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { environment, install, nodeBinary, ROOT } = require("./prepare.cjs");
const { installPrograms } = require("./debian.cjs");
const { isForKernel, testFiles } = require("./test-files.cjs");

const MACHINE = path.join(__dirname, "kernel", "machine.cjs");

install();
installPrograms();
const node = nodeBinary();

/** @returns whether they passed */
function passes(files, options) {
  const tests = [node, "--import", "./test/support/same-seed.ts", "--test", "--test-isolation=none", ...files];
  const settings = { cwd: ROOT, env: environment(node), stdio: "inherit" };
  return spawnSync(node, [MACHINE, ...options, ...tests], settings).status === 0;
}

const named = process.argv.slice(2);
const files = named.length > 0 ? named : testFiles().filter(isForKernel);
const restarting = files.filter((file) => file.endsWith(".restarts.kernel.test.ts"));
const others = files.filter((file) => !restarting.includes(file));
const all = [
  ...(others.length > 0 ? [() => passes(others, [])] : []),
  ...restarting.map((file) => () => passes([file], ["--restarts"])),
];
process.exitCode = all.map((run) => run()).every(Boolean) ? 0 : 1;
