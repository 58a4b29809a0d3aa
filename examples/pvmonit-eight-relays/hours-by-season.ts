// Hours by season: a long day in summer, a short one in winter, another one at the weekend.
import type { Script } from "gleaner";

const script: Script = ({ now, on, off }) => {
  const summer = now.month >= 5 && now.month <= 9;
  const weekend = now.weekday >= 6;
  const [from, to] = summer ? [7, 23] : weekend ? [9, 22] : [7, 21];
  if (now.hour >= from && now.hour < to) return on(`Entre ${from} h et ${to} h`);
  return off(`Hors des heures (${from} h à ${to} h)`);
};
export default script;
