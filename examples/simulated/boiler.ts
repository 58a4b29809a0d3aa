// The water heater: when the charger throttles the sun because the battery is full, the surplus heats water.
import type { Script } from "gleaner";

const script: Script = ({ channel, data, battery, settings, relay, on, off, keep }) => {
  if (channel("inverter.state").value === "off") return off("No power: the inverter is off");
  const water = channel("tank.temperature").value;
  if (water >= settings.hot) return off(`Water is hot: ${water} °C`);
  if (battery.soc < 85) return off(`Battery at ${battery.soc} %: it comes first`);
  if (data.CS === "float" && data.P >= -100) return on("Charger in float: this sun would be lost");
  if (relay.on && data.P > -300) return keep("Hardly anything is drawn from the battery");
  return off("No surplus");
};
export default script;
