import type { HouseState, ModeCommand } from "../../model/index.ts";
import type { Reply } from "../context.ts";
import type { ChannelSetup, Site } from "../setup.ts";

/** What the thread of the web is started with. */
export interface WorkerSetup {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
}

/** From the house to the web. */
export type ToWeb =
  /** Answered by `taken`; the next one is sent only then. */
  | { readonly say: "state"; readonly house: HouseState }
  | { readonly say: "reply"; readonly id: number; readonly reply: Reply }
  | { readonly say: "stop" };

/** From the web to the house. */
export type FromWeb =
  | { readonly say: "listening"; readonly url: string; readonly port: number }
  /** It cannot listen; `code` is the system's (EADDRINUSE …). */
  | { readonly say: "refused"; readonly code: string; readonly message: string }
  | { readonly say: "taken" }
  /** A request failed for a reason that nobody foresaw. At most one a second is told. */
  | { readonly say: "failed"; readonly message: string }
  | { readonly say: "command"; readonly id: number; readonly command: ModeCommand };
