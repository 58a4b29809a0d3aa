// By the battery's state of charge, with a gap between on and off so that the relay does not chatter.
import type { Script } from "gleaner";

const script: Script = ({ data, settings, on, off, keep }) => {
  if (data.SOC >= settings.soc_on) return on(`Batterie à ${data.SOC} %`);
  if (data.SOC < settings.soc_off) return off(`Batterie à ${data.SOC} % : trop peu`);
  return keep(`Batterie à ${data.SOC} % : entre les deux seuils`);
};
export default script;
