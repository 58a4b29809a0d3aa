"use strict";
// Brings everything that Gleaner needs to run: packages, its own Node 24, the built pages.
// Plain old JavaScript without packages: this runs before the install, with whatever Node (18 or newer) there is.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const ROOT = path.dirname(__dirname);
const MODULES = path.join(ROOT, "node_modules");
const STAMP = path.join(MODULES, ".gleaner-installed");
const PAGES = path.join(ROOT, "ui", "dist");
const PAGES_STAMP = path.join(PAGES, ".stamp");
const HOUSE = path.join(ROOT, "build");
const HOUSE_STAMP = path.join(HOUSE, ".stamp");
const BIN = path.join(MODULES, ".bin");

function fail(line) {
  console.error(line);
  process.exit(1);
}

function hashOf(files, root = ROOT) {
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(path.relative(root, file)).update("\0").update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function filesBelow(folder, skip) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (skip.includes(entry.name)) return [];
      return entry.isDirectory() ? filesBelow(file, skip) : [file];
    });
}

/** While one of these programs changes the checkout's packages or pages, others wait. */
const LOCK = path.join(ROOT, ".gleaner-preparing");
const WAIT_MS = 300;

/** What tells a process from a later one with its number: on Linux when it began. */
function nameOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  // the program's name, in brackets, may hold anything
  const began = stat === undefined ? "" : stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return `${pid} ${began}`;
}

function isRunning(name) {
  const pid = Number(name.split(" ")[0]);
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  return nameOf(pid) === name;
}

