// As soon as the charger is in absorption or float, and until it has left them for a while.
import type { Script } from "gleaner";

const script: Script = ({ data, settings, on, off }) => {
  if (MpptAbsOrFlo(data.CS, settings.debounce_s)) return on("Le régulateur est en absorption ou en float");
  return off("La batterie se charge encore");
};
export default script;
