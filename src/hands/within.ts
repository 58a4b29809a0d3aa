import { FileTrouble } from "../model/ports/hands.ts";

/** What is told of a file that was asked for in vain. */
export function noAnswer(path: string): FileTrouble {
  const words = `${path} does not answer: look at the disk or the network share it lies on`;
  return new FileTrouble("NO_ANSWER", words, { code: "file_silent", values: { path } });
}

/**
 * Settles with the work, or rejects after so long.
 * @param late what is thrown then; the signal that `doing` was given is aborted with it
 */
export async function within<T>(
  limit_ms: number,
  late: () => Error,
  doing: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = late();
    limit.abort(error);
    reject(error);
  }, limit_ms);
  try {
    return await Promise.race([doing(limit.signal), promise]);
  } finally {
    clearTimeout(timer);
  }
}
