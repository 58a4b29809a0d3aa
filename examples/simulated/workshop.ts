// The chargers of the workshop: by the battery's state of charge, with a gap between on and off.
import type { Script } from "gleaner";

const script: Script = ({ channel, battery, now, settings, on, off, keep }) => {
  if (channel("inverter.state").value === "off")
    return off({
      fr: "Pas de courant : l’onduleur est éteint",
      de: "Kein Strom: der Wechselrichter ist aus",
      en: "No power: the inverter is off",
    });
  if (now.hour < 8 || now.hour >= 20) return off({ fr: "Fermé", de: "Geschlossen", en: "Closed" });
  if (battery.soc >= settings.soc_on)
    return on({ fr: "La batterie est pleine", de: "Die Batterie ist voll", en: "The battery is full" });
  if (battery.soc < settings.soc_off)
    return off({ fr: "La batterie d’abord", de: "Erst die Batterie", en: "The battery comes first" });
  return keep({ fr: "Entre les deux seuils", de: "Zwischen den beiden Grenzen", en: "Between the two limits" });
};
export default script;
