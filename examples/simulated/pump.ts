// The well pump: some minutes a day, best in the sun, and in the evening whatever the sun did.
import type { Script } from "gleaner";
import { minutes } from "gleaner";

const script: Script = ({ relay, solar, now, settings, on, off }) => {
  if (relay.onToday >= minutes(settings.minutes_a_day)) return off("The tank is filled for today");
  if (solar.power > 800) return on("The sun gives enough to pump");
  if (now.hour >= 18 && now.hour < 21) return on("Evening: the tank must be full");
  return off("Waits for the sun");
};
export default script;
