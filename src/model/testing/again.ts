/**
 * For promises in milliseconds: a machine that is busy with something else for once proves nothing. Tries anew when
 * the attempt fails, three times in all; the last failure counts.
 */
export async function again(attempt: () => Promise<void>, tries = 3): Promise<void> {
  for (let left = tries; left > 1; left--) {
    try {
      await attempt();
      return;
    } catch {
      // once more
    }
  }
  await attempt();
}
