import { soundUnit } from "./channel-names.ts";
import { HOUR } from "./time.ts";

/** Units as people and programs write them, and what they become here. Where two could be meant, none is. */

/** What is longer is no spelling of a unit. */
const LONGEST_SPELLING = 24;

const same = (value: number): number => value;
const times =
  (factor: number) =>
  (value: number): number =>
    Number((value * factor).toPrecision(12));

/** Units that are not Gleaner's: what they become. */
const CONVERTED: ReadonlyMap<string, readonly [unit: string, convert: (value: number) => number]> = new Map([
  ["mW", ["W", times(1e-3)]],
  ["kW", ["W", times(1e3)]],
  ["MW", ["W", times(1e6)]],
  ["GW", ["W", times(1e9)]],
  ["mWh", ["Wh", times(1e-3)]],
  ["kWh", ["Wh", times(1e3)]],
  ["MWh", ["Wh", times(1e6)]],
  ["GWh", ["Wh", times(1e9)]],
  ["J", ["Wh", times(1 / 3600)]],
  ["kJ", ["Wh", times(1 / 3.6)]],
  ["MJ", ["Wh", times(1e3 / 3.6)]],
  ["GJ", ["Wh", times(1e6 / 3.6)]],
  ["Ws", ["Wh", times(1 / 3600)]],
  ["Wmin", ["Wh", times(1 / 60)]],
  ["kVA", ["VA", times(1e3)]],
  ["kvar", ["var", times(1e3)]],
  ["mV", ["V", times(1e-3)]],
  ["kV", ["V", times(1e3)]],
  ["mA", ["A", times(1e-3)]],
  ["µA", ["A", times(1e-6)]],
  ["kA", ["A", times(1e3)]],
  ["mAh", ["Ah", times(1e-3)]],
  ["kAh", ["Ah", times(1e3)]],
  ["ms", ["s", times(1e-3)]],
  ["min", ["s", times(60)]],
  ["h", ["s", times(3600)]],
  ["d", ["s", times(86_400)]],
  ["kHz", ["Hz", times(1e3)]],
  ["MHz", ["Hz", times(1e6)]],
  ["C", ["°C", same]],
  ["°F", ["°C", (value: number) => Number((((value - 32) * 5) / 9).toPrecision(12))]],
  ["F", ["°C", (value: number) => Number((((value - 32) * 5) / 9).toPrecision(12))]],
  ["K", ["°C", (value: number) => Number((value - 273.15).toPrecision(12))]],
]);

/** Units that stay as they are: Gleaner's own, and others that are surely meant. */
const KEPT: ReadonlySet<string> = new Set([
  ...["", "W", "Wh", "VA", "var", "V", "A", "Ah", "%", "°C", "s", "Hz", "m³", "l", "L"],
  ...["VAh", "kVAh", "varh", "kvarh", "Wp", "kWp", "Ω", "kΩ", "W/m²", "lx", "lm", "cd", "pH"],
  ...["Pa", "hPa", "kPa", "bar", "mbar", "psi", "m/s", "km/h", "mm", "cm", "m", "km", "m²", "mm/h", "g", "kg", "t"],
  ...["l/min", "l/h", "m³/h", "g/m³", "mg/m³", "µg/m³", "ppm", "ppb", "%rH", "mS/cm", "µS/cm", "mg/l", "NTU", "‰"],
  ...["rpm", "1/min", "1/h", "imp", "pulse", "pulses", "°", "dB", "dBA", "dBm", "B", "kB", "MB", "GB", "MB/s"],
  ...["€", "EUR", "€/kWh", "ct/kWh", "EUR/kWh", "EUR/MWh", "kWh/m²", "V/cell", "BTU", "gal", "ft³", "W/m", "Nm", "N"],
]);

/** Other spellings by exact letters … */
const EXACT: ReadonlyMap<string, string> = new Map([
  ["ºC", "°C"],
  ["'C", "°C"],
  ["ºF", "°F"],
  ["'F", "°F"],
  ["°K", "K"],
  // of small letters, `m` is a thousandth; megavolts and megaamperes nobody has. mw and mwh people write for both.
  ["mv", "mV"],
  ["ma", "mA"],
  ["mah", "mAh"],
  ["Ohm", "Ω"],
  ["ohm", "Ω"],
  ["kOhm", "kΩ"],
]);

