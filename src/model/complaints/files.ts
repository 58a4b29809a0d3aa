import type { Said } from "../language.ts";

/** Devices that are files. */
export const FILE_COMPLAINTS = {
  file_silent: {
    fr: "{path} ne répond pas\u202f: voyez le disque ou le partage réseau où il se trouve",
    de: "{path} antwortet nicht: nach der Platte oder dem Netzlaufwerk sehen, wo es liegt",
    en: "{path} does not answer: look at the disk or the network share it lies on",
  },
  hands_anew: {
    fr: "le processus qui touche fichiers et programmes redémarre\u202f: réessayez",
    de: "der Prozess für Dateien und Programme wird neu gestartet: noch einmal versuchen",
    en: "the process that uses files and programs is being started anew: try again",
  },
  hands_absent: {
    fr: "le processus qui touche fichiers et programmes ne démarre pas\u202f: voyez le journal de Gleaner",
    de: "der Prozess für Dateien und Programme startet nicht: in Gleaners Log nachsehen",
    en: "the process that uses files and programs does not come up: see Gleaner's log",
  },
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
} as const satisfies Record<string, Said>;
