import { type Questions, StoreError, type StoreTrouble, wordsOf } from "../../model/index.ts";

/** What crosses between whoever asks and the thread that reads. */

export type What = keyof Questions;

/** What is answered once. */
export type Errand =
  | {
      readonly do: "ask";
      readonly number: number;
      readonly what: What;
      readonly asked: readonly unknown[];
      /** Of the moment that is held, not of the newest state. */
      readonly held: boolean;
    }
  /** From here to the `release` of the same number, what is asked of the moment is asked of one; answered by `held`. */
  | { readonly do: "hold"; readonly number: number };

export type ToReader = Errand | { readonly do: "release"; readonly number: number } | { readonly do: "close" };

/** An error as plain data; one that is neither of the store nor of a wrong question has only its words. */
export type PlainError =
  | { readonly of: "store"; readonly trouble: StoreTrouble }
  | { readonly of: "question"; readonly message: string }
  | { readonly of: "other"; readonly message: string };

export type FromReader =
  | { readonly did: "answer"; readonly number: number; readonly answer: unknown }
  | { readonly did: "held"; readonly number: number }
  | { readonly did: "fail"; readonly number: number; readonly error: PlainError };

export function plainError(error: unknown): PlainError {
  if (error instanceof StoreError) {
    const { code, message, fatal } = error;
    return { of: "store", trouble: { code, message, fatal } };
  }
  return { of: error instanceof RangeError ? "question" : "other", message: wordsOf(error) };
}

export function errorFrom(error: PlainError): Error {
  if (error.of === "store") return new StoreError(error.trouble);
  return error.of === "question" ? new RangeError(error.message) : new Error(error.message);
}
