// The water heater: when the charger throttles the sun because the battery is full, the surplus heats water.
import type { Script } from "gleaner";

const script: Script = ({ channel, data, battery, settings, relay, on, off, keep }) => {
  if (channel("inverter.state").value === "off")
    return off({
      fr: "Pas de courant : l’onduleur est éteint",
      de: "Kein Strom: der Wechselrichter ist aus",
      en: "No power: the inverter is off",
    });
  if (channel("tank.temperature").value >= settings.hot)
    return off({ fr: "L’eau est chaude", de: "Das Wasser ist heiß", en: "The water is hot" });
  if (battery.soc < 85)
    return off({
      fr: "La batterie d’abord, jusqu’à 85 %",
      de: "Erst die Batterie, bis 85 %",
      en: "The battery comes first, up to 85 %",
    });
  if (data.CS === "float" && data.P >= -100)
    return on({
      fr: "Régulateur en float : ce soleil serait perdu",
      de: "Regler in Float: diese Sonne ginge verloren",
      en: "Charger in float: this sun would be lost",
    });
  if (relay.on && data.P > -300)
    return keep({
      fr: "La batterie ne donne presque rien",
      de: "Die Batterie gibt kaum etwas ab",
      en: "Hardly anything is drawn from the battery",
    });
  return off({ fr: "Pas de surplus", de: "Kein Überschuss", en: "No surplus" });
};
export default script;
