import type { Config } from "../../config/index.ts";
import {
  channelMeant,
  deviceChannel,
  type Keeps,
  type Register,
  type Registers,
  type Shown,
} from "../../model/index.ts";
import { openHistory } from "../../store/index.ts";
import { channelAliases } from "./channels.ts";
import { dataFolder } from "./data-folder.ts";
import { KeptRegister, memoryFolder } from "./kept-register.ts";

/** The newest value of a channel in the history; `undefined`: there is none, or it cannot be read. */
async function stored(folder: string, channel: string): Promise<Shown | undefined> {
  try {
    const history = openHistory(folder);
    try {
      const [newest] = await history.latestOf([channel]);
      return typeof newest?.value === "number" ? { wh: newest.value, at: newest.at } : undefined;
    } finally {
      history.close();
    }
  } catch {
    return undefined;
  }
}

/** The higher of what memory and history know: a register never goes back. */
function higher(kept: Keeps | undefined, stored: Shown | undefined): Shown | undefined {
  return kept ? { ...kept, wh: Math.max(kept.wh, stored?.wh ?? kept.wh) } : stored;
}

/**
 * Registers of the devices of a house: in memory for the end of a process, in the history for that of the machine.
 * @param folder where the house's data lies
 * @param nameOf what a device's channel is called in the history
 */
export function registersIn(folder: string, nameOf: (channel: string) => string): Registers {
  return {
    open(device, quantity): Register {
      const kept = new KeptRegister(memoryFolder(folder), `${device}.${quantity}`);
      const before = kept.last();
      const channel = nameOf(deviceChannel(device, quantity));
      return {
        last: async () => higher(before, await stored(folder, channel)),
        keep: (shown) => kept.keep(shown),
        close: () => kept.close(),
      };
    },
  };
}

/** Those of a configured house. */
export function registersOf(config: Config): Registers {
  const aliases = channelAliases(config);
  return registersIn(dataFolder(config), (channel) => channelMeant(aliases, channel));
}
