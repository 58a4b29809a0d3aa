/** What a caught thing says: an error's message, anything else as text. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
