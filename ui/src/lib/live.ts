import type { State } from "../../../src/web/api.ts";

/** The part of a browser's EventSource that is used: tests bring their own. */
export interface LiveSource {
  onerror: ((event: Event) => void) | null;
  addEventListener(type: "state" | "starting", listener: (event: { readonly data: string }) => void): void;
  close(): void;
}

/** What the client needs of the browser. Times in ms of a monotonic clock. */
export interface LiveEnvironment {
  open(url: string): LiveSource;
  now(): number;
  /** Calls back once after `delay_ms`; returns a function that cancels. */
  after(delay_ms: number, callback: () => void): () => void;
  /** 0 ≤ x < 1: spreads the clients of a server that comes back. */
  random(): number;
}

/** `starting`: the server answers, and its house is not up yet. */
export type LinkStatus = "connecting" | "starting" | "live" | "lost";

export interface LiveHandlers {
  onState(state: State, received_mono: number): void;
  onStatus(status: LinkStatus): void;
}

export interface LiveClient {
  /** Reads another stream from now on, for example in another language. */
  goTo(url: string): void;
  /** Tries at once instead of waiting for the next attempt. */
  retry(): void;
  stop(): void;
  /** Messages that could not be read. */
  readonly dropped: number;
}

/** The server sends about once a second, and every 5 s even when the house is silent: then nobody is there. */
export const SILENT_AFTER_MS = 12_000;
/** A connection that brings nothing at all for so long is given up. */
export const OPEN_WITHIN_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/** Pause before attempt `failures` + 1: 1 s doubling to 15 s, give or take a quarter. */
export function backoff(failures: number, random: number): number {
  const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
  return pause * (0.75 + 0.5 * random);
}

function parseState(text: string): State | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    if (!("now" in parsed && "relays" in parsed && "channels" in parsed && "site" in parsed)) return undefined;
    return parsed as State;
  } catch {
    return undefined;
  }
}

/** Follows the server's events for as long as the page is open: a broken or silent stream is opened again. */
export function startLive(environment: LiveEnvironment, firstUrl: string, handlers: LiveHandlers): LiveClient {
  let url = firstUrl;
  let source: LiveSource | undefined;
  let cancelTimer = (): void => {};
  let failures = 0;
  let dropped = 0;
  let status: LinkStatus | undefined;

  const tell = (next: LinkStatus): void => {
    if (next === status) return;
    status = next;
    handlers.onStatus(next);
  };

  const wait = (delay_ms: number, then: () => void): void => {
    cancelTimer();
    cancelTimer = environment.after(delay_ms, then);
  };

  const close = (): void => {
    cancelTimer();
    source?.close();
    source = undefined;
  };

  const fail = (): void => {
    close();
    failures += 1;
    tell("lost");
    wait(backoff(failures, environment.random()), connect);
  };

  function connect(): void {
    close();
    const opened = environment.open(url);
    source = opened;
    wait(OPEN_WITHIN_MS, fail);
    opened.onerror = () => {
      if (source === opened) fail();
    };
    opened.addEventListener("starting", () => {
      if (source !== opened) return;
      failures = 0;
      wait(SILENT_AFTER_MS, fail);
      tell("starting");
    });
    opened.addEventListener("state", (event) => {
      if (source !== opened) return;
      const state = parseState(event.data);
      if (!state) {
        dropped += 1;
        return;
      }
      failures = 0;
      wait(SILENT_AFTER_MS, fail);
      handlers.onState(state, environment.now());
      tell("live");
    });
  }

  tell("connecting");
  connect();

  return {
    goTo(next) {
      url = next;
      connect();
    },
    retry() {
      failures = 0;
      connect();
    },
    stop: close,
    get dropped() {
      return dropped;
    },
  };
}