/** Takes the lock, whole with its owner's name. Returns who has it already. */
function takeLock(lock) {
  const own = `${lock}.${process.pid}`;
  try {
    fs.writeFileSync(own, nameOf(process.pid));
    fs.linkSync(own, lock);
    return undefined;
  } catch (error) {
    if (error.code !== "EEXIST")
      throw new Error(
        `${lock} cannot be made: ${error.message}. Give this user the right, and the room, to write there.`,
      );
    return read(lock) || "";
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** Work without which nothing can go on. */
function needed(work) {
  try {
    return work();
  } catch (error) {
    return fail(error.message);
  }
}

/** Does some work that no other process may do at the same time; waits for one that does, and says so. */
function alone(work, lock = LOCK) {
  let told = false;
  for (let other = takeLock(lock); other !== undefined; other = takeLock(lock)) {
    if (!isRunning(other)) {
      // left by one that was killed, or whose power went, without a name; one that was taken meanwhile has another in it
      if (read(lock) === other) fs.rmSync(lock, { force: true });
      continue;
    }
    if (!told) console.log(`Another Gleaner (process ${other.split(" ")[0]}) prepares this folder: waiting for it …`);
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** PATH without the folder whose Node the install is about to replace. */
function pathWithoutOwn() {
  return (process.env.PATH || "")
    .split(path.delimiter)
    .filter((folder) => path.resolve(folder) !== BIN)
    .join(path.delimiter);
}

/** npm leaves out optional packages that name a newer Node than its own; from this one on it leaves none of ours out. */
const NPM_NEEDS = [22, 12];

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > NPM_NEEDS[0] || (major === NPM_NEEDS[0] && minor >= NPM_NEEDS[1]);
}

/** Runs `npm ci` in a folder with a given Node, or with the one that npm itself was started with. */
function ci(folder, node, args) {
  const env = { ...process.env, PATH: pathWithoutOwn(), NODE_ENV: "development" };
  if (node) env.PATH = [path.dirname(node), env.PATH].join(path.delimiter);
  const all = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args];
  const npm = process.env.npm_execpath;
  const own = process.env.npm_node_execpath || process.execPath;
  // the Node in node_modules is about to be replaced: npm must not run on it
  const runner = node || (own.startsWith(MODULES + path.sep) ? undefined : own);
  const result =
    npm && runner
      ? spawnSync(runner, [npm, ...all], { cwd: folder, env, stdio: "inherit" })
      : spawnSync("npm", all, { cwd: folder, env, stdio: "inherit" });
  if (result.error) fail(`npm could not be started: ${result.error.message}. Install npm, then try again.`);
  if (result.status !== 0) fail("The packages could not be installed; what npm says above tells why. Then try again.");
}

/** Fetches our own Node by itself, so that npm can run on it; returns its path and how to clean up. */
function fetchNode() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gleaner-node-"));
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
    fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
  }
  ci(folder, undefined, ["--omit=dev"]);
  const node = path.join(folder, "node_modules", `node-linux-${process.arch}`, "bin", "node");
  return {
    node: fs.existsSync(node) ? node : undefined,
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** Installs what the lockfile names, if that has not been done. */
function install() {
  const wanted = hashOf([path.join(ROOT, "package-lock.json"), path.join(ROOT, "package.json")]);
  const isDone = () => read(STAMP) === wanted && fs.existsSync(BIN);
  if (!isDone()) needed(() => alone(() => isDone() || installNow(wanted)));
}

function installNow(wanted) {
  console.log("Installing packages (once, and after an update; a few minutes on a Raspberry Pi) …");
  if (isNewEnough(process.versions.node)) {
    ci(ROOT, undefined, ["--include=dev"]);
  } else {
    const own = fetchNode();
    ci(ROOT, own.node, ["--include=dev"]);
    own.remove();
  }
  fs.writeFileSync(STAMP, wanted);
}

/** The Node that runs Gleaner: brought by the packages, or the machine's own when it is new enough. */
function nodeBinary() {
  const own = path.join(MODULES, `node-linux-${process.arch}`, "bin", "node");
  if (fs.existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    `Gleaner needs Node 24 and brings it for 64-bit Linux on x64 and arm64; this is ${process.platform} ${process.arch}. ` +
      "Install Node 24 from nodejs.org, then try again.",
  );
}

/** Environment in which every `node` is ours. */
function environment(node) {
  const cache = process.env.NODE_COMPILE_CACHE || path.join(MODULES, ".cache", "gleaner");
  return {
    ...process.env,
    PATH: [path.dirname(node), BIN, pathWithoutOwn()].join(path.delimiter),
    NODE_COMPILE_CACHE: cache,
  };
}

/** Rooms that the pages share with the house, and the one from which these take. */
const SHARED = ["chart", "model", "panel", "words"];

/** Whatever changes the pages when it changes. */
function pageSources() {
  const ui = filesBelow(path.join(ROOT, "ui"), ["dist", "dev", "node_modules"]);
  const shared = SHARED.flatMap((room) => filesBelow(path.join(ROOT, "src", room), ["testing"]));
  const sources = [...ui, ...shared].filter((file) => !file.includes(".test."));
  return [...sources, path.join(ROOT, "src", "web", "api.ts"), path.join(ROOT, "package-lock.json")];
}

/** Builds the pages, if their sources are newer than the last build. */
function buildPages(node) {
  const wanted = hashOf(pageSources());
  const isDone = () => read(PAGES_STAMP) === wanted;
  if (!isDone()) needed(() => alone(() => isDone() || buildNow(node, wanted)));
}

function buildNow(node, wanted) {
  console.log("Building the pages (once, and after an update) …");
  const vite = path.join(MODULES, "vite", "bin", "vite.js");
  const result = spawnSync(node, [vite, "build", "ui", "--logLevel", "warn"], {
    cwd: ROOT,
    env: environment(node),
    stdio: "inherit",
  });
  if (result.status !== 0) fail("The pages could not be built; what stands above tells why.");
  fs.writeFileSync(PAGES_STAMP, wanted);
}

/** What was made, and of what: files that a power cut left empty, or that somebody changed, are found out. */
const stampFor = (wanted, folder) => `${wanted} ${hashOf(filesBelow(folder, [".stamp"]), folder)}`;

/** Makes what a house runs from, `build/`, if its sources or it itself have changed. @returns the program @throws Error */
function buildHouse(node) {
  const sources = filesBelow(path.join(ROOT, "src"), []).filter((file) => !file.includes(".test."));
  const wanted = hashOf([...sources, path.join(__dirname, "house.ts"), path.join(ROOT, "package-lock.json")]);
  const isDone = () => {
    const stamp = read(HOUSE_STAMP);
    try {
      return stamp?.startsWith(`${wanted} `) && stamp === stampFor(wanted, HOUSE);
    } catch {
      // it is being put in place, or cannot be read
      return false;
    }
  };
  if (!isDone()) alone(() => isDone() || makeHouse(node, wanted));
  return path.join(HOUSE, "main.js");
}

/** Where it cannot be made, a house runs from its sources: a full disk, or one to read only, keeps nobody from switching off. */
function programOf(node) {
  try {
    return buildHouse(node);
  } catch (error) {
    console.error(`Gleaner runs from src/ and takes 20 MB more, as build/ could not be made: ${error.message}`);
    return path.join(ROOT, "src", "main.ts");
  }
}

/** What others left, or are about to leave: one that was killed may have a child that still writes. */
function removeLeft() {
  for (const name of fs.readdirSync(ROOT)) {
    if (/^build\.(next|last)/.test(name)) removeIfItGoes(path.join(ROOT, name));
  }
}

function removeIfItGoes(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // somebody writes there: the next one removes it
  }
}

/** A house that runs keeps what it has loaded; whoever loads more meanwhile finds the whole of the old or of the new. */
function makeHouse(node, wanted) {
  removeLeft();
  const next = fs.mkdtempSync(`${HOUSE}.next-`);
  const last = next.replace(".next-", ".last-");
  try {
    fs.chmodSync(next, 0o755);
    const made = spawnSync(node, ["--disable-warning=ExperimentalWarning", path.join(__dirname, "house.ts"), next], {
      env: environment(node),
      encoding: "utf8",
      stdio: ["ignore", "inherit", "pipe"],
    });
    if (made.status !== 0) throw new Error(made.error?.message ?? causeIn(made.stderr));
    fs.writeFileSync(path.join(next, ".stamp"), stampFor(wanted, next));
    if (fs.existsSync(HOUSE)) fs.renameSync(HOUSE, last);
    fs.renameSync(next, HOUSE);
  } finally {
    for (const folder of [next, last]) removeIfItGoes(folder);
  }
}

/** The line of a trace that says what happened. */
const causeIn = (trace) => /^\w*Error\b.*$/m.exec(trace)?.[0] ?? (trace.trim() || "it was ended");

module.exports = {
  ROOT,
  filesBelow,
  alone,
  install,
  nodeBinary,
  environment,
  pageSources,
  buildPages,
  buildHouse,
  programOf,
  fail,
};
