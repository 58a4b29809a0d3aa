import { HOUR } from "../../model/index.ts";

/** What hangs on a relay: a plain load, a water heater with its tank, or a freezer. */
export type LoadKind = "plain" | "tank" | "freezer";

export interface Load {
  readonly power_w: number;
  readonly kind: LoadKind;
}

export const LOADS: Readonly<Record<string, Load>> = {
  boiler: { power_w: 1200, kind: "tank" },
  pump: { power_w: 370, kind: "plain" },
  workshop: { power_w: 250, kind: "plain" },
  freezer: { power_w: 120, kind: "freezer" },
};

/** A store of heat or cold with the thermostat that guards it. */
export interface Store {
  readonly temperature_c: number;
  /** The thermostat lets the load run. */
  readonly calls: boolean;
}

const ROOM_C = 18;
/** 150 litres of water: 1.163 Wh per litre and K; well insulated. */
const TANK = { litres: 150, wh_per_k: 150 * 1.163, loss_w_per_k: 1.7, opens_c: 65, closes_c: 60 } as const;
const COLD_WATER_C = 12;
/** A chest freezer: the compressor moves 1.4 times the power that it takes. */
const FREEZER = { wh_per_k: 60, loss_w_per_k: 1.2, gain: 1.4, opens_c: -20, closes_c: -17 } as const;

/** The tank after a step: heated, drawn from and losing heat. Its thermostat opens at 65 °C and closes below 60 °C. */
export function nextTank(tank: Store, heat_w: number, litres_per_h: number, dt_ms: number): Store {
  const hours = dt_ms / HOUR;
  const t = tank.temperature_c;
  const mixed = Math.min(1, (litres_per_h * hours) / TANK.litres) * (t - COLD_WATER_C);
  const gained = ((heat_w - TANK.loss_w_per_k * (t - ROOM_C)) * hours) / TANK.wh_per_k;
  const temperature_c = t + gained - mixed;
  const calls = tank.calls ? temperature_c < TANK.opens_c : temperature_c < TANK.closes_c;
  return { temperature_c, calls };
}

/** The freezer after a step: its thermostat calls at −17 °C and is content at −20 °C. */
export function nextFreezer(freezer: Store, power_w: number, dt_ms: number): Store {
  const hours = dt_ms / HOUR;
  const t = freezer.temperature_c;
  const gained = ((FREEZER.loss_w_per_k * (ROOM_C - t) - FREEZER.gain * power_w) * hours) / FREEZER.wh_per_k;
  const temperature_c = t + gained;
  const calls = freezer.calls ? temperature_c > FREEZER.opens_c : temperature_c > FREEZER.closes_c;
  return { temperature_c, calls };
}
