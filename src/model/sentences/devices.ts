import type { Said } from "../language.ts";

/** Devices and the mode file. `sentences.ts` tells how a sentence names its values. */
export const DEVICE_SENTENCES = {
  device_lost: {
    fr: "{device|device} ne répond plus\u202f: {problem}",
    de: "{device|device} antwortet nicht mehr: {problem}",
    en: "{device|device} has gone silent: {problem}",
  },
  device_back: {
    fr: "{device|device} répond de nouveau",
    de: "{device|device} antwortet wieder",
    en: "{device|device} is back",
  },
  companion_failed: {
    fr: "{name} est en panne\u202f: {problem}",
    de: "{name} ist gestört: {problem}",
    en: "{name} fails: {problem}",
  },
  device_behind: {
    fr: "{device|device} en dit plus qu’on ne peut lire, depuis {age|duration}\u202f: il devrait en dire moins, ou moins souvent",
    de: "{device|device} sagt seit {age|duration} mehr, als gelesen werden kann: es sollte weniger sagen, oder seltener",
    en: "{device|device} says more than can be read, for {age|duration} now: let it say less, or less often",
  },
  device_note: {
    fr: "{device|device}\u202f: {problem}",
    de: "{device|device}: {problem}",
    en: "{device|device}: {problem}",
  },
  mode_file_silent: {
    fr: "Le fichier de modes ne répond pas depuis {age|duration}\u202f: regardez le disque où il se trouve",
    de: "Die Modus-Datei antwortet seit {age|duration} nicht: bitte ihre Platte prüfen",
    en: "The mode file has not answered for {age|duration}: look at the disk it lies on",
  },
  mode_file_refused: {
    fr: "Le fichier de modes n’a rien changé\u202f: {problem}",
    de: "Die Modus-Datei hat nichts geändert: {problem}",
    en: "The mode file changed nothing: {problem}",
  },
} as const satisfies Record<string, Said>;
