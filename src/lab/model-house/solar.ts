import {
  clearSky,
  dayOfYear,
  type Irradiance,
  type Plane,
  planeOfArray,
  type SunPosition,
  splitIrradiance,
} from "../../forecast/sun.ts";

/** A row of panels with a charger of its own. */
export interface PvString extends Plane {
  /** Its quantities are called `<name>_power` and `<name>_voltage`. */
  readonly name: string;
  /** Power under standard conditions (1000 W/m², 25 °C), W. */
  readonly peak_w: number;
  /** Voltage at the power point and in open circuit under standard conditions, V. */
  readonly vmp_v: number;
  readonly voc_v: number;
}

/** Steep, so that they give the most when the sun is low: enough for the darkest weeks, with the battery. */
export const STRINGS: readonly PvString[] = [
  { name: "roof", peak_w: 4800, tilt: 50, azimuth: 180, vmp_v: 95, voc_v: 114 },
  { name: "garage", peak_w: 1600, tilt: 15, azimuth: 270, vmp_v: 63, voc_v: 76 },
];

/** Crystalline silicon: power and voltage change per K away from 25 °C. */
const POWER_PER_K = -0.0035;
const VOLT_PER_K = -0.0029;
/** Wiring, dirt, mismatch (14 %, as PVWatts assumes) and the charger's own 2 %. */
const YIELD = 0.86 * 0.98;

/** Light on the ground under this sky. */
export function skylight(at: number, sun: SunPosition, transmission: number): Irradiance {
  return splitIrradiance(clearSky(sun.elevation) * transmission, sun.elevation, dayOfYear(at));
}

/** What a string could give: cell temperature by Ross with a NOCT of 45 °C, power linear in the light on its plane. */
export function potential(
  string: PvString,
  light: Irradiance,
  sun: SunPosition,
  outdoor_c: number,
): { readonly power_w: number; readonly cell_c: number } {
  const plane = planeOfArray(light, sun, string);
  const cell_c = outdoor_c + ((45 - 20) / 800) * plane;
  const power = ((string.peak_w * plane) / 1000) * (1 + POWER_PER_K * (cell_c - 25)) * YIELD;
  return { power_w: Math.max(0, Math.floor(power)), cell_c };
}

/** Voltage of a string that gives `power_w` of `could_w`: a throttled string climbs towards open circuit. */
export function stringVoltage(string: PvString, power_w: number, could_w: number, cell_c: number): number {
  if (could_w <= 0) return 0;
  const idle = (1 - power_w / could_w) ** 0.3;
  const cold = 1 + VOLT_PER_K * (cell_c - 25);
  // Below a hundredth of the peak power the voltage falls away with the light.
  const dim = Math.min(1, 0.5 + could_w / (0.02 * string.peak_w));
  return (string.vmp_v + (string.voc_v - string.vmp_v) * idle) * cold * dim;
}
