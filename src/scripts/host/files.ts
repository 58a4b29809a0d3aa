import { type FSWatcher, watch } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { wordsOf } from "../../model/index.ts";
import { MAX_SOURCE_BYTES } from "../compile/limits.ts";

const POLL_MS = 2_000;
const SETTLE_MS = 50;

/** What is in a script's file now. */
export type FileText =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly problem: string };

/** Reads a script's file, at most 64 kB and one byte of it; never throws. */
export async function readScript(file: string): Promise<FileText> {
  try {
    const handle = await open(file, "r");
    try {
      if (!(await handle.stat()).isFile()) return { ok: false, problem: `${file} is not a file` };
      const buffer = Buffer.alloc(MAX_SOURCE_BYTES + 1);
      let size = 0;
      for (let got = 1; got > 0 && size < buffer.length; size += got) {
        got = (await handle.read(buffer, size, buffer.length - size, size)).bytesRead;
      }
      if (size > MAX_SOURCE_BYTES)
        return { ok: false, problem: `${file} is larger than 64 kB: a script must be smaller` };
      return { ok: true, source: new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, size)) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, problem: problemOf(file, error) };
  }
}

function problemOf(file: string, error: unknown): string {
  const { code } = error as { code?: string };
  if (code === "ENOENT") return `${file} is not there: put the script back, or change the configuration`;
  if (code === "EACCES") return `${file} cannot be read: give the user who runs Gleaner the right to read it`;
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return `${file} is not UTF-8 text: save it as UTF-8`;
  return `${file} cannot be read: ${wordsOf(error)}`;
}

interface Watched {
  readonly file: string;
  seen: string | undefined;
  waiting: NodeJS.Timeout | undefined;
  busy: boolean;
  again: boolean;
}

/**
 * Watches script files: by notice of their folders (editors replace files by renaming), and by looking every 2 s
 * where notices do not come (network drives). Tells each text once.
 */
export class ScriptFiles {
  readonly #watched: Watched[];
  readonly #folders: FSWatcher[] = [];
  readonly #tell: (file: string, text: FileText) => void;
  readonly #poll: NodeJS.Timeout;
  #stopped = false;

  constructor(files: readonly string[], tell: (file: string, text: FileText) => void) {
    this.#tell = tell;
    this.#watched = [...new Set(files)].map((file) => ({
      file,
      seen: undefined,
      waiting: undefined,
      busy: false,
      again: false,
    }));
    for (const folder of new Set(this.#watched.map(({ file }) => dirname(file)))) this.#watch(folder);
    this.#poll = setInterval(() => void this.look(), POLL_MS).unref();
  }

  /** Reads every file now. */
  async look(): Promise<void> {
    await Promise.all(this.#watched.map((one) => this.#look(one)));
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#poll);
    for (const folder of this.#folders) folder.close();
    for (const one of this.#watched) clearTimeout(one.waiting);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#stirred(folder, name));
      watcher.on("error", () => watcher.close());
      this.#folders.push(watcher);
    } catch {
      // No notices for this folder: the look every 2 s remains.
    }
  }

  #stirred(folder: string, name: string | null): void {
    for (const one of this.#watched) {
      if (dirname(one.file) !== folder || (name !== null && basename(one.file) !== name)) continue;
      clearTimeout(one.waiting);
      one.waiting = setTimeout(() => void this.#look(one), SETTLE_MS).unref();
    }
  }

  async #look(one: Watched): Promise<void> {
    if (one.busy) {
      one.again = true;
      return;
    }
    one.busy = true;
    do {
      one.again = false;
      const text = await readScript(one.file);
      const seen = text.ok ? `+${text.source}` : `-${text.problem}`;
      if (this.#stopped || seen === one.seen) continue;
      one.seen = seen;
      this.#tell(one.file, text);
    } while (one.again);
    one.busy = false;
  }
}
