import type { Said } from "../language.ts";

/** The disk of the data. */
export const DISK_COMPLAINTS = {
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
} as const satisfies Record<string, Said>;
