import { spawn } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Mutant } from "./breed.ts";
import { ROOT, type Target } from "./find.ts";

const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

/** Looks whether mutants pass the check of the types, one at a time, in a copy of the sources. */
export class Compiler {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** As many compilers as there are folders, warm. @throws Error when the sources do not compile as they are */
  static async open({ files, tests }: Target, [folder = "", ...more]: readonly string[]): Promise<Compiler[]> {
    for (const name of ["src", "test", "tools", "bench", "package.json", "tsconfig.json"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const project = {
      extends: "./tsconfig.json",
      // what is left over is untidy, not wrong
      compilerOptions: { incremental: true, tsBuildInfoFile: "info", noUnusedLocals: false, noUnusedParameters: false },
      include: [...new Set(files.map((file) => dirname(file)).filter((room) => room !== "src"))],
      // the compiler takes no JavaScript; what is read as text is not checked
      files: [...files, ...tests].filter((file) => file.endsWith(".ts")),
    };
    writeFileSync(join(folder, "mutants.json"), JSON.stringify(project));
    const first = new Compiler(folder);
    if (await first.#complains()) throw new Error("the types are wrong although nothing is mutated: npm run check");
    for (const other of more) cpSync(folder, other, { recursive: true, verbatimSymlinks: true });
    return [first, ...more.map((other) => new Compiler(other))];
  }

  async refuses({ file, text }: Mutant): Promise<boolean> {
    const place = join(this.#folder, file);
    const before = readFileSync(place, "utf8");
    writeFileSync(place, text);
    const refused = await this.#complains();
    writeFileSync(place, before);
    return refused;
  }

  #complains(): Promise<boolean> {
    const child = spawn(process.execPath, [TSC, "-p", "mutants.json"], { cwd: this.#folder, stdio: "ignore" });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve(code !== 0));
    });
  }
}
