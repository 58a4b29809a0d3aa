import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Where files lie in memory, if the machine has such a place: what is measured there does not wait for a disk. */
export function memoryFolder(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

/** A folder with a house's configuration, scripts and outputs; gone when the test is over. */
export class Place {
  readonly folder: string;

  constructor(within = tmpdir()) {
    this.folder = mkdtempSync(join(within, "gleaner-e2e-"));
  }

  /** A place in memory, where the machine has such. */
  static inMemory(): Place {
    return new Place(memoryFolder());
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Replaces a file as a whole, as editors do. */
  write(name: string, text: string): void {
    const path = this.path(name);
    const beside = join(dirname(path), `.${basename(path)}.new`);
    writeFileSync(beside, text);
    renameSync(beside, path);
  }

  /** A program for the shell. @param body without its first line */
  program(name: string, body: string): void {
    writeFileSync(this.path(name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }

  makeFolder(name: string): void {
    mkdirSync(this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name), { force: true, recursive: true });
  }

  /** `undefined` when it is not there. */
  read(name: string): string | undefined {
    try {
      return readFileSync(this.path(name), "utf8");
    } catch {
      return undefined;
    }
  }

  /** What a `file` output holds: `"1"`, `"0"`, or `undefined` when it is not there. */
  output(name: string): string | undefined {
    return this.read(name)?.trim();
  }

  [Symbol.dispose](): void {
    // a program that was just killed may still be writing
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
