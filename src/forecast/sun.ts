import { getPosition, getTimes } from "suncalc";
import { HOUR, startOfDay } from "../model/index.ts";

/**
 * Where the sun stands and what a clear sky sends. Angles in degrees, azimuth clockwise from north,
 * irradiance in W/m². Position after Meeus (suncalc), clear sky after Haurwitz (1945),
 * split into beam and diffuse after Erbs (1982), tilted plane with an isotropic sky (Liu and Jordan).
 */

const RAD = Math.PI / 180;
const cosd = (degrees: number): number => Math.cos(degrees * RAD);
const sind = (degrees: number): number => Math.sin(degrees * RAD);

export interface SunPosition {
  /** Apparent (refracted) height above the horizon, degrees. */
  readonly elevation: number;
  /** Degrees clockwise from north. */
  readonly azimuth: number;
}

/** Position at an instant (UTC ms) for a site in degrees north and east. */
export function sunPosition(at: number, latitude: number, longitude: number): SunPosition {
  const { altitude, azimuth } = getPosition(new Date(at), latitude, longitude);
  return { elevation: altitude, azimuth };
}

export interface SunTimes {
  readonly sunrise: number | null;
  readonly sunset: number | null;
}

/**
 * Sunrise and sunset (UTC ms) that fall into the civil day of `at` in `time_zone`; `null` when there is none.
 * Near the polar day the sun can set twice in a civil day: the first sunrise and the last sunset are told.
 * @throws RangeError when the zone is unknown
 */
export function sunTimes(at: number, latitude: number, longitude: number, time_zone: string): SunTimes {
  const start = startOfDay(at, time_zone);
  // 30 h after midnight is in the next civil day, be the day 23 or 25 hours long.
  const end = startOfDay(start + 30 * HOUR, time_zone);
  let sunrise: number | null = null;
  let sunset: number | null = null;
  // A civil day far from Greenwich overlaps two solar days: ask for each, keep what falls inside.
  for (const day of [start - 12 * HOUR, start, start + 12 * HOUR, end]) {
    const times = getTimes(new Date(day), latitude, longitude);
    const rise = times.sunrise?.getTime();
    const set = times.sunset?.getTime();
    if (rise !== undefined && rise >= start && rise < end) sunrise = Math.min(sunrise ?? rise, rise);
    if (set !== undefined && set >= start && set < end) sunset = Math.max(sunset ?? set, set);
  }
  return {
    sunrise: sunrise === null ? null : Math.round(sunrise),
    sunset: sunset === null ? null : Math.round(sunset),
  };
}

/** Day of the year (1 to 366) of a UTC instant. */
export function dayOfYear(at: number): number {
  const date = new Date(at);
  return Math.floor((at - Date.UTC(date.getUTCFullYear(), 0, 1)) / (24 * HOUR)) + 1;
}

/** Irradiance outside the atmosphere on a plane that faces the sun (Spencer 1971). */
export function extraterrestrial(day_of_year: number): number {
  const b = (2 * Math.PI * (day_of_year - 1)) / 365;
  const series =
    1.00011 + 0.034221 * Math.cos(b) + 0.00128 * Math.sin(b) + 0.000719 * Math.cos(2 * b) + 0.000077 * Math.sin(2 * b);
  return 1366.1 * series;
}

/** Global horizontal irradiance of a clear sky at this apparent elevation (Haurwitz). */
export function clearSky(elevation: number): number {
  const cosZenith = sind(elevation);
  return cosZenith <= 0 ? 0 : 1098 * cosZenith * Math.exp(-0.059 / cosZenith);
}

export interface Irradiance {
  /** Global horizontal. */
  readonly ghi: number;
  /** Direct normal. */
  readonly dni: number;
  /** Diffuse horizontal. */
  readonly dhi: number;
}

function diffuseFraction(kt: number): number {
  if (kt <= 0.22) return 1 - 0.09 * kt;
  if (kt > 0.8) return 0.165;
  return 0.9511 - 0.1604 * kt + 4.388 * kt ** 2 - 16.638 * kt ** 3 + 12.336 * kt ** 4;
}

/** Splits a global irradiance into beam and diffuse (Erbs). Below 3° of elevation all of it counts as diffuse. */
export function splitIrradiance(ghi: number, elevation: number, day_of_year: number): Irradiance {
  const cosZenith = sind(elevation);
  if (ghi <= 0 || cosZenith <= 0) return { ghi: Math.max(0, ghi), dni: 0, dhi: Math.max(0, ghi) };
  if (elevation < 3) return { ghi, dni: 0, dhi: ghi };
  const dhi = ghi * diffuseFraction(ghi / (extraterrestrial(day_of_year) * cosZenith));
  return { ghi, dni: (ghi - dhi) / cosZenith, dhi };
}

/** A plane: `tilt` 0 flat to 90 upright, `azimuth` the way it faces, clockwise from north. */
export interface Plane {
  readonly tilt: number;
  readonly azimuth: number;
}

/** Irradiance on a tilted plane: beam, isotropic sky and light from the ground (`albedo` 0 to 1, grass 0.25). */
export function planeOfArray(light: Irradiance, sun: SunPosition, plane: Plane, albedo = 0.25): number {
  const { elevation, azimuth } = sun;
  const facing =
    cosd(plane.tilt) * sind(elevation) + sind(plane.tilt) * cosd(elevation) * cosd(azimuth - plane.azimuth);
  const beam = Math.max(0, facing) * light.dni;
  const sky = (light.dhi * (1 + cosd(plane.tilt))) / 2;
  const ground = (light.ghi * albedo * (1 - cosd(plane.tilt))) / 2;
  return beam + sky + ground;
}
