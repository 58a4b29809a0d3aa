import { State } from "../api.ts";
import { askOf } from "../asking/requests.ts";
import type { Limits } from "../defence/limits.ts";
import type { App } from "../http/context.ts";
import { Live, systemClock } from "../live/live.ts";
import { buildServer } from "../server/server.ts";
import { AT, CHANNELS, channel, houseState, SITE } from "./fakes.ts";
import { HANDLERS } from "./handlers.ts";
import { MemoryHistory } from "./memory-history.ts";
import { loadPlainPictures } from "./plain-pictures.ts";
import { listen } from "./sockets.ts";

/** A server on a free port, and the feed behind its streams. */
export async function serve(limits: Partial<Limits> = {}): Promise<{ app: App; live: Live; port: number }> {
  const live = new Live();
  const app = await buildServer({
    history: new MemoryHistory(),
    live,
    ask: askOf(HANDLERS),
    pages: "/nonexistent",
    version: "0.0.0-test",
    site: SITE,
    channels: CHANNELS,
    loadPictures: loadPlainPictures,
    clock: systemClock,
    limits,
  });
  return { app, live, port: await listen(app) };
}

/** A house whose instant is AT + n; `width` characters make it large. */
export function stateAt(n: number, width = 0): ReturnType<typeof houseState> {
  const now = { at: AT + n, mono: n };
  const wide = channel("wide", "x".repeat(width), { unit: null });
  return houseState({ now, snapshot: { now, channels: new Map([["wide", wide]]), aliases: new Map() } });
}

/** The n of a state that a client received. */
export function nowOf(text: string | undefined): number {
  return State.parse(JSON.parse(text ?? "{}")).now - AT;
}
