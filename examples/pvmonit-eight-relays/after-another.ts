// A second load whose turn comes when the first one has run today and has stopped.
import type { Script } from "gleaner";

const script: Script = ({ data, relays, now, settings, on, off }) => {
  const first = relays[settings.first];
  if (now.hour < settings.from_hour) return off(`Pas avant ${settings.from_hour} h`);
  if (!first.cycledToday || first.on) return off("Le chauffe-eau d'abord");
  if (data.SOC < settings.soc_low) return off(`Batterie à ${data.SOC} % : elle d'abord`);
  return on("Le chauffe-eau a fini son tour");
};
export default script;
