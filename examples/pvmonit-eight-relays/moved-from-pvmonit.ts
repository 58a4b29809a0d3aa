// A PvMonit rule moved over line by line: no dollar signs, data.SOC for $data['SOC'], else if for elseif, let the first time,
// and { mod, log } as the answer. PvMonit's functions work here under their own names; times are in seconds, as there.
import type { Script } from "gleaner";

const script: Script = ({ data }) => {
  let mod: 1 | 2 = 1;
  let log: string | null = null;
  if (relayUpDownToday(thisId)) {
    log = "La sauvegarde du jour est faite";
  } else if (data.SOC > 80 && MpptAbsOrFlo(data.CS)) {
    mod = 2;
    log = "Absorption ou float, et plus de 80 % : on sauvegarde";
  }
  // once begun, the backup has twenty minutes
  if (thisEtat === 1) {
    mod = timeUpMin(thisId, 1200) ? 2 : 1;
    log = mod === 2 ? "La sauvegarde est en cours" : "La sauvegarde a eu ses vingt minutes";
  }
  return { mod, log };
};
export default script;
