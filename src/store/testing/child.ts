import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** An empty folder that goes away with the test. */
export function tempFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "gleaner-store-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A program of this folder, running in a process of its own; killed when the test is over. */
export interface Child extends Disposable {
  readonly process: ChildProcess;
  /** What it printed so far. */
  readonly lines: readonly string[];
  /** Resolves with true once it has printed so many lines, with false if it ends before. */
  printed(count: number): Promise<boolean>;
  /** The exit code, `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

function script(name: string): string {
  return fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
}

/**
 * Starts `<name>.ts` of this folder.
 * @param wrapper a shell line that ends in `exec "$@"`, run before it
 */
export function startChild(name: string, args: readonly string[], wrapper = 'exec "$@"'): Child {
  const command = ["-c", wrapper, "sh", process.execPath, script(name), ...args];
  // Keeps the many short lives of these children from compiling the same files again
  const cache = fileURLToPath(new URL("../../../node_modules/.cache/compile", import.meta.url));
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const child = spawn("/bin/sh", command, { stdio: ["ignore", "pipe", "inherit"], env });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const output = createInterface({ input: child.stdout });
  const wake = (): void => {
    for (const look of waiting) look();
  };
  output.on("line", (line) => {
    lines.push(line);
    wake();
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.on("close", (code) => {
    over = true;
    wake();
    resolve(code);
  });
  const printed = (count: number): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = (): void => {
      if (lines.length < count && !over) return;
      waiting.delete(look);
      resolve(lines.length >= count);
    };
    waiting.add(look);
    look();
    return promise;
  };
  const kill = (): void => {
    if (!over) child.kill("SIGKILL");
  };
  return { process: child, lines, printed, ended, [Symbol.dispose]: kill };
}
