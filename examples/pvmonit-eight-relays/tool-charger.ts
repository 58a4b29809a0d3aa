// The chargers of the cordless tools: some hours a day, by day, when the house's own battery is nearly full.
import type { Script } from "gleaner";
import { hours, minutes } from "gleaner";

const script: Script = ({ data, relay, now, timer, settings, on, off, keep }) => {
  if (now.hour < 9 || now.hour >= 19) return off("La nuit, les outils attendent");
  if (relay.onToday >= hours(settings.hours_a_day)) return off("Les outils ont eu leurs heures");
  if (data.SOC < settings.soc_off) return off(`Batterie à ${data.SOC} % : elle d'abord`);
  if (relay.on) return keep("Charge en cours");

  // five minutes above the upper threshold, so that one good moment does not start it
  const full = timer("full");
  if (data.SOC < settings.soc_on) {
    full.stop();
    return off(`Attend ${settings.soc_on} % de batterie`);
  }
  if (full.over) return on(`Batterie à ${data.SOC} % depuis cinq minutes`);
  if (!full.running) full.start(minutes(5));
  return off(`Batterie à ${data.SOC} % : encore un instant`);
};
export default script;
