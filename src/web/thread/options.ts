import type { DisplayNames, Guest, GuestEvents } from "../../model/index.ts";
import type { Handlers } from "../asking/requests.ts";
import type { ChannelSetup, Site } from "../http/setup.ts";

/** What the web is started with. */
export interface WebOptions {
  /** A loopback address or `localhost`: there is no sign-in. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataFolder: string;
  /** Sockets that may be open at once; as many as usual when left out. */
  readonly sockets?: number;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  /** What the configuration calls relays, channels and devices. */
  readonly names: DisplayNames;
  /** What the house does with what the web asks. */
  readonly handlers: Handlers;
  /** Where the port is set, for the error that it is taken. */
  readonly configFile?: string;
  /** Starts the process that paints pictures; absent: there are no PNGs. @throws Error when it cannot be started now */
  readonly startPainter?: (events: GuestEvents) => Guest;
  /** The module that the thread runs: it opens the history and calls `serve`. */
  readonly entry: URL;
  /** Aborted: a thread that does not listen yet is ended at once, and the start fails. */
  readonly givenUp?: AbortSignal;
  /** Wait before the first restart of a thread that died, ms; doubles up to 30 s. */
  readonly restart_ms?: number;
  /** A thread that has not taken a state for so long is replaced, ms; 30 s when left out. */
  readonly hanging_ms?: number;
}
