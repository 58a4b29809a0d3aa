import { FileTrouble } from "../model/ports/hands.ts";
import { wordsOf } from "../model/trouble.ts";

/** The system's word for an error, such as `ENOENT`; `""` when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Any error as the trouble of a file. */
export function fileTrouble(error: unknown): FileTrouble {
  if (error instanceof FileTrouble) return error;
  return new FileTrouble(codeOf(error) || "UNKNOWN", wordsOf(error));
}
