"use strict";
// npm run kernel -- FILE …: runs tests (all `.kernel.test.ts` where none is named) on a kernel of their own, with
// simulated pins, buses and cables.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { environment, install, nodeBinary, ROOT } = require("./prepare.cjs");
const { installPrograms } = require("./debian.cjs");
const { isForKernel, testFiles } = require("./test-files.cjs");

install();
installPrograms();
const node = nodeBinary();
const named = process.argv.slice(2);
const files = named.length > 0 ? named : testFiles().filter(isForKernel);
const tests = [node, "--import", "./test/support/same-seed.ts", "--test", "--test-isolation=none", ...files];
const machine = path.join(__dirname, "kernel", "machine.cjs");
const result = spawnSync(node, [machine, ...tests], { cwd: ROOT, env: environment(node), stdio: "inherit" });
process.exitCode = result.status ?? 1;
