/**
 * Victron's product ids (the text field `PID`, the HEX reply to `:4`), from "VE.Direct Protocol" 3.33 and the lists
 * that other open projects keep. Where they differ: A05E is 250/45, A281 to A28C are 1600 VA, as the paper says.
 */

/** Id, name; the first word of a name is a family that `FAMILIES` spells out. */
const TABLE = `
0200 BMV-600S · 0201 BMV-602S · 0202 BMV-600HS · 0203 BMV-700 · 0204 BMV-702 · 0205 BMV-700H · 0300 Blue 70/15
A040 Blue 75/50 · A041 Blue 150/35 rev1 · A042 Blue 75/15 · A043 Blue 100/15 · A044 Blue 100/30 rev1
A045 Blue 100/50 rev1 · A046 Blue 150/70 · A047 Blue 150/100 · A048 Blue 75/50 rev2 · A049 Blue 100/50 rev2
A04A Blue 100/30 rev2 · A04B Blue 150/35 rev2 · A04C Blue 75/10 · A04D Blue 150/45 · A04E Blue 150/60
A04F Blue 150/85 · A050 Smart 250/100 · A051 Smart 150/100 · A052 Smart 150/85 · A053 Smart 75/15 · A054 Smart 75/10
A055 Smart 100/15 · A056 Smart 100/30 · A057 Smart 100/50 · A058 Smart 150/35 · A059 Smart 150/100 rev2
A05A Smart 150/85 rev2 · A05B Smart 250/70 · A05C Smart 250/85 · A05D Smart 250/60 · A05E Smart 250/45
A05F Smart 100/20 · A060 Smart 100/20 48V · A061 Smart 150/45 · A062 Smart 150/60 · A063 Smart 150/70
A064 Smart 250/85 rev2 · A065 Smart 250/100 rev2 · A066 Blue 100/20 · A067 Blue 100/20 48V · A068 Smart 250/60 rev2
A069 Smart 250/70 rev2 · A06A Smart 150/45 rev2 · A06B Smart 150/60 rev2 · A06C Smart 150/70 rev2
A06D Smart 150/85 rev3 · A06E Smart 150/100 rev3 · A06F Blue 150/45 rev2 · A070 Blue 150/60 rev2
A071 Blue 150/70 rev2 · A072 Blue 150/45 rev3 · A073 Smart 150/45 rev3 · A074 Smart 75/10 rev2
A075 Smart 75/15 rev2 · A076 Blue 100/30 rev3 · A077 Blue 100/50 rev3 · A078 Blue 150/35 rev3 · A079 Blue 75/10 rev2
A07A Blue 75/15 rev2 · A07B Blue 100/15 rev2 · A07C Blue 75/10 rev3 · A07D Blue 75/15 rev3 · A07E Smart 100/30 12V
A07F All-In-1 75/15
A101 Blue 150/85 · A102 SmartCan 150/70 · A103 SmartCan 150/45 · A104 SmartCan 150/60 · A105 SmartCan 150/85
A106 SmartCan 150/100 · A107 SmartCan 250/45 · A108 SmartCan 250/60 · A109 SmartCan 250/70 · A10A SmartCan 250/85
A10B SmartCan 250/100 · A10C SmartCan 150/70 rev2 · A10D SmartCan 150/85 rev2 · A10E SmartCan 150/100 rev2
A10F BlueCan 150/100 · A110 SmartRs 450/100 · A111 SmartRs 450/200 · A112 BlueCan 250/70 · A113 BlueCan 250/100
A114 SmartCan 250/70 rev2 · A115 SmartCan 250/100 rev2 · A116 SmartCan 250/85 rev2 · A117 BlueCan 150/100 rev2
A300 Charger - Generic · A301 IP65 12|10 · A302 IP65 12|15 · A303 IP65 24|8 · A304 IP65 12|5 · A305 IP65 12|7
A306 IP65 24|5 · A307 IP65 12|4 · A308 IP65s 12|4 · A309 IP65s 12|5 · A30A IP65 12|25 · A30B IP65 24|13
A30C IP65 6V/12V-1.1A · A30D IP65s 12/4 · A30E IP65s 12/5 · A30F IP65 12/7 · A310 IP67 12|7 · A311 IP67 12|13
A312 IP67 24|5 · A313 IP67 12|17 · A314 IP67 12|25 · A315 IP67 24|8 · A316 IP67 24|12 · A317 IP67 12/7
A318 IP67 12/13 · A319 IP67 24/5 · A31A IP67 12/17 · A31B IP67 12/25 · A31C IP67 24/8 · A31D IP67 24/12
A320 IP22 12|15 (1) · A321 IP22 12|15 (3) · A322 IP22 12|20 (1) · A323 IP22 12|20 (3) · A324 IP22 12|30 (1)
A325 IP22 12|30 (3) · A326 IP22 24|8 (1) · A327 IP22 24|8 (3) · A328 IP22 24|12 (1) · A329 IP22 24|12 (3)
A32A IP22 24|16 (1) · A32B IP22 24|16 (3) · A32C IP22 12/15 (1) · A32D IP22 12/15 (3) · A32E IP22 12/20 (1)
A32F IP22 12/20 (3) · A330 IP22 12/30 (1) · A331 IP22 12/30 (3) · A332 IP22 24/8 (1) · A333 IP22 24/8 (3)
A334 IP22 24/12 (1) · A335 IP22 24/12 (3) · A336 IP22 24/16 (1) · A337 IP22 24/16 (3) · A338 IP65 12/10
A339 IP65 12/15 · A33A IP65 24/5 · A33B IP65 24/8 · A33C IP65 12/5
A340 PS IP43 12|50 (1+1) 230V · A341 PS IP43 12|50 (3) 230V · A342 PS IP43 24|25 (1+1) 230V
A343 PS IP43 24|25 (3) 230V · A344 PS IP43 12|30 (1+1) 230V · A345 PS IP43 12|30 (3) 230V
A346 PS IP43 24|16 (1+1) 230V · A347 PS IP43 24|16 (3) 230V · A350 PS IP43 12|50 (1+1) 120-240V
A351 PS IP43 12|50 (3) 120-240V · A352 PS IP43 24|25 (1+1) 120-240V · A353 PS IP43 24|25 (3) 120-240V
A354 PS IP43 12|30 (1+1) 120-240V · A355 PS IP43 12|30 (3) 120-240V · A356 PS IP43 24|16 (1+1) 120-240V
A357 PS IP43 24|16 (3) 120-240V
A380 BMV-710 Smart · A381 BMV-712 Smart · A382 BMV-710H Smart · A383 BMV-712 Smart · A389 SmartShunt 500A/50mV
A38A SmartShunt 1000A/50mV · A38B SmartShunt 2000A/50mV · A38C SmartShunt IP67 500A/50mV
A38D SmartShunt IP67 1000A/50mV · A38E SmartShunt IP67 2000A/50mV
A3A4 Smart Battery Sense · A3A5 Smart Battery Sense (Rev2) · A3B0 Smart BatteryProtect 12/24V-65A
A3B1 Smart BatteryProtect 12/24V-100A · A3B2 Smart BatteryProtect 12/24V-220A · A3B3 Smart BatteryProtect 48V-100A
A3C0 Orion Smart 12V/12V-18A · A3C1 Orion Smart 12V/24V-10A · A3C2 Orion Smart 24V/12V-20A
A3C3 Orion Smart 24V/24V-12A · A3C4 Orion Smart 24V/48V-6A · A3C5 Orion Smart 48V/12V-20A
A3C6 Orion Smart 48V/24V-12A · A3C7 Orion Smart 48V/48V-6A · A3C8 Orion Smart 12V/12V-30A
A3C9 Orion Smart 12V/24V-15A · A3CA Orion Smart 24V/12V-30A · A3CB Orion Smart 24V/24V-17A
A3CC Orion Smart 24V/48V-8.5A · A3CD Orion Smart 48V/12V-30A · A3CE Orion Smart 48V/24V-16A
A3CF Orion Smart 48V/48V-8A · A3D0 Orion Smart 12V/12V-30A Buck-Boost · A3D1 Orion Smart 12V/24V-15A Buck-Boost
A3D2 Orion Smart 24V/12V-30A Buck-Boost · A3D3 Orion Smart 24V/24V-17A Buck-Boost · A3E0 Smart BMS CL 12-100
A3E5 Lynx Smart BMS 500 · A3E6 Lynx Smart BMS 1000 · A3E8 Smart BMS 12-200 · A3EC smallBMS
A3F0 Smart Buckboost 12V/12V-50A non-iso DC-DC charger
C030 SmartShunt IP65 500A/50mV · C031 SmartShunt IP65 1000A/50mV · C032 SmartShunt IP65 2000A/50mV
C033 All-In-1 Smart · C034 BMV-800 Smart · C035 SmartShunt IP65 500A/50mV · C036 SmartShunt IP65 1000A/50mV
C037 SmartShunt IP65 2000A/50mV · C038 SmartShunt 300A/50mV
`;

