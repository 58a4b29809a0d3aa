"use strict";
// The linter looks at the files that changed since it found them sound.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { ROOT } = require("./prepare.cjs");
const { sources, keyOf, recall, keep } = require("./kept.cjs");

const BIOME = path.join("node_modules", "@biomejs", "biome", "bin", "biome");
const OPTIONS = ["ci", "--error-on-warnings", "--files-ignore-unknown=true", "--no-errors-on-unmatched"];

const keys = new Map(sources().map((file) => [file, keyOf(OPTIONS.join(" "), [file])]));
const sound = new Set(recall("lint"));
const changed = [...keys].filter(([, key]) => !sound.has(key)).map(([file]) => file);

if (changed.length > 0) {
  const { status } = spawnSync(process.execPath, [BIOME, ...OPTIONS, ...changed], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status || 1);
  keep("lint", [...keys.values()]);
}
console.log(`lint: ${keys.size} files are sound, ${changed.length} of them looked at anew`);
