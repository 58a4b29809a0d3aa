import { join } from "node:path";
import type { Config } from "../../config/index.ts";
import { mostDescriptors } from "../../hands/index.ts";
import type { House } from "../../house.ts";
import { type Hands, MODE_CHANGE, type ModeCommand } from "../../model/index.ts";
import { PAINT_FLAGS, PAINT_PROCESS } from "../../pictures/painter.ts";
import { type Reply, startWeb, type Web } from "../../web/index.ts";
import { ROOT, VERSION } from "../package.ts";
import { logProblem } from "../terminal/log.ts";
import { channelSetup } from "./channels.ts";
import { dataFolder } from "./data-folder.ts";
import { displayNames } from "./display-names.ts";
import { panelKeys } from "./panel-keys.ts";
import { socketsFor } from "./room.ts";

/** The web's thread; the compiled package holds `.js` files, the checkout `.ts` files. */
const WEB_THREAD = new URL(`web-thread.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
/** The built pages. */
const PAGES = join(ROOT, "ui", "dist");
/** Resolves when what was asked is on the disk and the relay has followed, unless either takes too long. */
async function followed(house: House): Promise<void> {
  const { follow_ms } = MODE_CHANGE;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, follow_ms);
  });
  await Promise.race([Promise.all([house.onDisk(follow_ms), house.settled()]), limit]);
  clearTimeout(timer);
}

/** Sets the mode; the state that shows what came of it is published before the reply. */
async function setMode(command: ModeCommand, house: House | undefined, web: () => Web): Promise<Reply<"mode">> {
  if (!house) return { ok: false, error: "starting", message: "Gleaner is starting", hint: "try again in a second" };
  if (!house.command(command)) {
    return { ok: false, error: "busy", message: "Too many acts wait already", hint: "try again in a second" };
  }
  await followed(house);
  const state = house.state();
  web().publish(state);
  return { ok: true, from_mono: state.now.mono };
}

/**
 * Starts the web. Until the house is up, what people ask for is put off.
 * @param givenUp aborted: a start that has not come to its end is not waited for
 * @throws Error saying what to do: the port is taken or not allowed
 */
export async function openWeb(
  config: Config,
  hands: Hands,
  house: () => House | undefined,
  givenUp: AbortSignal,
): Promise<Web> {
  const web = await startWeb({
    host: config.web.host,
    port: config.web.port,
    dataFolder: dataFolder(config),
    sockets: socketsFor(mostDescriptors(), Object.keys(config.devices).length),
    pages: PAGES,
    entry: WEB_THREAD,
    startPainter: (events) => hands.inviteProcess(PAINT_PROCESS, PAINT_FLAGS, events),
    version: VERSION,
    site: { ...config.site, keys: panelKeys(config)?.map((relay) => relay ?? null) },
    channels: channelSetup(config),
    names: displayNames(config),
    configFile: config.file,
    givenUp,
    handlers: { mode: (command) => setMode(command, house(), () => web) },
  });
  web.onFailure = (message) => logProblem(`web: ${message}`);
  return web;
}
