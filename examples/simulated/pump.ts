// The well pump: some minutes a day, best in the sun, and in the evening whatever the sun did.
import type { Script } from "gleaner";
import { minutes } from "gleaner";

const script: Script = ({ channel, relay, solar, now, settings, on, off }) => {
  if (channel("inverter.state").value === "off") return off("No power: the inverter is off");
  if (relay.onToday >= minutes(settings.minutes_a_day)) return off("The tank is filled for today");
  // on a dull day it does not wait for more than there will be
  if (solar.power > (now.hour < 12 ? 800 : 400)) return on("The sun gives enough to pump");
  if (now.hour >= 18 && now.hour < 21) return on("Evening: the tank must be full");
  return off("Waits for the sun");
};
export default script;
