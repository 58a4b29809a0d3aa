import { type HouseState, isLoopback } from "../model/index.ts";
import type { WebOptions } from "./thread/options.ts";
import { Supervisor } from "./thread/supervisor.ts";

export type { Handlers, Reply } from "./asking/requests.ts";
export type { ChannelSetup, Site } from "./http/setup.ts";
export type { WebOptions } from "./thread/options.ts";

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
