import type { Config } from "../../config/index.ts";
import { type SunTimes, sunTimes } from "../../forecast/sun.ts";
import { civil } from "../../model/index.ts";

/** Sunrise and sunset of an instant's civil day, computed once a day; unknown without a place. */
export function sunOf(config: Config): (at: number) => SunTimes {
  const { latitude, longitude, time_zone } = config.site;
  let day = "";
  let times: SunTimes = { sunrise: null, sunset: null };
  return (at) => {
    const today = civil(at, time_zone).date;
    if (today === day || latitude === undefined || longitude === undefined) return times;
    day = today;
    times = sunTimes(at, latitude, longitude, time_zone);
    return times;
  };
}
