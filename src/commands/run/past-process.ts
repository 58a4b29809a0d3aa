import { setPriority } from "node:os";
import { loadConfig } from "../../config/index.ts";
import { savedMemoryOf, wordsOf } from "../../model/index.ts";
import { allDeviceTypes } from "./device-types.ts";
import { readPasts, savePasts } from "./pasts.ts";
import { simulateHistory } from "./simulated-past.ts";

/** Entry of the process that lives through the simulated past, behind the house and after everything else. */

const LOW_PRIORITY = 5;
const NEVER = new AbortController().signal;

function tell(message: unknown): void {
  process.send?.(message);
}

async function liveThroughAll(file: string): Promise<void> {
  const config = loadConfig(file, allDeviceTypes);
  for (let [past, ...rest] = await readPasts(config); past; [past, ...rest] = await readPasts(config)) {
    const { model, memory } = await simulateHistory(config, past, {
      stop: NEVER,
      onProgress: async (share, left) => {
        if (left) await savePasts(config, [left, ...rest]);
        tell({ share });
      },
    });
    // also one that holds nothing any more
    await savePasts(config, rest);
    // the house that runs goes on where the last of them ends
    tell({ lived: { brain: savedMemoryOf(memory).brain, ...(rest.length === 0 && { model }) } });
  }
}

setPriority(LOW_PRIORITY);
process.on("disconnect", () => process.exit());
process.once("message", (file: unknown) => {
  liveThroughAll(String(file))
    .then(() => tell({ done: true }))
    .catch((error: unknown) => tell({ problem: wordsOf(error) }))
    .finally(() => process.disconnect());
});
