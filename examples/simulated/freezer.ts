// The freezer: always on, but at night it rests for an hour so that the battery lasts till the sun.
import type { Script } from "gleaner";

const script: Script = ({ channel, battery, now, on, off }) => {
  if (channel("inverter.state").value === "off")
    return off({
      fr: "Pas de courant : l’onduleur est éteint",
      de: "Kein Strom: der Wechselrichter ist aus",
      en: "No power: the inverter is off",
    });
  if (now.hour === 5 && battery.soc < 60)
    return off({ fr: "Repos de 5 h à 6 h", de: "Ruht von 5 bis 6 Uhr", en: "Rests from 5 to 6" });
  return on({ fr: "Le congélateur tourne", de: "Der Gefrierschrank läuft", en: "The freezer runs" });
};
export default script;