const FAMILIES: Readonly<Record<string, string>> = {
  Blue: "BlueSolar MPPT",
  BlueCan: "BlueSolar MPPT VE.Can",
  IP22: "Blue Smart IP22 Charger",
  IP65: "Blue Smart IP65 Charger",
  IP65s: "Blue Smart IP65s Charger",
  IP67: "Blue Smart IP67 Charger",
  PS: "Phoenix Smart Charger",
  Smart: "SmartSolar MPPT",
  SmartCan: "SmartSolar MPPT VE.Can",
  SmartRs: "SmartSolar MPPT RS",
};

/** Names that begin like a family and are none. */
const NO_FAMILY = /^Smart (Battery|BMS|Buckboost)/;

function spell(name: string): string {
  const [first = "", ...rest] = name.split(" ");
  const family = NO_FAMILY.test(name) ? undefined : FAMILIES[first];
  return family ? [family, ...rest].join(" ") : name;
}

const NAMES: ReadonlyMap<number, string> = new Map(
  TABLE.split(/[\n·]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => [Number.parseInt(entry.slice(0, 4), 16), spell(entry.slice(5))]),
);

/** Last digit of a Phoenix inverter's id → battery and mains voltage. */
const PHOENIX_VOLTAGES: Readonly<Record<number, string>> = {
  1: "12V 230V",
  2: "24V 230V",
  4: "48V 230V",
  9: "12V 120V",
  10: "24V 120V",
  12: "48V 120V",
};

