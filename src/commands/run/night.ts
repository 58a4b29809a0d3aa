import type { Config, Night } from "../../config/index.ts";
import { civil } from "../../model/index.ts";
import { sunOf } from "./sun.ts";

/** Whether a light is to be dim at an instant, UTC ms. Where the sun does not set or rise that day, it is not. */
export function isNight(config: Config, night: Night | undefined): (at: number) => boolean {
  if (!night) return () => false;
  if (night.by === "sun") {
    const sun = sunOf(config);
    return (at) => {
      const { sunrise, sunset } = sun(at);
      return sunrise !== null && sunset !== null && (at < sunrise || at >= sunset);
    };
  }
  const { from_minute, to_minute } = night;
  return (at) => {
    const { hour, minute } = civil(at, config.site.time_zone);
    const now = 60 * hour + minute;
    const isAfter = now >= from_minute;
    const isBefore = now < to_minute;
    return from_minute < to_minute ? isAfter && isBefore : isAfter || isBefore;
  };
}
