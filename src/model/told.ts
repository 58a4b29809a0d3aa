import { FileTrouble } from "./ports/hands.ts";
import { type Reason, type ReasonCode, type ReasonValue, reason, say } from "./reasons.ts";
import { StoreError, wordsOf } from "./trouble.ts";

/** Something for a person to read: a sentence in every language, or somebody's own words. */
export type Telling = Reason | string;

/** An error whose words are a sentence in every language: its message is the English one. */
export class ToldError extends Error {
  readonly why: Reason;

  constructor(why: Reason, options?: ErrorOptions) {
    super(say(why, "en"), options);
    this.why = why;
  }
}

/** An error that says this. */
export function told(
  code: ReasonCode,
  values?: Readonly<Record<string, ReasonValue>>,
  options?: ErrorOptions,
): ToldError {
  return new ToldError(reason(code, values), options);
}

/** What a caught thing says, in every language where it can. */
export function tellingOf(error: unknown): Telling {
  const says = error instanceof ToldError || error instanceof StoreError || error instanceof FileTrouble;
  const why = says ? error.why : undefined;
  return why ?? wordsOf(error);
}

/** In English: for the log, and for whoever compares words. */
export function inEnglish(telling: Telling): string {
  return typeof telling === "string" ? telling : say(telling, "en");
}

/** An error that says it. */
export function errorOf(telling: Telling): Error {
  return typeof telling === "string" ? new Error(telling) : new ToldError(telling);
}
