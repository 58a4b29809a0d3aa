import { inEnglish, type Reason, type Telling } from "../../model/index.ts";

/** A script that cannot be used, and where. */
export interface Rejected {
  readonly ok: false;
  /** A sentence in English, with line and column in front, if they are known. */
  readonly problem: string;
  /** The same for readers of every language; absent where it is known in these words alone. */
  readonly why?: Reason;
}

/** A script that cannot be used, and what is said of it. */
export function rejected(what: Telling): Rejected {
  return { ok: false, problem: inEnglish(what), ...(typeof what !== "string" && { why: what }) };
}
