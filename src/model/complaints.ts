import type { Said } from "./language.ts";
import { SCRIPT_COMPLAINTS } from "./script-complaints.ts";

/**
 * What devices complain of, as `reasons.ts` says its sentences. The English ones go to the log and to `/health`.
 * What a program or the system itself says stands in them as it is.
 */
export const COMPLAINTS = {
  // files
  file_no_folder: {
    fr: "le dossier {folder} n’existe pas, ou {path} ne mène à rien\u202f: créez-le, ou corrigez «\u202fpath\u202f»",
    de: "den Ordner {folder} gibt es nicht, oder {path} führt ins Leere: anlegen, oder „path“ berichtigen",
    en: 'the folder {folder} does not exist, or {path} points to nothing: create it, or correct "path"',
  },
  file_not_folder: {
    fr: "une partie de {folder} n’est pas un dossier\u202f: corrigez «\u202fpath\u202f»",
    de: "ein Teil von {folder} ist kein Ordner: „path“ berichtigen",
    en: 'a part of {folder} is not a folder: correct "path"',
  },
  file_is_folder: {
    fr: "{path} est un dossier\u202f: «\u202fpath\u202f» doit nommer un fichier",
    de: "{path} ist ein Ordner: „path“ muss eine Datei nennen",
    en: '{path} is a folder: "path" must name a file',
  },
  file_forbidden: {
    fr: "pas le droit d’utiliser {path}\u202f: laissez l’utilisateur de Gleaner y écrire, et dans son dossier",
    de: "{path} darf nicht benutzt werden: dem Benutzer von Gleaner das Schreiben dort und im Ordner erlauben",
    en: "no permission to use {path}: let Gleaner's user write it and its folder",
  },
  file_not_permitted: {
    fr: "le système ne permet pas d’écrire {path}\u202f: laissez l’utilisateur de Gleaner y écrire",
    de: "das System lässt {path} nicht schreiben: dem Benutzer von Gleaner das Schreiben erlauben",
    en: "the system does not permit writing {path}: let Gleaner's user write it",
  },
  file_readonly: {
    fr: "{path} est sur un disque en lecture seule\u202f: choisissez un autre «\u202fpath\u202f»",
    de: "{path} liegt auf einer Platte, die nur lesbar ist: einen anderen „path“ wählen",
    en: '{path} lies on a read-only disk: choose another "path"',
  },
  file_no_space: {
    fr: "plus de place sur le disque de {path}\u202f: libérez-en",
    de: "kein Platz mehr auf der Platte von {path}: bitte welchen schaffen",
    en: "no space left on the disk of {path}: free some",
  },
  file_no_reader: {
    fr: "personne ne lit {path}\u202f: démarrez le programme qui doit le faire",
    de: "niemand liest {path}: das Programm starten, das es tun soll",
    en: "nobody reads from {path}: start the program that should",
  },
  file_reader_behind: {
    fr: "le programme qui lit {path} a pris du retard\u202f: voyez s’il tourne encore",
    de: "der Leser von {path} kommt nicht nach: läuft er noch?",
    en: "the reader of {path} has fallen behind: see that it still runs",
  },
  file_circle: {
    fr: "{path} est un cercle de liens\u202f: corrigez «\u202fpath\u202f»",
    de: "{path} ist ein Kreis von Verweisen: „path“ berichtigen",
    en: '{path} is a circle of links: correct "path"',
  },
  file_foreign_link: {
    fr: "{path} est un lien que quelqu’un d’autre a pu poser\u202f: donnez à «\u202fpath\u202f» le fichier voulu",
    de: "{path} ist ein Verweis, den jemand anders gelegt haben kann: in „path“ die gemeinte Datei nennen",
    en: '{path} is a link that somebody else can have laid: set "path" to the file that is meant',
  },

  // serial lines
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

  // orders and questions over VE.Direct
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

  // programs
  program_missing: {
    fr: "le programme {program} est introuvable\u202f: corrigez son chemin (./ est {folder}), installez-le ou rendez-le exécutable",
    de: "das Programm {program} ist nicht zu finden: seinen Pfad berichtigen (./ ist {folder}), es installieren oder ausführbar machen",
    en: "the program {program} was not found: correct its path (./ is {folder}), install it or make it executable",
  },
  nothing_to_do: {
    fr: "rien à faire\u202f: donnez une «\u202fsource\u202f», ou à la fois «\u202fon\u202f» et «\u202foff\u202f»",
    de: "nichts zu tun: eine „source“ angeben, oder „on“ und „off“",
    en: "nothing to do: give it a `source`, or both `on` and `off`",
  },
  program_slow: {
    fr: "{program} n’a pas fini en {seconds} s et a été arrêté\u202f: voyez pourquoi, ou augmentez timeout{said}",
    de: "{program} wurde nach {seconds} s beendet, da es nicht fertig war: nachsehen, oder timeout erhöhen{said}",
    en: "{program} did not end within {seconds} s and was killed: look why, or raise timeout{said}",
  },
  program_killed: {
    fr: "{program} a été arrêté par {signal}{said}",
    de: "{program} wurde durch {signal} beendet{said}",
    en: "{program} was ended by {signal}{said}",
  },
  program_ended: {
    fr: "{program} a fini par {code}{said}",
    de: "{program} endete mit {code}{said}",
    en: "{program} ended with {code}{said}",
  },
  program_said: { fr: "\u202f; il a dit\u202f: {words}", de: "; es sagte: {words}", en: "; it said: {words}" },
  program_mute: {
    fr: "\u202f; il n’a rien dit sur stderr\u202f: essayez-le à la main",
    de: "; auf stderr sagte es nichts: von Hand versuchen",
    en: "; it said nothing on stderr: try it by hand",
  },
  program_stopped: {
    fr: "{program} s’est arrêté de lui-même\u202f; un programme qu’on écoute reste en marche{said}",
    de: "{program} hat sich selbst beendet; ein Programm, dem man zuhört, läuft weiter{said}",
    en: "{program} ended by itself; a program to listen to stays running{said}",
  },
  program_again: {
    fr: "{problem}\u202f; il est relancé dans {seconds} s",
    de: "{problem}; es wird in {seconds} s neu gestartet",
    en: "{problem}; it is started again in {seconds} s",
  },
  printed_nothing: {
    fr: "{program} n’a rien écrit\u202f; il devrait écrire des lignes comme\u202f: temperature 21.5 °C{said}",
    de: "{program} schrieb nichts; es sollte Zeilen schreiben wie: temperature 21.5 °C{said}",
    en: "{program} printed nothing; it should print lines such as: temperature 21.5 °C{said}",
  },
  printed_no_value: {
    fr: "{program} n’a écrit que ce qui n’est pas une valeur\u202f: {first}\u202f; il devrait écrire des lignes comme\u202f: temperature 21.5 °C{said}",
    de: "{program} schrieb nur, was kein Wert ist: {first}; es sollte Zeilen schreiben wie: temperature 21.5 °C{said}",
    en: "{program} printed only what is no value: {first}; it should print lines such as: temperature 21.5 °C{said}",
  },
  prints_one_odd: {
    fr: "{program} n’écrit que ce qui n’est pas une valeur (1 ligne, comme {first})\u202f: il devrait écrire des lignes comme\u202f: temperature 21.5 °C{said}",
    de: "{program} schreibt nur, was kein Wert ist (1 Zeile, etwa {first}): es sollte Zeilen schreiben wie: temperature 21.5 °C{said}",
    en: "{program} prints only what is no value (1 line, such as {first}): it should print lines such as: temperature 21.5 °C{said}",
  },
  prints_odd: {
    fr: "{program} n’écrit que ce qui n’est pas une valeur ({lines} lignes, comme {first})\u202f: il devrait écrire des lignes comme\u202f: temperature 21.5 °C{said}",
    de: "{program} schreibt nur, was kein Wert ist ({lines} Zeilen, etwa {first}): es sollte Zeilen schreiben wie: temperature 21.5 °C{said}",
    en: "{program} prints only what is no value ({lines} lines, such as {first}): it should print lines such as: temperature 21.5 °C{said}",
  },
  no_line_yet: {
    fr: "pas encore de ligne\u202f: voyez si {program} marche, et ne retient pas ce qu’il écrit{said}",
    de: "noch keine Zeile: arbeitet {program}, und hält es nicht zurück, was es schreibt?{said}",
    en: "no line yet: see that {program} works, and does not keep back what it prints{said}",
  },
  no_value_yet: {
    fr: "pas encore de valeur\u202f: voyez si {program} marche, et ne retient pas ce qu’il écrit{said}",
    de: "noch kein Wert: arbeitet {program}, und hält es nicht zurück, was es schreibt?{said}",
    en: "no value yet: see that {program} works, and does not keep back what it prints{said}",
  },
  no_line_for: {
    fr: "aucune ligne de {program} depuis {seconds} s\u202f: voyez s’il marche encore{said}",
    de: "keine Zeile von {program} seit {seconds} s: arbeitet es noch?{said}",
    en: "no line from {program} for {seconds} s: see that it still works{said}",
  },
  no_value_for: {
    fr: "aucune valeur de {program} depuis {seconds} s\u202f: voyez s’il marche encore{said}",
    de: "kein Wert von {program} seit {seconds} s: arbeitet es noch?{said}",
    en: "no value from {program} for {seconds} s: see that it still works{said}",
  },
  state_not_known: {
    fr: "l’état réel n’est pas connu\u202f: {problem}",
    de: "der wirkliche Zustand ist nicht bekannt: {problem}",
    en: "the real state is not known: {problem}",
  },
  read_nothing: {
    fr: "{program} n’a rien écrit\u202f: «\u202fread\u202f» doit écrire 1, 0, on, off, true ou false{said}",
    de: "{program} schrieb nichts: „read“ soll 1, 0, on, off, true oder false schreiben{said}",
    en: "{program} printed nothing: `read` should print 1, 0, on, off, true or false{said}",
  },
  read_odd: {
    fr: "{program} a écrit «\u202f{printed}\u202f»\u202f: «\u202fread\u202f» doit écrire 1, 0, on, off, true ou false{said}",
    de: "{program} schrieb „{printed}“: „read“ soll 1, 0, on, off, true oder false schreiben{said}",
    en: '{program} printed "{printed}": `read` should print 1, 0, on, off, true or false{said}',
  },
  program_busy: {
    fr: "{program} est encore occupé par des ordres d’avant\u202f: voyez pourquoi cela prend si longtemps",
    de: "{program} hat noch mit früheren Befehlen zu tun: nachsehen, warum es so lange braucht",
    en: "{program} is still busy with earlier orders: look why it takes so long",
  },
  program_left_out: {
    fr: "{program} a aussi écrit ce qui n’est pas une valeur, laissé de côté\u202f: {first}",
    de: "{program} schrieb auch, was kein Wert ist, weggelassen: {first}",
    en: "{program} also printed what is no value, left out: {first}",
  },
  left_out: {
    fr: "ce qui n’est pas une valeur est laissé de côté\u202f: {first}",
    de: "was kein Wert ist, wird weggelassen: {first}",
    en: "left out what is no value: {first}",
  },
  unit_not_known: {
    fr: "une unité inconnue ici est gardée telle quelle\u202f: {first}\u202f; écrivez W, kWh, °C, m³ …, ou donnez la bonne dans «\u202funits\u202f»",
    de: "eine hier unbekannte Einheit bleibt, wie sie ist: {first}; als W, kWh, °C, m³ … schreiben, oder die richtige in „units“ angeben",
    en: "a unit that is not known here is kept as it is: {first}; write it as W, kWh, °C, m³ …, or give the right one in `units`",
  },
  refused_as: {
    fr: "{what} ({why})",
    de: "{what} ({why})",
    en: "{what} ({why})",
  },
  refused_secret: {
    fr: "{mark} cache une partie d’un secret",
    de: "{mark} verdeckt einen Teil eines Geheimnisses",
    en: "{mark} hides a part of a secret",
  },
  refused_unit: {
    fr: "son unité n’en est pas une",
    de: "seine Einheit ist keine",
    en: "its unit is none",
  },
  refused_word: {
    fr: "un mot n’est pas une valeur en {unit}",
    de: "ein Wort ist kein Wert in {unit}",
    en: "a word is no value in {unit}",
  },
  refused_huge: {
    fr: "aucun nombre n’est si grand",
    de: "keine Zahl ist so groß",
    en: "no number is so large",
  },
  refused_deep: {
    fr: "trop imbriqué",
    de: "zu tief verschachtelt",
    en: "too deep",
  },
  refused_list: {
    fr: "une liste de plus de {most}",
    de: "eine Liste von mehr als {most}",
    en: "a list of more than {most}",
  },
  refused_json: {
    fr: "du JSON incomplet",
    de: "unvollständiges JSON",
    en: "no whole JSON",
  },
  refused_table: {
    fr: "un tableau\u202f: écrivez une ligne par valeur",
    de: "eine Tabelle: für jeden Wert eine Zeile schreiben",
    en: "a table: print a line for each value",
  },
  refused_state: {
    fr: "un état ne contient ni nombre ni =",
    de: "ein Zustand enthält weder Zahl noch =",
    en: "a state holds no number and no =",
  },
  refused_checksum: {
    fr: "sa somme de contrôle est fausse",
    de: "seine Prüfsumme ist falsch",
    en: "its checksum is wrong",
  },
  refused_nameless: {
    fr: "écrivez son nom devant, comme {example}",
    de: "seinen Namen davor schreiben, wie {example}",
    en: "print its name before it, as: {example}",
  },
  refused_name: {
    fr: "un nom commence par une lettre",
    de: "ein Name beginnt mit einem Buchstaben",
    en: "a name begins with a letter",
  },
  refused_glued: {
    fr: "laissez un espace entre le nombre et l’unité",
    de: "zwischen Zahl und Einheit eine Lücke lassen",
    en: "print a blank between number and unit",
  },
  refused_groups: {
    fr: "écrivez les nombres comme 1234.5, avec un point et sans groupes",
    de: "Zahlen wie 1234.5 schreiben, mit Punkt und ohne Gruppen",
    en: "print numbers such as 1234.5, with a point and without groups",
  },
  refused_cut: {
    fr: "la fin manque",
    de: "das Ende fehlt",
    en: "its end is missing",
  },
  line_too_long: {
    fr: "une ligne de plus de {most} caractères",
    de: "eine Zeile von mehr als {most} Zeichen",
    en: "one of more than {most} characters",
  },
  file_not_written: {
    fr: "{file} n’a pas été écrit depuis {seconds} s\u202f: voyez si le programme qui l’écrit marche encore, ou augmentez file_within",
    de: "{file} wurde zuletzt vor {seconds} s geschrieben: arbeitet das Programm noch, das sie schreibt? Sonst file_within erhöhen",
    en: "{file} was last written {seconds} s ago: see that the program which writes it still works, or give a longer file_within",
  },
  device_stopped: {
    fr: "l’appareil est arrêté\u202f: démarrez Gleaner pour le commuter",
    de: "das Gerät ist angehalten: Gleaner starten, um es zu schalten",
    en: "the device was stopped: start Gleaner to switch it",
  },

  // whatever is asked over a network or again and again
  http_no_answer: {
    fr: "pas de réponse de {origin}\u202f: {cause}\u202f; vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "keine Antwort von {origin}: {cause}; arbeitet das Gerät, und stimmt „host“?",
    en: 'no answer from {origin}: {cause}; check that the device works and that "host" is right',
  },
  http_status: {
    fr: "{origin} répond à {path} par le statut {status}\u202f: vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "{origin} antwortet auf {path} mit Status {status}: arbeitet das Gerät, und stimmt „host“?",
    en: '{origin} answers {path} with status {status}: check that the device works and that "host" is right',
  },
  http_unreadable: {
    fr: "la réponse de {origin} à {path} ne se lit pas, {problem}\u202f: vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "die Antwort von {origin} auf {path} ist unlesbar, {problem}: arbeitet das Gerät, und stimmt „host“?",
    en: 'the answer of {origin} to {path} cannot be read, {problem}: check that the device works and that "host" is right',
  },
  no_value_at: {
    fr: "{where} n’a pas de valeur à {places}\u202f: vérifiez que c’est un appareil de ce type",
    de: "{where} hat keinen Wert bei {places}: ist es ein Gerät dieser Art?",
    en: "{where} has no value at {places}: check that it is a device of this type",
  },
  no_answer_within: {
    fr: "pas de réponse en {seconds} s\u202f: vérifiez que l’appareil marche",
    de: "keine Antwort in {seconds} s: arbeitet das Gerät?",
    en: "no answer within {seconds} s: check that the device works",
  },
  http_too_long: {
    fr: "elle dépasse {kilobytes} ko",
    de: "sie ist länger als {kilobytes} kB",
    en: "it says more than {kilobytes} kB",
  },
  value_is_none: {
    fr: "{quantity} n’est pas un nombre mais {value}\u202f: vérifiez ce que dit l’appareil",
    de: "{quantity} ist keine Zahl, sondern {value}: prüfen, was das Gerät sagt",
    en: "{quantity} is no number but {value}: check what the device says",
  },

  // the disk of the data
  disk_full: {
    fr: "Le disque est plein\u202f: libérez de la place là où se trouve {folder} ({said})",
    de: "Die Platte ist voll: bitte Platz schaffen, wo {folder} liegt ({said})",
    en: "The disk is full: free some space where {folder} lies ({said})",
  },
  disk_readonly: {
    fr: "Les données dans {folder} ne se laissent pas écrire\u202f: montez le disque en écriture, et donnez le dossier avec son contenu à l’utilisateur qui lance Gleaner ({said})",
    de: "Die Daten in {folder} lassen sich nicht schreiben: die Platte beschreibbar einhängen, und den Ordner samt Inhalt dem Benutzer geben, unter dem Gleaner läuft ({said})",
    en: "The data in {folder} cannot be written: mount the disk read-write and give the folder and all in it to the user that runs Gleaner ({said})",
  },
  disk_io: {
    fr: "Le disque sous {folder} a échoué\u202f: voyez les messages du noyau (dmesg), vérifiez le disque ou la carte, puis redémarrez Gleaner ({said})",
    de: "Die Platte unter {folder} hat versagt: die Meldungen des Kerns ansehen (dmesg), Platte oder Karte prüfen, dann Gleaner neu starten ({said})",
    en: "The disk under {folder} failed: look at the kernel's messages (dmesg), check the disk or card, then start Gleaner again ({said})",
  },
  disk_corrupt: {
    fr: "Les données dans {folder} se lisent comme endommagées ({said})\u202f: «\u202fgleaner check\u202f» en dit plus\u202f; sortez ce qui se lit par «\u202fgleaner export\u202f», ou reprenez une sauvegarde",
    de: "Die Daten in {folder} sind beschädigt ({said}): „gleaner check“ sagt mehr; Lesbares mit „gleaner export“ herausholen, oder eine Sicherung zurückspielen",
    en: 'The data in {folder} reads as damaged ({said}): "gleaner check" says more; take out what can be read by "gleaner export", or restore a backup',
  },
  disk_other: {
    fr: "Les données dans {folder} n’ont pas pu être utilisées\u202f: {said}",
    de: "Die Daten in {folder} ließen sich nicht benutzen: {said}",
    en: "The data in {folder} could not be used: {said}",
  },
  ...SCRIPT_COMPLAINTS,
} as const satisfies Record<string, Said>;
