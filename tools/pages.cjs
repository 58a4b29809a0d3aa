"use strict";
// The types of the pages are looked at anew where one of the files that they depend on has changed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { ROOT } = require("./prepare.cjs");
const { sources, keyOf, recall, keep } = require("./kept.cjs");

const own = sources().filter((file) => file.startsWith(`ui${path.sep}`));

/** The key of a look that saw these files beside the pages' own; `undefined`: one of them is gone. */
function keyWith(others) {
  return others.every((file) => fs.existsSync(path.join(ROOT, file))) ? keyOf("pages", [...own, ...others]) : undefined;
}

const last = recall("pages");
if (last && last.key === keyWith(last.others)) {
  console.log("ui: nothing that the pages' types depend on has changed since they were found sound");
} else {
  const list = path.join(os.tmpdir(), `gleaner-seen-${process.pid}`);
  const { status } = spawnSync(process.execPath, [path.join("ui", "check.ts"), list], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status || 1);
  const others = fs.readFileSync(list, "utf8").split("\n").filter(Boolean);
  fs.rmSync(list);
  keep("pages", { others, key: keyWith(others) });
}
