import assert from "node:assert/strict";
import { type HouseState, NO_NAMES } from "../../model/index.ts";
import { State } from "../api.ts";
import type { Web, WebOptions } from "../index.ts";
import { AT, CHANNELS, channel, houseState, SITE } from "./fakes.ts";
import { HANDLERS } from "./handlers.ts";

/** Everything that the web wants, for a folder that the test owns. */
export const options = (folder: string): WebOptions => ({
  host: "127.0.0.1",
  port: 0,
  dataFolder: folder,
  pages: "/nonexistent",
  version: "0.0.0-test",
  site: SITE,
  channels: CHANNELS,
  names: NO_NAMES,
  handlers: HANDLERS,
  entry: new URL("worker.ts", import.meta.url),
});

/** A house whose instant is AT + n, with one channel of that value. */
export function numbered(n: number, first = "solar.power"): HouseState {
  const now = { at: AT + n, mono: n };
  const channels = new Map([[first, channel(first, n)]]);
  return houseState({ now, snapshot: { now, channels, aliases: new Map() } });
}

async function shown(web: Web): Promise<number> {
  const answer = await fetch(`${web.url}/api/state`).catch(() => undefined);
  return answer?.status === 200 ? State.parse(await answer.json()).now - AT : -1;
}

/** Waits until the server shows the state of that number. */
export async function untilShown(web: Web, n: number): Promise<void> {
  const began = performance.now();
  while ((await shown(web)) !== n) assert.ok(performance.now() - began < 10_000, `state ${n} was never shown`);
}
