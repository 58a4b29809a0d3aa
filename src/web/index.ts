import { isIP } from "node:net";
import type { HouseState, ModeCommand } from "../model/index.ts";
import type { ChannelSetup } from "./channels.ts";
import type { Reply } from "./context.ts";
import { Supervisor } from "./supervisor.ts";
import type { Site } from "./views.ts";

export type { ChannelSetup } from "./channels.ts";
export type { Reply } from "./context.ts";
export type { ClosableHistory } from "./late-history.ts";
export type { Site } from "./views.ts";

export interface WebOptions {
  /** A loopback address or `localhost`: there is no sign-in. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataFolder: string;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  /** A person or a program sets a mode. */
  readonly onCommand: (command: ModeCommand) => Promise<Reply>;
  /** Where the port is set, for the error that it is taken. */
  readonly configFile?: string;
  /** The module that the thread runs: it opens the history and calls `serve`. */
  readonly entry: URL;
  /** Wait before the first restart of a thread that died, ms; doubles up to 30 s. */
  readonly restart_ms?: number;
  /** A thread that has not taken a state for so long is replaced, ms; 30 s when left out. */
  readonly hanging_ms?: number;
}

/** The running web. */
export interface Web {
  readonly url: string;
  /** Shows this state. Never blocks and never queues: while the web is busy only the newest is kept. */
  publish(state: HouseState): void;
  /** Ends streams and thread, within 1 s. */
  stop(): Promise<void>;
  /** Called, for the log, when the thread died, a request failed or a state could not be handed over; the web goes on by itself. */
  onFailure: ((message: string) => void) | undefined;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * Starts the web in its own thread. Resolves when it listens.
 * @throws Error saying what to do: not a loopback address, the port is taken or not allowed
 */
export async function startWeb(options: WebOptions): Promise<Web> {
  if (!isLoopback(options.host)) {
    throw new Error(
      `web.host ${options.host} would open Gleaner to the network, and it has no sign-in yet: use 127.0.0.1`,
    );
  }
  const supervisor = new Supervisor(options);
  const url = await supervisor.start();
  return {
    url,
    publish: (state) => supervisor.publish(state),
    stop: () => supervisor.stop(),
    get onFailure() {
      return supervisor.onFailure;
    },
    set onFailure(callback) {
      supervisor.onFailure = callback;
    },
  };
}
