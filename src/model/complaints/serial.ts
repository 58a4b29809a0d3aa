import type { Said } from "../language.ts";

/** Serial lines. */
export const SERIAL_COMPLAINTS = {
  port_missing: {
    fr: "{path} n’est pas là\u202f: branchez le câble, ou corrigez «\u202fport\u202f»\u202f; {cables}",
    de: "{path} ist nicht da: das Kabel einstecken, oder „port“ berichtigen; {cables}",
    en: '{path} is not there: plug the cable in, or correct "port"; {cables}',
  },
  cables_none: {
    fr: "aucun câble série USB n’est branché ({folder} est vide)",
    de: "es steckt kein serielles USB-Kabel ({folder} ist leer)",
    en: "no USB serial cable is plugged in ({folder} is empty)",
  },
  cables_there: {
    fr: "dans {folder}\u202f: {names}",
    de: "in {folder}: {names}",
    en: "{folder} holds: {names}",
  },
  cables_there_more: {
    fr: "dans {folder}\u202f: {names} et {more} de plus",
    de: "in {folder}: {names} und {more} mehr",
    en: "{folder} holds: {names} and {more} more",
  },
  port_forbidden: {
    fr: "pas le droit d’ouvrir {path}\u202f: ajoutez l’utilisateur au groupe auquel il appartient (sudo usermod -aG dialout $USER), puis reconnectez-vous",
    de: "{path} darf nicht geöffnet werden: den Benutzer in die Gruppe aufnehmen, der es gehört (sudo usermod -aG dialout $USER), dann neu anmelden",
    en: "no permission to open {path}: add the user to the group that owns it (sudo usermod -aG dialout $USER), then log in again",
  },
  port_busy: {
    fr: "{path} est occupé\u202f: arrêtez l’autre programme qui le lit ({programs})",
    de: "{path} ist belegt: das andere Programm anhalten, das es liest ({programs})",
    en: "{path} is in use: stop the other program that reads it ({programs})",
  },
  port_no_library: {
    fr: "les ports série ne sont pas possibles sur ce type de machine\u202f: installez un système de 64 bits",
    de: "auf dieser Art von Maschine gehen keine seriellen Anschlüsse: ein System mit 64 Bit installieren",
    en: "serial ports cannot be used on this kind of machine: install a 64-bit system",
  },
  port_hangs: {
    fr: "le système ne répond pas au sujet de {path}\u202f: débranchez l’adaptateur puis rebranchez-le, ou regardez le disque",
    de: "das System antwortet nicht, wenn nach {path} gefragt wird: den Adapter ab- und wieder anstecken, oder nach dem Datenträger sehen",
    en: "the system does not answer about {path}: unplug the adapter and plug it in again, or look at the disk",
  },
  port_opening: { fr: "{path} s’ouvre", de: "{path} wird geöffnet", en: "{path} is being opened" },
  port_reopened: {
    fr: "{path} se taisait et est rouvert",
    de: "{path} war still und wird neu geöffnet",
    en: "{path} was silent and is opened anew",
  },
  port_unplugged: {
    fr: "{path} a été débranché\u202f: rebranchez le câble",
    de: "{path} wurde abgezogen: das Kabel wieder einstecken",
    en: "{path} was unplugged: plug the cable in again",
  },
  port_unplugged_said: {
    fr: "{path} a été débranché\u202f: rebranchez le câble ({problem})",
    de: "{path} wurde abgezogen: das Kabel wieder einstecken ({problem})",
    en: "{path} was unplugged: plug the cable in again ({problem})",
  },
  no_frame: {
    fr: "aucune trame valable depuis {seconds} s\u202f: {problem}",
    de: "seit {seconds} s nichts Brauchbares: {problem}",
    en: "no good frame for {seconds} s: {problem}",
  },
  no_frame_yet: {
    fr: "aucune trame valable depuis le démarrage il y a {seconds} s\u202f: {problem}",
    de: "seit dem Start vor {seconds} s nichts Brauchbares: {problem}",
    en: "no good frame since the start {seconds} s ago: {problem}",
  },
  port_silent: {
    fr: "le port est ouvert mais rien n’arrive\u202f: vérifiez {what}",
    de: "der Anschluss ist offen, aber es kommt nichts: {what} prüfen",
    en: "the port is open but nothing arrives: check {what}",
  },
  vedirect_check: {
    fr: "que l’appareil est alimenté, que le câble est dans sa prise VE.Direct, et que la fonction de sa broche TX est «\u202fcommunication normale\u202f»",
    de: "ob das Gerät Strom hat, das Kabel in seiner VE.Direct-Buchse steckt und die Funktion seines TX-Anschlusses „normale Kommunikation“ ist",
    en: 'that the device is powered, the cable sits in its VE.Direct port and its TX port function is "normal communication"',
  },
  vedirect_only_hex: {
    fr: "des trames HEX arrivent mais pas de texte\u202f: un autre programme ou un écran interroge l’appareil en HEX, et beaucoup d’appareils n’envoient alors pas de texte\u202f; arrêtez-le, et le texte revient quelques secondes plus tard",
    de: "es kommen HEX-Rahmen, aber kein Text: ein anderes Programm oder eine Anzeige fragt das Gerät über HEX, und viele Geräte senden dabei keinen Text; anhalten, dann kommt der Text nach einigen Sekunden wieder",
    en: "HEX frames arrive but no text: another program or a display asks the device by HEX, and many devices send no text meanwhile; stop it, and text comes back some seconds later",
  },
  port_noise: {
    fr: "des octets arrivent mais aucun bloc valable\u202f: un autre appareil ou une autre vitesse, du bruit ou un fil mal serré, ou un autre programme lit le même port",
    de: "es kommen Bytes, aber kein gültiger Block: ein anderes Gerät oder Tempo, Störungen oder ein loser Draht, oder ein anderes Programm liest denselben Anschluss",
    en: "bytes arrive but none makes a sound block: another kind of device or speed, noise or a loose wire, or another program reads the same port",
  },
  line_behind: {
    fr: "il arrive plus qu’on ne peut lire, depuis {seconds} s ({bytes} octets attendent)\u202f: qu’il en dise moins, ou moins souvent",
    de: "es kommt seit {seconds} s mehr, als gelesen werden kann ({bytes} Bytes warten): es sollte weniger sagen, oder seltener",
    en: "more comes than can be read, for {seconds} s now ({bytes} bytes wait): let it say less, or less often",
  },
  line_unreadable: {
    fr: "ce qui est arrivé ne se lit pas\u202f: {problem}",
    de: "was kam, ist nicht lesbar: {problem}",
    en: "what it sent cannot be read: {problem}",
  },
  port_not_serial: {
    fr: "ce n’est pas un port série\u202f; «\u202fport\u202f» doit en nommer un, au mieux par son lien dans /dev/serial/by-id",
    de: "das ist kein serieller Anschluss; „port“ muss einen nennen, am besten über den Verweis in /dev/serial/by-id",
    en: 'this is not a serial port; "port" must name one, best by its link in /dev/serial/by-id',
  },
  port_closed_at_once: {
    fr: "le port s’est refermé aussitôt\u202f; le câble tient-il mal\u202f?",
    de: "der Anschluss schloss sich sofort wieder; sitzt das Kabel lose?",
    en: "the port closed at once; is the cable loose?",
  },
  port_said: {
    fr: "{path} ne peut servir\u202f: {problem}",
    de: "{path} lässt sich nicht benutzen: {problem}",
    en: "{path} cannot be used: {problem}",
  },
  port_not_open: {
    fr: "{path} n’est pas ouvert\u202f: démarrez d’abord l’appareil",
    de: "{path} ist nicht offen: erst das Gerät starten",
    en: "{path} is not open: start the device first",
  },
  port_stuck: {
    fr: "{path} ne prend plus rien\u202f: débranchez le câble et rebranchez-le",
    de: "{path} nimmt nichts mehr an: das Kabel abziehen und wieder einstecken",
    en: "{path} takes no more bytes: unplug the cable and plug it in again",
  },
} as const satisfies Record<string, Said>;
