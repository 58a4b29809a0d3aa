// The chargers of the workshop: by the battery's state of charge, with a gap between on and off.
import type { Script } from "gleaner";

const script: Script = ({ channel, battery, now, settings, on, off, keep }) => {
  if (channel("inverter.state").value === "off") return off("No power: the inverter is off");
  if (now.hour < 8 || now.hour >= 20) return off("Closed");
  if (battery.soc >= settings.soc_on) return on(`Battery at ${battery.soc} %`);
  if (battery.soc < settings.soc_off) return off(`Battery at ${battery.soc} %`);
  return keep("Between the two limits");
};
export default script;
