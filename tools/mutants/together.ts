/** Does all the work, each helper one thing at a time. @throws what the first that fails throws */
export async function shareOut<H, T>(
  helpers: readonly H[],
  all: readonly T[],
  work: (one: T, helper: H) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const lane = async (helper: H): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await work(one, helper);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(helpers.map(lane));
}

/** Does all the work, at most `width` things at a time. */
export async function together<T>(width: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  await shareOut(Array.from({ length: width }), all, work);
}
