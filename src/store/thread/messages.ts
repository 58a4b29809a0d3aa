import type { DiskFigures, StoreTrouble } from "../../model/index.ts";
import type { Chore, Result } from "../chores/chore.ts";
import type { ChannelNews, WireBatch } from "../writing/batch.ts";

/** What crosses between the house's thread and the writer's thread. */

export type ToWriter =
  | { readonly do: "write"; readonly batch: WireBatch; readonly news: ChannelNews }
  /** Answered by a `chore` with the same number. */
  | { readonly do: "chore"; readonly number: number; readonly chore: Chore }
  | { readonly do: "close" };

export type FromWriter =
  | { readonly did: "open"; readonly memory: string | null }
  /** `trouble` is null when the batch is on the disk; otherwise nothing of it is known to be. */
  | {
      readonly did: "write";
      readonly trouble: StoreTrouble | null;
      /** Readings that were left out: the history has no room for their channels. */
      readonly no_room: number;
      /** Readings that were left out: they came in another unit than their channel's, of which a few are named. */
      readonly unfit: number;
      readonly unfit_channels: readonly string[];
      readonly took_ms: number;
      readonly disk: DiskFigures;
    }
  /** What stands in the way of sealing and of emptying the log; `null`: nothing any more. What was written stays written. */
  | { readonly did: "upkeep"; readonly trouble: StoreTrouble | null }
  | { readonly did: "chore"; readonly number: number; readonly result: Result | StoreTrouble }
  | { readonly did: "close"; readonly trouble: StoreTrouble | null }
  | { readonly did: "fail"; readonly trouble: StoreTrouble };