/** Middle digit → apparent power, VA. */
const PHOENIX_POWERS = [250, 375, 500, 250, 375, 500, 800, 1200, 1600, 2000, 3000, 5000, null, null, 800, 1200];

const PHOENIX_SUN: Readonly<Record<number, string>> = {
  41525: "Phoenix Sun 12V 250VA",
  41526: "Phoenix Sun 24V 250VA",
  41527: "Phoenix Sun 48V 250VA",
};

function phoenix(pid: number): string | undefined {
  if (pid >> 8 !== 0xa2) return undefined;
  const power_va = PHOENIX_POWERS[(pid >> 4) & 0xf];
  const [battery, mains] = PHOENIX_VOLTAGES[pid & 0xf]?.split(" ") ?? [];
  if (!power_va || !battery) return PHOENIX_SUN[pid];
  return `Phoenix Inverter ${battery} ${power_va}VA ${mains}`;
}

/** The id as a number: `0xA053`, `0x203`; `null` when it does not read so. */
export function parsePid(text: string): number | null {
  return /^0x[0-9A-Fa-f]{1,4}$/.test(text) ? Number.parseInt(text.slice(2), 16) : null;
}

/** `0xA053`, always four digits. */
export function pidText(pid: number): string {
  return `0x${pid.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What a person calls the product; an unknown one is shown by its id. */
export function productName(pid: number): string {
  return NAMES.get(pid) ?? phoenix(pid) ?? pidText(pid);
}

/** What a product can be asked for: `shunt` is a battery monitor without a relay. */
export type ProductKind = "mppt" | "monitor" | "shunt" | "inverter" | "other";

/** The kind of a product by its id. */
export function productKind(pid: number): ProductKind {
  if (pid >> 8 === 0xa2) return "inverter";
  const name = NAMES.get(pid) ?? "";
  if (/MPPT|All-In-1 75/.test(name)) return "mppt";
  if (name.startsWith("BMV")) return "monitor";
  return name.startsWith("SmartShunt") ? "shunt" : "other";
}

/**
 * The firmware's version in the usual form.
 * `FW` has 16 bits: `159` → `1.59`, `0307` → `3.07`, `C208` → `2.08 rc C`.
 * `FWE` has 24, and may lack its leading zero: `0208FF`, `208FF` → `2.08`, `20801` → `2.08 beta 1`. Other texts come back as
 * they are.
 */
export function firmwareText(text: string): string {
  const extended = /^([0-9A-F]{1,2})([0-9A-F]{2})([0-9A-F]{2})$/i.exec(text);
  if (extended) {
    const [, major = "", minor = "", beta = ""] = extended;
    const version = `${major.replace(/^0/, "")}.${minor}`;
    return beta.toUpperCase() === "FF" ? version : `${version} beta ${Number.parseInt(beta, 16)}`;
  }
  const short = /^([A-F])?(\d{1,2})(\d{2})$/i.exec(text);
  if (!short) return text;
  const [, candidate, major = "", minor = ""] = short;
  return `${Number(major)}.${minor}${candidate ? ` rc ${candidate.toUpperCase()}` : ""}`;
}
