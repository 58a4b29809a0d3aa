"use strict";
// npm run mutants -- src/control: which changes to a room its tests do not notice. See mutants/rooms.ts.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { ROOT, install, nodeBinary, environment } = require("./prepare.cjs");

install();
const node = nodeBinary();
const program = path.join(ROOT, "tools", "mutants", "index.ts");
const result = spawnSync(node, ["--disable-warning=ExperimentalWarning", program, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: environment(node),
  stdio: "inherit",
});
process.exit(result.status === null ? 2 : result.status);
