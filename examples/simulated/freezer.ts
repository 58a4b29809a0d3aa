// The freezer: always on, but at night it rests for an hour so that the battery lasts till the sun.
import type { Script } from "gleaner";

const script: Script = ({ channel, battery, now, on, off }) => {
  if (channel("inverter.state").value === "off") return off("No power: the inverter is off");
  if (now.hour === 5 && battery.soc < 60) return off("Rests from 5 to 6: it is cold enough");
  return on("The freezer runs");
};
export default script;
