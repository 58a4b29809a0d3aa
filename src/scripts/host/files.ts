import { type Files, FileTrouble, type ReasonCode, reason, type Telling, textOfFile } from "../../model/index.ts";
import { MAX_SOURCE_BYTES } from "../compile/limits.ts";
import { type Rejected, rejected } from "../compile/rejected.ts";

/** What is in a script's file now. */
export type FileText = { readonly ok: true; readonly source: string } | Rejected;

const CODES: ReadonlyMap<string, ReasonCode> = new Map([
  ["ENOENT", "script_file_gone"],
  ["EACCES", "script_file_forbidden"],
  ["NOT_ORDINARY", "script_file_odd"],
  ["TOO_LARGE", "script_file_large"],
] as const);

function problemOf(file: string, { code, message, why }: FileTrouble): Telling {
  const known = CODES.get(code);
  if (known !== undefined) return reason(known, { file });
  return code === "NO_ANSWER" ? (why ?? message) : reason("script_file_unreadable", { file, problem: message });
}

/** A script's text, or why there is none. */
export function textOf(file: string, content: Uint8Array | FileTrouble): FileText {
  if (content instanceof FileTrouble) return rejected(problemOf(file, content));
  const read = textOfFile(content);
  if (read.ok) return { ok: true, source: read.text };
  const { line } = read;
  return rejected(
    line === undefined
      ? reason("script_file_utf16", { file })
      : reason("script_file_latin1", { file, line: String(line) }),
  );
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
