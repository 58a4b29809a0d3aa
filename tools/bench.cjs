"use strict";
// npm run bench -- NAME: a measurement of this machine; without a name, the list.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { ROOT, install, nodeBinary, environment, buildPages } = require("./prepare.cjs");

install();
const node = nodeBinary();
if (process.argv.includes("idle")) buildPages(node);
const result = spawnSync(node, [path.join(ROOT, "bench", "index.ts"), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: environment(node),
  stdio: "inherit",
});
process.exit(result.status === null ? 1 : result.status);
