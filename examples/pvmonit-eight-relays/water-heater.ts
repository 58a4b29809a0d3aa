// The water heater runs on what would be lost: the charger is in float and nothing is drawn from the battery.
import type { Script } from "gleaner";

const script: Script = ({ data, relay, settings, on, off, keep }) => {
  // a cloud that ends float for a moment changes nothing: MpptFlo holds on for a minute
  if (!MpptFlo(data.CS)) return off("Pas de surplus : le régulateur n'est pas en float");
  if (data.P >= 0) return on("Float, et rien n'est pris dans la batterie : ce soleil serait perdu");
  if (relay.on && data.P > -settings.tolerance_w) return keep("Presque rien n'est pris dans la batterie");
  return off(`${-data.P} W sont pris dans la batterie`);
};
export default script;
