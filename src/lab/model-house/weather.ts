import { dayOfYear } from "../../forecast/sun.ts";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { clamp, hash, wave } from "./noise.ts";

/** What the sky does at one instant. */
export interface Weather {
  /** Part of the clear-sky irradiance that comes through, 0 to 1. */
  readonly transmission: number;
  /** Air temperature, °C. */
  readonly outdoor_c: number;
}

const STREAM = { cover: 1, cloud: 2, wisp: 3, depth: 4, spell: 5, gust: 6 } as const;

/** −1 in midwinter to +1 in midsummer, whichever the hemisphere. The seasons lag three weeks behind the sun. */
function season(at: number, latitude: number): number {
  const north = Math.cos((2 * Math.PI * (dayOfYear(at) - 201)) / 365.25);
  return latitude < 0 ? -north : north;
}

/** Cloud cover of a whole day, 0 to 1: clear, mixed or overcast; summers are clearer. */
function cover(seed: number, day: number, summer: number): number {
  const kind = hash(seed, STREAM.cover, 2 * day);
  const within = hash(seed, STREAM.cover, 2 * day + 1);
  const clear = 0.38 + 0.12 * summer;
  if (kind < clear) return 0.18 * within;
  return kind < clear + 0.38 ? 0.25 + 0.45 * within : 0.85 + 0.15 * within;
}

/** The weather of a place at an instant (UTC ms): kind of day by day, moving clouds within it, spells of warm and cold. */
export function weather(seed: number, at: number, latitude: number, longitude: number): Weather {
  const solar = at + (longitude / 15) * HOUR;
  const day = Math.floor(solar / DAY);
  const summer = season(at, latitude);
  const covered = cover(seed, day, summer);

  const field = 0.65 * wave(seed, STREAM.cloud, at / (14 * MINUTE)) + 0.35 * wave(seed, STREAM.wisp, at / (3 * MINUTE));
  const inCloud = clamp((0.15 + 0.75 * covered - field) / 0.1 + 0.5, 0, 1);
  const depth = 0.55 + 0.3 * wave(seed, STREAM.depth, at / (50 * MINUTE));

  const far = Math.abs(latitude);
  const mean = 27.5 - 0.34 * far + Math.min(20, 0.19 * far) * summer;
  const spell = 9 * (wave(seed, STREAM.spell, at / (2.7 * DAY)) - 0.5);
  const swing = 2 + 3.5 * (1 - covered);
  const hour = (solar - day * DAY) / HOUR;
  const gust = 0.8 * (wave(seed, STREAM.gust, at / (20 * MINUTE)) - 0.5);
  return {
    transmission: 1 - inCloud * depth,
    outdoor_c: mean + spell + swing * Math.cos((2 * Math.PI * (hour - 15)) / 24) + gust,
  };
}
