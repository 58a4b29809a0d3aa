"use strict";
// What was found sound is kept by its contents: the same again needs no second look.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { ROOT, filesBelow } = require("./prepare.cjs");

const FOLDER = path.join(ROOT, "node_modules", ".cache", "sound");

/** Which program looks, and by which rules. */
const RULES = ["package-lock.json", "biome.json", "ui/biome.json", "tsconfig.json", "ui/tsconfig.json"];

/** Files of the checkout whose text somebody writes, relative to it. */
function sources() {
  return filesBelow(ROOT, ["node_modules", "dist", "build", ".git", "data"]).map((file) => path.relative(ROOT, file));
}

const hashOf = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(String(part.length)).update("\0").update(part);
  return hash.digest("base64");
};
const contentsOf = (file) => fs.readFileSync(path.join(ROOT, file));
const rules = hashOf(...RULES.map(contentsOf));

/** The key of a look: which it is, the rules, and all files that it sees, each relative to the checkout. */
function keyOf(look, files) {
  return hashOf(look, rules, ...files.flatMap((file) => [file, contentsOf(file)]));
}

/** What is kept under a name, or `undefined`: never kept, or not to be read. */
function recall(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

/** Keeps a value in the place of the last one. */
function keep(name, value) {
  const file = path.join(FOLDER, `${name}.json`);
  const fresh = `${file}.${process.pid}`;
  fs.mkdirSync(FOLDER, { recursive: true });
  fs.writeFileSync(fresh, JSON.stringify(value));
  fs.renameSync(fresh, file);
}

module.exports = { sources, keyOf, recall, keep };
