import type { Said } from "../language.ts";

/** What is wrong with the mode file, and what to do about it. */
export const MODE_FILE_COMPLAINTS = {
  mode_file_unreadable: {
    fr: "il ne peut être lu ({code})",
    de: "sie lässt sich nicht lesen ({code})",
    en: "it cannot be read ({code})",
  },
  mode_file_no_file: {
    fr: "ce n’est pas un fichier ordinaire",
    de: "sie ist keine gewöhnliche Datei",
    en: "it is no ordinary file",
  },
  mode_file_large: {
    fr: "il dépasse 64 ko",
    de: "sie ist größer als 64 kB",
    en: "it is larger than 64 kB",
  },
  mode_file_no_json: {
    fr: "ce n’est pas du JSON complet",
    de: "sie ist kein vollständiges JSON",
    en: "it is no complete JSON",
  },
  mode_file_no_object: {
    fr: "il doit ressembler à {example}",
    de: "sie muss aussehen wie {example}",
    en: "it must look like {example}",
  },
  mode_file_twice: {
    fr: "le relais {relay} y figure deux fois\u202f: ne l’écrire qu’une",
    de: "Relais {relay} steht zweimal darin: nur einmal schreiben",
    en: "relay {relay} stands in it twice: write it once",
  },
  mode_file_no_relay: {
    fr: "«\u202f{relay}\u202f» n’est pas un numéro de relais de 1 à 99",
    de: "„{relay}“ ist keine Relaisnummer von 1 bis 99",
    en: '"{relay}" is no relay number from 1 to 99',
  },
  mode_file_no_mode: {
    fr: "le relais {relay} a le mode {mode}\u202f; un mode est 0, 1, 2 ou 3",
    de: "Relais {relay} hat den Modus {mode}; ein Modus ist 0, 1, 2 oder 3",
    en: "relay {relay} has mode {mode}; a mode is 0, 1, 2 or 3",
  },
  mode_file_gone: {
    fr: "il avait disparu et est écrit à nouveau",
    de: "sie war weg und wird neu geschrieben",
    en: "it was gone and is written anew",
  },
  mode_file_foreign: {
    fr: "{path} est un lien que quelqu’un d’autre peut avoir posé\u202f: nommez le fichier voulu",
    de: "{path} ist ein Verweis, den jemand anders gelegt haben kann: die gemeinte Datei nennen",
    en: "{path} is a link that somebody else can have laid: name the file that is meant",
  },
  mode_file_unwritten: {
    fr: "{path} ne peut être écrit ({code})\u202f; {advice}",
    de: "{path} lässt sich nicht schreiben ({code}); {advice}",
    en: "{path} cannot be written ({code}); {advice}",
  },
  mode_file_at_folder: {
    fr: "un dossier est à sa place\u202f: supprimez-le",
    de: "ein Ordner ist an seiner Stelle: entfernen",
    en: "a folder is in its place: remove it",
  },
  mode_file_at_pipe: {
    fr: "un tube nommé ou un périphérique est à sa place\u202f: supprimez-le",
    de: "eine benannte Pipe oder ein Gerät ist an ihrer Stelle: entfernen",
    en: "a named pipe or a device is in its place: remove it",
  },
  mode_file_in_circle: {
    fr: "son lien tourne en rond\u202f: supprimez-le",
    de: "ihr Verweis führt im Kreis: entfernen",
    en: "its link leads in a circle: remove it",
  },
  mode_file_no_folder: {
    fr: "le dossier où il doit se trouver n’existe pas\u202f: créez-le",
    de: "den Ordner, in den sie gehört, gibt es nicht: anlegen",
    en: "the folder it belongs in is not there: make it",
  },
  mode_file_disk_full: {
    fr: "son disque est plein\u202f: libérez de la place",
    de: "ihre Platte ist voll: dort Platz schaffen",
    en: "its disk is full: free some space there",
  },
  mode_file_quota: {
    fr: "son disque est plein pour l’utilisateur de Gleaner\u202f: libérez de la place",
    de: "ihre Platte ist für den Benutzer von Gleaner voll: dort Platz schaffen",
    en: "its disk is full for Gleaner's user: free some space there",
  },
  mode_file_readonly: {
    fr: "son disque est en lecture seule\u202f: montez-le en écriture",
    de: "ihre Platte ist nur lesbar: beschreibbar einhängen",
    en: "its disk is read-only: mount it read-write",
  },
  mode_file_rights: {
    fr: "donnez à Gleaner le droit d’y écrire",
    de: "Gleaner das Schreiben dort erlauben",
    en: "give Gleaner the right to write there",
  },
} as const satisfies Record<string, Said>;
