import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, test } from "node:test";

/** Two starts at once in a fresh clone: one prepares it, the other waits and says so. */

const PREPARE = join(import.meta.dirname, "../tools/prepare.cjs");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function lockIn(): string {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-prepare-"));
  folders.push(folder);
  return join(folder, "lock");
}

/** Runs some work under the lock in a process of its own; what it printed, and its exit code. */
function alone(lock: string, work: string): Promise<{ readonly printed: string; readonly code: number | null }> {
  const code = `require(${JSON.stringify(PREPARE)}).alone(() => { ${work} }, ${JSON.stringify(lock)})`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (bytes) => {
    printed += String(bytes);
  });
  return new Promise((resolve) => child.on("close", (exit) => resolve({ printed, code: exit })));
}

test("only one works at a time, and whoever waits says for whom", async () => {
  const lock = lockIn();
  const log = JSON.stringify(`${lock}.log`);
  const work = `const fs = require("fs"); fs.appendFileSync(${log}, "in ");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700); fs.appendFileSync(${log}, "out ");`;
  const all = await Promise.all([alone(lock, work), alone(lock, work), alone(lock, work)]);
  assert.equal(readFileSync(`${lock}.log`, "utf8"), "in out in out in out ");
  const waited = all.filter(({ printed }) =>
    /^Another Gleaner \(process \d+\) prepares this folder: waiting for it …\n$/.test(printed),
  );
  assert.ok(waited.length >= 1, JSON.stringify(all));
  assert.equal(existsSync(lock), false);
});

test("a lock that a killed process left holds up nobody, nor one whose number another process has now, nor one that a power cut left empty", async () => {
  for (const left of ["999999999 1", `${process.pid} 1`, "nonsense", ""]) {
    const lock = lockIn();
    writeFileSync(lock, left);
    assert.deepEqual(await alone(lock, 'console.log("done")'), { printed: "done\n", code: 0 });
  }
});

test("a work that fails leaves no lock", async () => {
  const lock = lockIn();
  assert.equal((await alone(lock, "process.exit(3)")).code, 3);
  assert.equal(existsSync(lock), false);
});

/** A checkout with a program of two modules. */
function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), "gleaner präpare %20 "));
  folders.push(root);
  for (const folder of ["tools", "src"]) mkdirSync(join(root, folder));
  for (const file of ["prepare.cjs", "house.ts"]) {
    copyFileSync(join(import.meta.dirname, "../tools", file), join(root, "tools", file));
  }
  symlinkSync(join(import.meta.dirname, "../node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "package-lock.json"), "{}");
  writeFileSync(join(root, "src/main.ts"), 'import { word } from "./word.ts";\nconsole.log(word);\n');
  writeFileSync(join(root, "src/word.ts"), 'export const word: string = "built";\n');
  return root;
}

/** Runs the program as a start does; what it printed, and where it lies. */
function started(root: string): { readonly printed: string; readonly program: string; readonly told: string } {
  const code = 'console.log(require("./tools/prepare.cjs").programOf(process.execPath))';
  const made = spawnSync(process.execPath, ["-e", code], { cwd: root, encoding: "utf8" });
  const program = made.stdout.trim();
  const ran = spawnSync(process.execPath, [program], { encoding: "utf8" });
  return { printed: ran.stdout, program: program.slice(root.length + 1), told: made.stderr };
}

test("what a power cut left empty, and what others left half done, is made anew", () => {
  const root = checkout();
  const built = { printed: "built\n", program: "build/main.js", told: "" };
  assert.deepEqual(started(root), built);
  writeFileSync(join(root, "build/word.js"), "");
  for (const left of ["build.next", "build.next-x1", "build.last-x1"])
    mkdirSync(join(root, left, "more"), { recursive: true });
  assert.deepEqual(started(root), built);
  assert.deepEqual(
    readdirSync(root).filter((name) => name.startsWith("build") || name.startsWith(".")),
    ["build"],
  );
});

test("letters stay what they are, wherever they stand", () => {
  const root = checkout();
  const source = `type Ł = { readonly œ?: "Ω" };
class Ǩ { #ſ = "→"; get ŵ(): string { return this.#ſ; } }
const { œ = "œ" }: Ł = {}, ł: Readonly<Record<string, string>> = { Œ: "ß", "—": \`∑\${1}😀\` };
export const word = [œ, new Ǩ().ŵ, ...Object.entries(ł), /[œ–]/.test("–"), /^😀$/u.test("😀")].join(" ");
`;
  writeFileSync(join(root, "src/word.ts"), source);
  const { printed, program, told } = started(root);
  assert.deepEqual([printed, program, told], ["œ → Œ,ß —,∑1😀 true true\n", "build/main.js", ""]);
  assert.doesNotMatch(readFileSync(join(root, "build/word.js"), "utf8"), /[^\0-\xff]/);
});

test("where it cannot be made the program runs from its sources, and says why", () => {
  const root = checkout();
  writeFileSync(join(root, "tools/house.ts"), 'throw new Error("no space left on device");\n');
  const { printed, program, told } = started(root);
  assert.deepEqual([printed, program], ["built\n", "src/main.ts"]);
  assert.match(told, /^Gleaner runs from src\/ .*: Error: no space left on device\n$/);
});

/** All that some files import, directly or not, types and packages left out. */
function importedBy(files: readonly string[]): Set<string> {
  const found = new Set(files);
  // a set hands out what is added to it meanwhile
  for (const file of found) {
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (?!type )[^;]*?"(\.[^"]+)";/gm,
    )) {
      found.add(join(dirname(file), from));
    }
  }
  return found;
}

test("pages are built anew when anything changes that goes into them", () => {
  const { pageSources }: { readonly pageSources: () => string[] } = createRequire(import.meta.url)(PREPARE);
  const ui = join(import.meta.dirname, "../ui");
  const written = readdirSync(ui, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.|^(dist|dev|node_modules)\//.test(file))
    .map((file) => join(ui, file));
  const needed = importedBy(written);
  assert.ok([...needed].some((file) => file.endsWith("/src/words/values.ts")));
  const seen = new Set(pageSources());
  assert.deepEqual(
    [...needed].filter((file) => !seen.has(file)),
    [],
  );
});
