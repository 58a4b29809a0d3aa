import type { Config } from "../../config/index.ts";
import type { PastReadings } from "../../house/record/recorder.ts";
import type { RetentionOptions } from "../../house/record/retention.ts";
import { everyChannel } from "../../interchange/every-channel.ts";
import { type History, wordsOf } from "../../model/index.ts";
import { type DiskStore, HistoryThread, newestOwn, pastChannels } from "../../store/index.ts";
import { logProblem } from "../terminal/log.ts";

/** What the history says to a house that starts, and what of it is not kept for ever. */

/**
 * What a history holds of earlier runs. What cannot be read is left out: its damage is shown elsewhere.
 * @param tell hears why; where the whole folder is known to be closed it need not
 */
export function pastOf(folder: string, tell: (problem: string) => void = logProblem): PastReadings {
  return {
    newestBefore(at) {
      try {
        return newestOwn(folder, at);
      } catch (error) {
        tell(`The history cannot be read: ${wordsOf(error)}`);
        return new Map();
      }
    },
    channels() {
      try {
        return pastChannels(folder);
      } catch (error) {
        tell(`The history cannot be read: ${wordsOf(error)}`);
        return [];
      }
    },
  };
}

/** What is asked in a second is one question. */
const ASKED_IDLE_MS = 1_000;

async function channelNames(history: Pick<History, "channels">): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of everyChannel(history)) names.push(name);
  return names;
}

/** The rules of the configuration; `undefined` when all is kept for ever. */
export function retentionRules(config: Config, store: DiskStore): RetentionOptions | undefined {
  const keep = (channel: string): number | undefined => {
    const keep_ms = config.channels[channel]?.keep ?? config.data.keep;
    return keep_ms === undefined || keep_ms === Number.POSITIVE_INFINITY ? undefined : keep_ms;
  };
  const some = config.data.keep !== undefined || Object.keys(config.channels).some((name) => keep(name) !== undefined);
  if (!some) return undefined;
  // asked once a day while the house runs: in a thread that is there only for it, as the disk may hang
  const thread = new HistoryThread(store.folder, { idle_ms: ASKED_IDLE_MS });
  return {
    keep,
    channels: () => channelNames(thread.open()),
    prune: (channel, before) => store.prune(channel, before),
  };
}
