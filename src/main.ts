#!/usr/bin/env node
/**
 * The way in. Sets up Node's compile cache before anything else is loaded, for this thread and, by the environment,
 * for the threads to come: without it each thread that runs TypeScript loads the type stripper, some 25 MB.
 */
import { enableCompileCache } from "node:module";
import { dirname, join } from "node:path";

process.env.NODE_COMPILE_CACHE ??= join(dirname(import.meta.dirname), "node_modules", ".cache", "gleaner");
enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import("./main.cli.ts");
