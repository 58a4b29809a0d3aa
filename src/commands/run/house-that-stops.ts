import type { Config } from "../../config/index.ts";
import { type House, runHouse } from "../../house.ts";
import { MemoryStore } from "../../lab/memory-store.ts";
import type { Actuator, Clock, Device, ScriptHost } from "../../model/index.ts";
import { channelRules } from "./channel-rules.ts";
import { guardRules } from "./guard-rules.ts";

export interface Remains {
  readonly clock: Clock;
  readonly devices: ReadonlyMap<string, Device>;
  /** The output of each relay. */
  readonly outputs: ReadonlyMap<string, Actuator>;
}

const NO_SCRIPTS: ScriptHost = {
  run: () => undefined,
  onWish: () => undefined,
  onNote: () => undefined,
  status: () => ({ state: "none" }),
  memory: () => ({}),
  stop: async () => undefined,
};

/**
 * A house that is there to be stopped: it brings the relays into their safe state, whatever a crash has left them at. It
 * waits for no disk, and nothing of it is kept.
 */
export function houseThatStops(config: Config, { clock, devices, outputs }: Remains): House {
  return runHouse({
    ...{ clock, devices, outputs },
    rules: guardRules(config),
    channels: channelRules(config),
    scripts: NO_SCRIPTS,
    store: new MemoryStore(),
    commit_every_ms: config.data.commit_every,
    sun: () => ({ sunrise: null, sunset: null }),
    publish: () => undefined,
    onFatal: () => undefined,
  });
}
