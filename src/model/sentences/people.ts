import type { Said } from "../language.ts";

/** What people and programs asked for. `sentences.ts` tells how a sentence names its values. */
export const PEOPLE_SENTENCES = {
  forced_on: { fr: "Allumé à la main", de: "Von Hand eingeschaltet", en: "Switched on by hand" },
  forced_off: { fr: "Éteint à la main", de: "Von Hand ausgeschaltet", en: "Switched off by hand" },
  forced_on_by_program: {
    fr: "Allumé par un programme",
    de: "Von einem Programm eingeschaltet",
    en: "Switched on by a program",
  },
  forced_off_by_program: {
    fr: "Éteint par un programme",
    de: "Von einem Programm ausgeschaltet",
    en: "Switched off by a program",
  },
  forced_on_at_panel: {
    fr: "Allumé sur le tableau à touches",
    de: "Am Bedienfeld eingeschaltet",
    en: "Switched on at the panel",
  },
  forced_off_at_panel: {
    fr: "Éteint sur le tableau à touches",
    de: "Am Bedienfeld ausgeschaltet",
    en: "Switched off at the panel",
  },
  forced_on_at_lcd: {
    fr: "Allumé sur l’afficheur",
    de: "An der Anzeige eingeschaltet",
    en: "Switched on at the display",
  },
  forced_off_at_lcd: {
    fr: "Éteint sur l’afficheur",
    de: "An der Anzeige ausgeschaltet",
    en: "Switched off at the display",
  },
  off_at_device: {
    fr: "Éteint sur l’appareil même\u202f: reste éteint jusqu’à une nouvelle demande",
    de: "Am Gerät selbst ausgeschaltet: bleibt aus, bis es neu verlangt wird",
    en: "Switched off at the device: stays off until it is asked for anew",
  },
  off_at_device_for: {
    fr: "Éteint sur l’appareil même\u202f: reste éteint {left|duration}",
    de: "Am Gerät selbst ausgeschaltet: bleibt {left|duration} aus",
    en: "Switched off at the device: stays off for {left|duration}",
  },
  left_off: {
    fr: "Éteint sur l’appareil même",
    de: "Am Gerät selbst ausgeschaltet",
    en: "Switched off at the device",
  },
  on_at_device_for: {
    fr: "Allumé sur l’appareil même\u202f: reste allumé {left|duration}",
    de: "Am Gerät selbst eingeschaltet: bleibt {left|duration} ein",
    en: "Switched on at the device: stays on for {left|duration}",
  },
  on_at_device_undone: {
    fr: "Allumé sur l’appareil même\u202f: est éteint à nouveau, comme réglé",
    de: "Am Gerät selbst eingeschaltet: wird wieder ausgeschaltet, wie eingestellt",
    en: "Switched on at the device: is switched off again, as configured",
  },
  on_at_device_refused: {
    fr: "Allumé sur l’appareil même, est éteint à nouveau",
    de: "Am Gerät selbst eingeschaltet, wird wieder ausgeschaltet",
    en: "Switched on at the device, is switched off again",
  },
  on_again_and_again: {
    fr: "L’appareil s’allume sans cesse de lui-même",
    de: "Das Gerät schaltet sich immer wieder selbst ein",
    en: "The device switches itself on again and again",
  },
  ordered_again: {
    fr: "L’appareil se dit éteint malgré l’ordre d’allumer\u202f: l’ordre est répété",
    de: "Das Gerät meldet aus, obwohl es ein sein soll: der Befehl wird wiederholt",
    en: "The device reports off although ordered on: it is ordered on again",
  },
  ordered_off_again: {
    fr: "L’appareil se dit allumé malgré l’ordre d’éteindre\u202f: l’ordre est répété",
    de: "Das Gerät meldet ein, obwohl es aus sein soll: der Befehl wird wiederholt",
    en: "The device reports on although ordered off: it is ordered off again",
  },
  relay_gone: {
    fr: "{relay|relay} était allumé lors du dernier arrêt et n’est plus configuré\u202f: vérifiez sa sortie",
    de: "{relay|relay} war zuletzt eingeschaltet und ist nicht mehr konfiguriert: bitte den Ausgang prüfen",
    en: "{relay|relay} was on when Gleaner last ran and is no longer configured: look at its output",
  },
  forced_on_for: {
    fr: "Allumé à la main pour {left|duration}",
    de: "Von Hand eingeschaltet für {left|duration}",
    en: "Switched on by hand for {left|duration}",
  },
  forced_off_for: {
    fr: "Éteint à la main pour {left|duration}",
    de: "Von Hand ausgeschaltet für {left|duration}",
    en: "Switched off by hand for {left|duration}",
  },
  back_to_auto: { fr: "Retour en automatique", de: "Zurück auf Automatik", en: "Back to automatic" },
  override_ended: {
    fr: "Le réglage manuel a expiré\u202f: retour en automatique",
    de: "Die Handschaltung ist abgelaufen: zurück auf Automatik",
    en: "The override has expired: back to automatic",
  },
  file_on: {
    fr: "Demandé par le fichier de modes\u202f: allumé",
    de: "Von der Modus-Datei verlangt: ein",
    en: "Asked for by the mode file: on",
  },
  file_off: {
    fr: "Demandé par le fichier de modes\u202f: éteint",
    de: "Von der Modus-Datei verlangt: aus",
    en: "Asked for by the mode file: off",
  },
} as const satisfies Record<string, Said>;