/** … and in capital and small letters: no other unit could be meant. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    [
      ["W", "w watt watts"],
      ["kW", "kw kilowatt kilowatts"],
      ["Wh", "wh watthour watthours watt-hours wattstunden wattheures"],
      ["kWh", "kwh kilowatthour kilowatthours kilowatt-hours kilowattstunden kilowattheures"],
      ["J", "joule joules"],
      ["Ws", "ws wattsecond wattseconds watt-second watt-seconds"],
      ["Wmin", "wmin w-min w·min wattminute wattminutes watt-minute watt-minutes"],
      ["VA", "va voltampere voltamperes"],
      ["kVA", "kva"],
      ["var", "var"],
      ["kvar", "kvar"],
      ["varh", "varh"],
      ["kvarh", "kvarh"],
      ["V", "v volt volts vdc vac"],
      ["kV", "kv"],
      ["A", "a adc aac amp amps ampere amperes ampère ampères"],
      ["Ah", "ah amperehours ampere-hours amp-hours amperestunden"],
      ["Hz", "hz hertz"],
      ["kHz", "khz"],
      ["s", "sec secs second seconds seconde secondes sekunde sekunden"],
      ["min", "min mins minute minutes minuten"],
      ["h", "hr hrs hour hours heure heures std stunde stunden"],
      ["d", "day days jour jours tag tage"],
      ["°C", "°c degc celsius"],
      ["°F", "°f degf fahrenheit"],
      ["K", "kelvin"],
      ["%", "percent percents pct prozent pourcent"],
      ["%rH", "%rh"],
      ["m³", "m3 m^3 m**3 cbm"],
      ["m³/h", "m3/h m^3/h"],
      ["m²", "m2 m^2"],
      ["µg/m³", "µg/m3 µg/m^3 ug/m3"],
      ["l", "l liter liters litre litres ltr"],
      ["l/min", "l/min lpm"],
      ["l/h", "l/h"],
      ["W/m²", "w/m2 w/m^2"],
      ["lx", "lx lux"],
      ["hPa", "hpa"],
      ["kPa", "kpa"],
      ["bar", "bar bars"],
      ["km/h", "km/h kmh kph"],
      ["m/s", "m/s"],
      ["ppm", "ppm"],
      ["ppb", "ppb"],
      ["rpm", "rpm u/min tr/min"],
      ["dBm", "dbm"],
      ["imp", "imp imps"],
      ["pulses", "pulses impulses"],
    ] as const
  ).flatMap(([unit, spellings]) => spellings.split(" ").map((spelling) => [spelling, unit])),
);

/** The time in which an energy was used: `15min`, `h`, `3 days`. */
const PARTED = /^(\d{0,3}) ?(\p{L}{1,8})$/u;
const HOURS: ReadonlyMap<string, number> = new Map([
  ["min", 1 / 60],
  ["h", 1],
  ["d", 24],
]);

/** The energy of a stretch of time, as utilities tell it: `kWh/15min` is a mean power. */
function meanPowerOf(
  words: string,
): { readonly unit: string; readonly watts: number; readonly hours: number } | undefined {
  const [energy = "", time = "", more] = words.split("/");
  const [, count = "", word = ""] = PARTED.exec(time.trim()) ?? [];
  const [unit, part] = [spelt(energy), spelt(word)];
  const hours = Number(count || "1") * (HOURS.get(part ?? "") ?? 0);
  const wh =
    unit === "Wh" ? 1 : CONVERTED.get(unit ?? "")?.[0] === "Wh" ? CONVERTED.get(unit ?? "")?.[1](1) : undefined;
  if (more !== undefined || hours === 0 || wh === undefined) return undefined;
  return { unit: `${unit}/${count}${part}`, watts: wh / hours, hours };
}

/** How long the time is whose energy a unit such as `kWh/15min` tells, ms; `undefined` of any other. */
export function spanOfUnit(words: string): number | undefined {
  const power = words.includes("/") && words.length <= LONGEST_SPELLING ? meanPowerOf(words) : undefined;
  return power && power.hours * HOUR;
}

/** The unit that is surely meant, in its right spelling (`kwh` → `kWh`); `undefined` when none is. */
export function unitMeant(words: string): string | undefined {
  if (words.length > LONGEST_SPELLING) return undefined;
  return spelt(words) ?? (words.includes("/") ? meanPowerOf(words)?.unit : undefined);
}

function spelt(words: string): string | undefined {
  for (const given of [words.trim(), words.trim().normalize("NFKC").replace("μ", "µ")]) {
    const meant = EXACT.get(given) ?? (KEPT.has(given) || CONVERTED.has(given) ? given : undefined);
    if (meant !== undefined) return meant;
    const spelling = SPELLINGS.get(given.toLowerCase());
    if (spelling !== undefined) return spelling;
  }
  return undefined;
}

/**
 * A value in Gleaner's unit: `370.48 kWh` becomes 370480 Wh, also where it is written `kwh` or `KWH`. Units that it does
 * not know stay as they are; one that may not be kept is none. The value may have become infinite.
 */
export function inOwnUnit(value: number, unit: string): { readonly value: number; readonly unit: string } {
  const meant = unitMeant(unit) ?? unit.trim();
  const own = CONVERTED.get(meant);
  if (own) return { value: own[1](value), unit: own[0] };
  const power = meant.includes("/") && meant.length <= LONGEST_SPELLING ? meanPowerOf(meant) : undefined;
  return power ? { value: times(power.watts)(value), unit: "W" } : { value, unit: soundUnit(meant) ?? "" };
}

/** A number in another unit of its kind; `undefined` where there is no way. */
export function inUnit(value: number, from: string, to: string): number | undefined {
  const [given, wanted] = [unitMeant(from) ?? from, unitMeant(to) ?? to];
  if (given === wanted) return value;
  const own = inOwnUnit(value, given);
  const [nought, one] = [inOwnUnit(0, wanted), inOwnUnit(1, wanted)];
  if (own.unit !== nought.unit) return undefined;
  // where the scales begin elsewhere, the way back is known to fewer digits
  const digits = nought.value === 0 ? 12 : 9;
  return Number(((own.value - nought.value) / (one.value - nought.value)).toPrecision(digits));
}
