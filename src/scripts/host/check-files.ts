import { readNow } from "../../hands/index.ts";
import { FileTrouble, type ScriptNames } from "../../model/index.ts";
import type { ScriptComplaint } from "../compile/check.ts";
import { Compiler } from "../compile/compiler.ts";
import { MAX_SOURCE_BYTES } from "../compile/limits.ts";
import type { ScriptSetup } from "./book.ts";
import { textOf } from "./files.ts";

/** A complaint about the script of a relay. */
export interface RelaysComplaint extends ScriptComplaint {
  readonly relay: string;
  readonly file: string;
}

/** Line and column stand in front of what the compiler says. */
const PLACE = /^line (\d{1,6})(?:, column (\d{1,6}))?: /;

function compilers(problem: string): ScriptComplaint {
  const found = PLACE.exec(problem);
  const message = found ? problem.slice(found[0].length) : problem;
  return { line: Number(found?.[1] ?? 1), column: Number(found?.[2] ?? 1), message };
}

function read(file: string): Uint8Array | FileTrouble {
  try {
    return readNow(file, MAX_SOURCE_BYTES);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
    return new FileTrouble(code, error instanceof Error ? error.message : String(error));
  }
}

async function complaintsOf(
  compiler: Compiler,
  file: string,
  settings: unknown,
  names: ScriptNames,
): Promise<readonly ScriptComplaint[]> {
  const text = textOf(file, read(file));
  if (!text.ok) return [{ line: 1, column: 1, message: text.problem }];
  const result = await compiler.compile(text.source);
  if (!result.ok) return [compilers(result.problem)];
  // only who checks reads scripts in this process: a house keeps the memory for it
  const { checkScript } = await import("../compile/check.ts");
  return checkScript(text.source, { names, settings: Object.keys(settings ?? {}) });
}

/**
 * Compiles scripts and looks at the names and words in them, without running them. Those whose file is not there are left
 * out. Ends by itself within some seconds for each script.
 */
export async function checkScripts(scripts: readonly ScriptSetup[], names: ScriptNames): Promise<RelaysComplaint[]> {
  const compiler = new Compiler();
  const found: RelaysComplaint[] = [];
  try {
    for (const { relay, file, settings } of scripts) {
      if (file === undefined) continue;
      for (const complaint of await complaintsOf(compiler, file, settings, names))
        found.push({ ...complaint, relay, file });
    }
  } finally {
    await compiler.stop();
  }
  return found;
}
