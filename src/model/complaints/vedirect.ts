import type { Said } from "../language.ts";

/** Orders and questions over VE.Direct. */
export const VEDIRECT_COMPLAINTS = {
  vedirect_no_load: {
    fr: "cet appareil n’a pas de sortie de charge à commuter\u202f: utilisez une autre sortie, ou «\u202frelay\u202f» s’il a un relais",
    de: "dieses Gerät hat keinen schaltbaren Lastausgang: einen anderen Ausgang nehmen, oder „relay“, wenn es ein Relais hat",
    en: 'this device has no load output to switch: use another output, or "relay" if it has one',
  },
  vedirect_shunt: {
    fr: "un SmartShunt n’a pas de relais\u202f: utilisez une autre sortie",
    de: "ein SmartShunt hat kein Relais: einen anderen Ausgang nehmen",
    en: "a SmartShunt has no relay: use another output",
  },
  vedirect_only_reports: {
    fr: "un BMV-600 ou BMV-602 ne prend pas d’ordres, il ne fait que mesurer\u202f: utilisez une autre sortie",
    de: "ein BMV-600 oder BMV-602 nimmt keine Befehle an, es misst nur: einen anderen Ausgang nehmen",
    en: "a BMV-600 or BMV-602 takes no orders, it only reports: use another output",
  },
  vedirect_no_relay: {
    fr: "cet appareil n’a pas de relais qu’on puisse commuter\u202f: utilisez une autre sortie",
    de: "dieses Gerät hat kein schaltbares Relais: einen anderen Ausgang nehmen",
    en: "this device has no relay that can be switched: use another output",
  },
  vedirect_own_rule: {
    fr: "le relais suit la règle de l’appareil (mode {mode}), pas Gleaner\u202f: mettez son mode sur «\u202fremote\u202f» dans VictronConnect (Réglages, Relais), ou écrivez take_relay\u202f: true dans la configuration de cet appareil",
    de: "das Relais folgt der eigenen Regel des Geräts (Modus {mode}), nicht Gleaner: seinen Modus in VictronConnect auf „remote“ stellen (Einstellungen, Relais), oder take_relay: true in die Konfiguration dieses Geräts schreiben",
    en: 'the relay follows the device\'s own rule (mode {mode}), not Gleaner: set its mode to "remote" in VictronConnect (Settings, Relay), or write take_relay: true in the configuration of this device',
  },
  vedirect_relay_taken: {
    fr: "mode du relais changé de {mode} à «\u202fremote\u202f», comme le veut take_relay",
    de: "Modus des Relais von {mode} auf „remote“ geändert, wie take_relay es will",
    en: 'relay mode changed from {mode} to "remote", as take_relay asks for',
  },
  vedirect_unconfirmed: {
    fr: "l’appareil n’a pas confirmé {ask}\u202f: {said}, à {times} demandes\u202f; vérifiez le fil TX du câble et le réglage RX de l’appareil (il peut servir d’interrupteur à distance)",
    de: "das Gerät hat {ask} nicht bestätigt: {said}, auf {times} Anfragen; die TX-Ader des Kabels und die RX-Einstellung des Geräts prüfen (sie kann als Fernschalter eingestellt sein)",
    en: "the device did not confirm {ask}: {said} to {times} requests; look at the cable's TX line, and at the device's RX setting (it may be configured as remote on/off)",
  },
  vedirect_mute: {
    fr: "il n’a pas répondu",
    de: "es gab keine Antwort",
    en: "it gave no answer",
  },
  vedirect_said_damaged: {
    fr: "il a répondu que la demande est arrivée endommagée",
    de: "es antwortete, die Anfrage sei beschädigt angekommen",
    en: "it answered that the request arrived damaged",
  },
  vedirect_said_other: {
    fr: "il a répondu une autre valeur ({value})",
    de: "es antwortete einen anderen Wert ({value})",
    en: "it answered another value ({value})",
  },
  vedirect_register: {
    fr: "registre {register}\u202f: {problem}",
    de: "Register {register}: {problem}",
    en: "register {register}: {problem}",
  },
  vedirect_register_unknown: {
    fr: "l’appareil ne connaît pas ce registre",
    de: "das Gerät kennt dieses Register nicht",
    en: "the device does not know this register",
  },
  vedirect_register_readonly: {
    fr: "le registre n’est pas pris en charge, ou ne peut qu’être lu",
    de: "das Register wird nicht unterstützt oder ist nur lesbar",
    en: "the register is not supported or read-only",
  },
  vedirect_out_of_range: {
    fr: "la valeur est hors limites",
    de: "der Wert liegt außerhalb der Grenzen",
    en: "the value is out of range",
  },
  vedirect_flags: {
    fr: "réponse marquée {flags}",
    de: "Antwort mit Kennzeichen {flags}",
    en: "reply flags {flags}",
  },
  vedirect_command_unknown: {
    fr: "l’appareil ne connaît pas cet ordre",
    de: "das Gerät kennt diesen Befehl nicht",
    en: "the device does not know this command",
  },
  vedirect_crowded: {
    fr: "trop de demandes attendent l’appareil\u202f: interrogez-le moins souvent",
    de: "zu viele Anfragen warten auf das Gerät: es seltener fragen",
    en: "too many requests wait for the device: ask it less often",
  },
  both: {
    fr: "{one}\u202f; {other}",
    de: "{one} und {other}",
    en: "{one}, {other}",
  },
} as const satisfies Record<string, Said>;
