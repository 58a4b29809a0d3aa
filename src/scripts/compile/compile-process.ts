import { compile } from "./compile.ts";

/** The process behind `Compiler`: one source in, one result out. It ends with the process that started it. */
process.on("message", (source: string) => process.send?.(compile(source)));
process.on("disconnect", () => process.exit());
