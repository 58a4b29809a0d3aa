"use strict";
// The files of tests. Their names say what they need.
const fs = require("node:fs");
const path = require("node:path");
const { ROOT } = require("./prepare.cjs");

function below(folder) {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : below(file);
    return entry.name.endsWith(".test.ts") ? [file] : [];
  });
}

/** All of them, relative to the checkout. */
const testFiles = () => ["src", "test", "ui"].flatMap(below);
/** They take longer than a look while one works may. */
const isLong = (file) => /\.(slow|property|device|browser|alone)\.test\.ts$/.test(file);
/** They measure time or memory. */
const isAlone = (file) => file.endsWith(".alone.test.ts");
/** They need a kernel with simulated pins: see `kernel.cjs`. */
const isForKernel = (file) => file.endsWith(".kernel.test.ts");

module.exports = { testFiles, isLong, isAlone, isForKernel };
