import type { Reason } from "./reasons.ts";

/** What a caught thing says: an error's message, anything else as text. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What kind of trouble the store is in.
 * `full` and `readonly` pass by themselves once there is space or the right to write; after `io`, and after `corrupt`
 * where it is fatal, the process must end, because what the disk holds is not known any more. `busy`: a question was not
 * answered in time; nothing is known to be wrong, and it may be asked again later.
 */
export type StoreErrorCode = "full" | "io" | "readonly" | "corrupt" | "busy" | "other";

/** An error of the store, with what to do in its message. Plain data, so that it can cross to another thread. */
export interface StoreTrouble {
  readonly code: StoreErrorCode;
  readonly message: string;
  /** The same for readers of every language; absent where it is known in these words alone. */
  readonly why?: Reason;
  /** The house must stop (exit 70) and be started again; no later commit will be taken. */
  readonly fatal: boolean;
}

/** What a store throws: `Store`, `History` and whoever opens them. */
export class StoreError extends Error implements StoreTrouble {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  readonly fatal: boolean;
  readonly why?: Reason;

  /** @param cause what was thrown first, for whoever looks for a mistake */
  constructor(trouble: StoreTrouble, cause?: unknown) {
    super(trouble.message, cause === undefined ? undefined : { cause });
    this.code = trouble.code;
    this.fatal = trouble.fatal;
    if (trouble.why) this.why = trouble.why;
  }
}
