import { type Files, FileTrouble, textOfFile } from "../../model/index.ts";
import { MAX_SOURCE_BYTES } from "../compile/limits.ts";

/** What is in a script's file now. */
export type FileText =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly problem: string };

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "is not there: put the script back, or change the configuration",
  EACCES: "cannot be read: give the user who runs Gleaner the right to read it",
  NOT_ORDINARY: "is not a file: put the script there",
  TOO_LARGE: "is larger than 64 kB: a script must be smaller",
};

function problemOf(file: string, { code, message }: FileTrouble): string {
  const words = WORDS[code];
  if (words !== undefined) return `${file} ${words}`;
  return code === "NO_ANSWER" ? message : `${file} cannot be read: ${message}`;
}

/** A script's text, or why there is none. */
export function textOf(file: string, content: Uint8Array | FileTrouble): FileText {
  if (content instanceof FileTrouble) return { ok: false, problem: problemOf(file, content) };
  const read = textOfFile(content);
  return read.ok ? { ok: true, source: read.text } : { ok: false, problem: `${file} ${read.flaw}` };
}

/** Follows the files of scripts: tells each text, or why there is none, once. */
export class ScriptFiles {
  /** Resolves when each of them was told for the first time. */
  readonly told: Promise<void>;
  readonly #ends: (() => void)[] = [];

  /** @param files without doubles */
  constructor(files: readonly string[], hands: Pick<Files, "follow">, tell: (file: string, text: FileText) => void) {
    const told = files.map((file) => {
      const first = Promise.withResolvers<void>();
      const take = (content: Uint8Array | FileTrouble): void => {
        tell(file, textOf(file, content));
        first.resolve();
      };
      this.#ends.push(hands.follow(file, MAX_SOURCE_BYTES, take));
      return first.promise;
    });
    this.told = Promise.all(told).then(() => undefined);
  }

  stop(): void {
    for (const end of this.#ends) end();
  }
}
