"use strict";
// npm start: installs what is missing, builds the pages and the program, then runs Gleaner with its own Node.
// npm start -- run --config gleaner.yaml runs a real house; without arguments the simulated one.
const { spawn } = require("node:child_process");
const { ROOT, install, nodeBinary, environment, buildPages, programOf, fail } = require("./prepare.cjs");

if (Number(process.versions.node.split(".")[0]) < 18)
  fail(`Gleaner's starter needs Node 18 or newer; this is ${process.version}.`);
install();
const node = nodeBinary();
buildPages(node);

// npm runs scripts in the package's folder; a path that somebody gives is meant from where they are
const child = spawn(node, [programOf(node), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD || ROOT,
  env: environment(node),
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => child.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
child.on("error", (error) => fail(`Gleaner could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
