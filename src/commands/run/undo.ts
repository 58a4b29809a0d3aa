import { wordsOf } from "../../model/index.ts";
import { logProblem } from "../terminal/log.ts";

/**
 * Builds something of several parts, each of which says how it is undone. When a step fails, those before it are undone,
 * the last one first, and the failure is thrown on. When all succeed, the built thing keeps the stack, and ends by it.
 * @throws what `build` throws
 */
export async function built<T>(build: (undo: AsyncDisposableStack) => Promise<T>): Promise<T> {
  const undo = new AsyncDisposableStack();
  try {
    return await build(undo);
  } catch (failure) {
    // what a person must act on is the failure itself
    await undo.disposeAsync().catch((error: unknown) => logProblem(`Not all was undone: ${wordsOf(error)}`));
    throw failure;
  }
}
