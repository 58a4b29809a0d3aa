import { flushCompileCache } from "node:module";
import { compile } from "./compile.ts";

/** The process behind `Compiler`: one source in, one result out. It ends with the process that started it. */
process.on("message", (source: string) => process.send?.(compile(source)));
process.on("disconnect", () => process.exit());
// the next one is there sooner; this one may be ended at any time
flushCompileCache();
