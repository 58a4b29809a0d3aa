/** Folders of scripts, secrets and programs that may hang at once. */
export const FOLDERS = 12;
/** An output is written and read. */
export const LANES_PER_OUTPUT = 2;

/** Threads that the pool must have, so that nothing waits but what hangs. @param outputs that are files */
export function threadsFor(outputs: number): number {
  return FOLDERS + LANES_PER_OUTPUT * outputs + 4;
}
