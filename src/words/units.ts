import type { Language, Said } from "./languages.ts";

/** What is measured in a unit. */
const QUANTITIES = {
  W: { fr: "Puissance", de: "Leistung", en: "Power" },
  Wh: { fr: "Énergie", de: "Energie", en: "Energy" },
  VA: { fr: "Puissance apparente", de: "Scheinleistung", en: "Apparent power" },
  "%": { fr: "Pourcentage", de: "Prozent", en: "Percent" },
  V: { fr: "Tension", de: "Spannung", en: "Voltage" },
  A: { fr: "Courant", de: "Strom", en: "Current" },
  Ah: { fr: "Charge", de: "Ladung", en: "Charge" },
  "°C": { fr: "Température", de: "Temperatur", en: "Temperature" },
  Hz: { fr: "Fréquence", de: "Frequenz", en: "Frequency" },
  "m³": { fr: "Volume", de: "Volumen", en: "Volume" },
  l: { fr: "Volume", de: "Volumen", en: "Volume" },
  hPa: { fr: "Pression", de: "Druck", en: "Pressure" },
  bar: { fr: "Pression", de: "Druck", en: "Pressure" },
  lx: { fr: "Éclairement", de: "Helligkeit", en: "Brightness" },
  s: { fr: "Durée", de: "Zeit", en: "Time" },
} as const satisfies Record<string, Said>;

function isKnown(unit: string): unit is keyof typeof QUANTITIES {
  return Object.hasOwn(QUANTITIES, unit);
}

/** What a unit measures: `Power`; the unit itself where there is no word for it. */
export function quantityWord(unit: string, language: Language): string {
  return isKnown(unit) ? QUANTITIES[unit][language] : unit;
}

/** Units that take prefixes. */
const PREFIXED: readonly string[] = ["W", "Wh", "VA", "var"];
const PREFIXES: readonly (readonly [prefix: string, factor: number])[] = [
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
];

export function takesPrefixes(unit: string | null): unit is string {
  return unit !== null && PREFIXED.includes(unit);
}

/** A unit as it is shown, and by what values are divided for it. */
export interface ShownUnit {
  readonly unit: string;
  readonly factor: number;
}

/** The unit in which a value of that size (≥ 0) is readable: W and kW, seconds and hours. */
export function unitFor(size: number, unit: string | null): ShownUnit {
  if (unit === "s" && size >= 3 * 3_600) return { unit: "h", factor: 3_600 };
  if (unit === "s" && size >= 180) return { unit: "min", factor: 60 };
  const [prefix, factor] = (takesPrefixes(unit) && PREFIXES.find(([, least]) => size >= least)) || ["", 1];
  return { unit: prefix + (unit ?? ""), factor };
}
