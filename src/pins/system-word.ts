/** The kernel's own word for why a call failed, such as `EACCES`. */
export function systemWord(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
