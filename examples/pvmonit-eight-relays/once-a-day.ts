// One run a day, of a given length, begun when battery and sun allow it; a run that has begun is not cut short.
import type { Script } from "gleaner";
import { hours } from "gleaner";

const script: Script = ({ data, relay, settings, on, off }) => {
  if (relay.on) {
    if (relay.onFor < hours(settings.hours_of_run)) return on("La machine va jusqu'au bout");
    return off("La machine a eu son temps");
  }
  if (relay.cycledToday) return off("Déjà fait aujourd'hui");
  if (data.SOC < settings.soc_on) return off(`Attend ${settings.soc_on} % de batterie`);
  if (data.PPVT < settings.sun_w) return off(`Attend ${settings.sun_w} W de soleil`);
  return on("Assez de batterie et de soleil");
};
export default script;
