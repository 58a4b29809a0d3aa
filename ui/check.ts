import { execFile } from "node:child_process";
import { glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { promisify } from "node:util";
import { compile } from "svelte/compiler";

/**
 * Checks what the build of the pages lets through: the types of the modules and of the components' scripts, and the
 * component compiler's own warnings (unused styles, missing labels). `node ui/check.ts [LIST]`; exit code 1 when
 * something is wrong; else the files that were seen, beside the pages and packages, are written to LIST, a line each. Expressions in the markup are not seen: that takes svelte-check, which needs TypeScript 6 beside 7.
 */

const run = promisify(execFile);
const ui = import.meta.dirname;
const repository = dirname(ui);
/** Not `.svelte.ts`: that would stand in for the component itself where another one imports it. */
const SCRIPT = ".script.ts";

/** The script of a component on its own lines, so that line numbers stay true. */
function scriptOf(component: string): string {
  const kept: string[] = [];
  let inside = false;
  for (const line of component.split("\n")) {
    if (line.startsWith("</script>")) inside = false;
    kept.push(inside ? line : "");
    if (/^<script\b[^>]*lang="ts"/.test(line)) inside = true;
  }
  return `${kept.join("\n")}\nexport {};\n`;
}

/** "… is declared but never used", in all its forms. */
const UNUSED = /\.script\.ts\(.*error TS(?:6133|6138|6192|6196|6198|6199|6205):/;

const TSC = [join(repository, "node_modules/.bin/tsc"), "--singleThreaded", "--listFiles", "-p"];

/**
 * What the TypeScript compiler says of a project, line by line, and the repository's files that it saw outside the pages.
 * Names that only the markup uses look unused in a script.
 */
async function looked(project: string): Promise<{ errors: string[]; others: string[] }> {
  const said = await run(process.execPath, [...TSC, project], { maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)),
  );
  const lines = said.split("\n").filter((line) => line !== "" && !UNUSED.test(line));
  const files = lines.filter((line) => isAbsolute(line));
  const others = files
    .map((file) => relative(repository, file))
    .filter((file) => !/^(\.\.|ui|node_modules)[\\/]/.test(file) && !isAbsolute(file));
  return { errors: lines.filter((line) => !isAbsolute(line)), others };
}

// The scripts are laid out in a folder of their own that TypeScript sees as one with the repository.
const laid = await mkdtemp(join(tmpdir(), "gleaner-ui-"));
const problems: string[] = [];
let components = 0;
let seen: string[] = [];
try {
  for await (const name of glob("src/**/*.svelte", { cwd: ui })) {
    const source = await readFile(join(ui, name), "utf8");
    for (const { code, message, start } of compile(source, { filename: name, generate: "client" }).warnings) {
      problems.push(`ui/${name}:${start?.line ?? 1} ${code}: ${message}`);
    }
    const path = join(laid, "ui", name.replace(/\.svelte$/, SCRIPT));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, scriptOf(source));
    components += 1;
  }
  await symlink(join(repository, "node_modules"), join(laid, "node_modules"));
  const project = {
    extends: join(ui, "tsconfig.json"),
    compilerOptions: { rootDirs: [repository, laid] },
    include: ["ui", ...["src", "dev", "*.ts"].map((place) => join(ui, place))],
  };
  await writeFile(join(laid, "tsconfig.json"), JSON.stringify(project));
  const { errors, others } = await looked(laid);
  problems.push(...errors);
  seen = others;
} finally {
  await rm(laid, { recursive: true, force: true });
}

for (const problem of problems) console.error(problem.replace(/^.*gleaner-ui-[^/]*\//, "").replace(SCRIPT, ".svelte"));
const list = process.argv[2];
if (problems.length > 0) process.exitCode = 1;
else if (list !== undefined) await writeFile(list, seen.map((file) => `${file}\n`).join(""));
if (problems.length === 0)
  console.log(`ui: the types of all modules and of the scripts of ${components} components are sound`);
