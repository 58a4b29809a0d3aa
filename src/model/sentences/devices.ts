import type { Said } from "../language.ts";

/** Devices, the panel, the display and the mode file. `sentences.ts` tells how a sentence names its values. */
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
  panel_lost: {
    fr: "Le tableau à touches est hors service\u202f: {problem}",
    de: "Das Bedienfeld ist außer Betrieb: {problem}",
    en: "The panel is out of service: {problem}",
  },
  panel_absent: {
    fr: "Le tableau à touches n° {board|number} ne répond pas\u202f: vérifiez son alimentation, sa masse et ses fils DIO, CLK et STB",
    de: "Das Bedienfeld Nr. {board|number} antwortet nicht: Versorgung, Masse und die Drähte DIO, CLK und STB prüfen",
    en: "Panel {board|number} does not answer: check its supply, its ground and its wires DIO, CLK and STB",
  },
  panel_disorder: {
    fr: "Le tableau à touches n° {board|number} répond n’importe quoi\u202f: vérifiez ses fils, plus courts c’est mieux, et que c’est un TM1638 à huit touches",
    de: "Das Bedienfeld Nr. {board|number} antwortet wirr: die Drähte prüfen, kürzer ist besser, und ob es ein TM1638 mit acht Tasten ist",
    en: "Panel {board|number} answers in disorder: check its wires, shorter is better, and that it is a TM1638 with eight keys",
  },
  panel_key_stuck: {
    fr: "La touche {key|number} du tableau n° {board|number} est enfoncée depuis plus d’une minute\u202f: elle ne compte plus tant qu’elle n’est pas relâchée",
    de: "Die Taste {key|number} des Bedienfelds Nr. {board|number} ist seit über einer Minute gedrückt: sie zählt nicht, bis sie losgelassen wird",
    en: "Key {key|number} of panel {board|number} has been down for more than a minute: it does not count until it is released",
  },
  panel_back: {
    fr: "Le tableau à touches marche de nouveau",
    de: "Das Bedienfeld arbeitet wieder",
    en: "The panel works again",
  },
  lcd_lost: {
    fr: "L’afficheur est hors service\u202f: {problem}",
    de: "Die Anzeige ist außer Betrieb: {problem}",
    en: "The display is out of service: {problem}",
  },
  lcd_keys_lost: {
    fr: "Les touches de l’afficheur sont hors service\u202f: {problem}",
    de: "Die Tasten der Anzeige sind außer Betrieb: {problem}",
    en: "The keys of the display are out of service: {problem}",
  },
  lcd_key_stuck: {
    fr: "La touche «\u202f{key}\u202f» de l’afficheur est enfoncée depuis plus d’une minute\u202f: elle ne compte plus tant qu’elle n’est pas relâchée",
    de: "Die Taste „{key}“ der Anzeige ist seit über einer Minute gedrückt: sie zählt nicht, bis sie losgelassen wird",
    en: "The key “{key}” of the display has been down for more than a minute: it does not count until it is released",
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
