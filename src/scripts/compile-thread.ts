import { parentPort } from "node:worker_threads";
import { compile } from "./compile.ts";

parentPort?.on("message", (source: string) => parentPort?.postMessage(compile(source)));
