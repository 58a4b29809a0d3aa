// The well pump: some minutes a day, best in the sun, and in the evening whatever the sun did.
import type { Script } from "gleaner";
import { minutes } from "gleaner";

const script: Script = ({ channel, relay, solar, now, settings, on, off }) => {
  if (channel("inverter.state").value === "off")
    return off({
      fr: "Pas de courant : l’onduleur est éteint",
      de: "Kein Strom: der Wechselrichter ist aus",
      en: "No power: the inverter is off",
    });
  if (relay.onToday >= minutes(settings.minutes_a_day))
    return off({ fr: "Assez pompé pour aujourd’hui", de: "Für heute genug gepumpt", en: "Enough pumped for today" });
  // on a dull day it does not wait for more than there will be
  if (solar.power > (now.hour < 12 ? 800 : 400))
    return on({ fr: "Assez de soleil pour pomper", de: "Genug Sonne zum Pumpen", en: "Enough sun to pump" });
  if (now.hour >= 18 && now.hour < 21)
    return on({ fr: "Le soir : ce qui manque", de: "Abends: was noch fehlt", en: "Evening: what is still missing" });
  return off({ fr: "Attend le soleil", de: "Wartet auf die Sonne", en: "Waits for the sun" });
};
export default script;
