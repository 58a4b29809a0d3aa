"use strict";
// npm run bench -- NAME: a measurement of this machine; without a name, the list.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { ROOT, install, nodeBinary, environment, buildPages } = require("./prepare.cjs");
const { installPrograms } = require("./debian.cjs");

const SOCAT = { "/usr/bin/socat": "socat" };
const CHROMIUM = { "/usr/bin/chromium": "chromium" };
/** What a bench needs beside npm's packages. */
const PROGRAMS = {
  reaction: SOCAT,
  jitter: SOCAT,
  hostile: SOCAT,
  idle: { ...SOCAT, ...CHROMIUM },
  screen: CHROMIUM,
};
const PAGES = ["first", "idle", "screen"];
/** A peer that is measured beside us where it is there. */
const RRDTOOL = { "/usr/bin/rrdtool": "rrdtool" };

const args = process.argv.slice(2);
install();
const node = nodeBinary();
for (const name of args) if (Object.hasOwn(PROGRAMS, name)) installPrograms(PROGRAMS[name]);
if (args.includes("pictures")) installPrograms(RRDTOOL, (words) => console.error(words));
if (args.some((name) => PAGES.includes(name))) buildPages(node);
const result = spawnSync(node, [path.join(ROOT, "bench", "index.ts"), ...args], {
  cwd: ROOT,
  env: environment(node),
  stdio: "inherit",
});
process.exit(result.status === null ? 1 : result.status);
