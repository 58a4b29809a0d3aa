import type { Config } from "../../config/index.ts";
import type { ChannelRules } from "../../house/channels.ts";
import { parseFormula, shapeOf } from "../../model/index.ts";
import { deviceType } from "./device-types.ts";

/** How long a value of an unknown device counts. */
const STALE_AFTER_MS = 10_000;

/** Names, formulas and ages of the channels. */
export function channelRules(config: Config): ChannelRules {
  const staleAfter = (device: string, quantity: string): number => {
    const options = config.devices[device];
    const type = deviceType(options?.type);
    if (!options || !type) return STALE_AFTER_MS;
    const shape = shapeOf(type, options);
    return shape.quantities?.find(({ name }) => name === quantity)?.stale_after_ms ?? shape.stale_after_ms;
  };
  const channels = Object.entries(config.channels);
  return {
    staleAfter,
    named: channels.flatMap(([name, { from, alias, stale_after, stuck_after, ...asked }]) => {
      if (from === undefined) return [];
      const [device = "", ...quantity] = from.split(".");
      return [
        {
          ...{ name, from, alias, stuck_after_ms: stuck_after },
          stale_after_ms: stale_after ?? staleAfter(device, quantity.join(".")),
          plausible: { range: asked.plausible, not: asked.not, most_per_minute: asked.at_most_per_minute },
        },
      ];
    }),
    derived: channels.flatMap(([name, { formula, alias, unit }]) =>
      formula === undefined ? [] : [{ name, alias, unit, formula: parseFormula(formula) }],
    ),
  };
}
