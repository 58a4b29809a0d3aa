import type { Said } from "./language.ts";

/** Why a script cannot be used. What the parsers themselves say stands in these as it is. */
export const SCRIPT_COMPLAINTS = {
  script_at: {
    fr: "ligne {line}, colonne {column}\u202f: {what}",
    de: "Zeile {line}, Spalte {column}: {what}",
    en: "line {line}, column {column}: {what}",
  },
  script_at_line: {
    fr: "ligne {line}\u202f: {what}",
    de: "Zeile {line}: {what}",
    en: "line {line}: {what}",
  },
  script_unexpected: {
    fr: "ce qui se trouve ici ne va pas avec ce qui précède (une parenthèse, une virgule ou un guillemet oubliés\u202f?)",
    de: "was hier steht, passt nicht zu dem davor (Klammer, Komma oder Anführungszeichen vergessen?)",
    en: "Unexpected token",
  },
  script_unterminated: {
    fr: "un texte n’est pas refermé\u202f: il y manque un guillemet",
    de: "ein Text ist nicht geschlossen: ein Anführungszeichen fehlt",
    en: "Unterminated string constant",
  },
  script_syntax: {
    fr: "ce n’est ni du JavaScript ni du TypeScript valable ({detail})",
    de: "das ist kein gültiges JavaScript oder TypeScript ({detail})",
    en: "{detail}",
  },
  script_threw: {
    fr: "le script s’est arrêté sur une erreur ({detail})",
    de: "das Skript brach mit einem Fehler ab ({detail})",
    en: "{detail}",
  },
  script_too_deep: {
    fr: "le script est trop imbriqué\u202f: simplifiez-le",
    de: "das Skript ist zu tief verschachtelt: einfacher schreiben",
    en: "the script is nested too deeply: make it simpler",
  },
  script_compiler_broke: {
    fr: "le compilateur TypeScript a échoué sur ce script\u202f: simplifiez-le",
    de: "der TypeScript-Übersetzer scheiterte an diesem Skript: einfacher schreiben",
    en: "the TypeScript compiler broke on this script: make it simpler",
  },
  script_not_compiled: {
    fr: "le script ne se compile pas",
    de: "das Skript lässt sich nicht übersetzen",
    en: "the script does not compile",
  },
  script_import_foreign: {
    fr: '«\u202f{module}\u202f» ne peut être importé\u202f: un script n’importe que de "gleaner"',
    de: '„{module}“ kann nicht importiert werden: ein Skript importiert nur aus "gleaner"',
    en: '"{module}" cannot be imported: a script may import from "gleaner" only',
  },
  script_import_unknown: {
    fr: '"gleaner" n’exporte pas {name}\u202f: il exporte {known}',
    de: '"gleaner" exportiert {name} nicht: es exportiert {known}',
    en: '"gleaner" does not export {name}: it exports {known}',
  },
  script_generator: {
    fr: "le script répond par return\u202f: enlevez le *",
    de: "das Skript antwortet mit return: das * entfernen",
    en: "the script answers with return: take the * away",
  },
  script_too_large: {
    fr: "le script a {bytes} octets\u202f: {most} au plus sont permis",
    de: "das Skript hat {bytes} Bytes: höchstens {most} sind erlaubt",
    en: "the script has {bytes} bytes: at most {most} are allowed",
  },
  script_one_export: {
    fr: "un script exporte une seule chose\u202f: {example}",
    de: "ein Skript exportiert nur eines: {example}",
    en: "a script exports one thing: {example}",
  },
  script_at_once: {
    fr: "un script répond aussitôt\u202f: async et await ne s’utilisent pas ici",
    de: "ein Skript antwortet sofort: async und await gibt es hier nicht",
    en: "a script answers at once: async and await are not available",
  },
  script_chained: {
    fr: "{wrong} compare un oui ou un non avec c\u202f: écrivez {right}",
    de: "{wrong} vergleicht ein Ja oder Nein mit c: {right} schreiben",
    en: "{wrong} compares a yes or no with c: write {right}",
  },
  script_always: {
    fr: "{wrong} est toujours vrai\u202f: écrivez {right}",
    de: "{wrong} gilt immer: {right} schreiben",
    en: "{wrong} is always true: write {right}",
  },
  script_empty_if: {
    fr: "{wrong} n’a aucun effet\u202f: enlevez le point-virgule",
    de: "{wrong} bewirkt nichts: das Semikolon entfernen",
    en: "{wrong} does nothing: take the semicolon away",
  },
  script_no_import_call: {
    fr: "import(…) ne s’utilise pas ici\u202f: écrivez {example} en haut",
    de: "import(…) gibt es hier nicht: oben {example} schreiben",
    en: "import(…) is not available: write {example} at the top",
  },
  script_not_available: {
    fr: "{word} ne s’utilise pas dans un script",
    de: "{word} gibt es in einem Skript nicht",
    en: "{word} is not available in a script",
  },
  script_old_comment: {
    fr: "{marks} commencent un commentaire là où les scripts tournent\u202f: séparez les signes, comme {apart}",
    de: "{marks} beginnen einen Kommentar, wo Skripte laufen: die Zeichen trennen, wie {apart}",
    en: "{marks} begin comments where scripts run: write them apart, as {apart}",
  },
  script_not_one: {
    fr: "le script ne se lit pas comme une seule fonction\u202f: simplifiez-le",
    de: "das Skript lässt sich nicht als eine Funktion lesen: einfacher schreiben",
    en: "the script cannot be read as one function: make it simpler",
  },
  script_slow_compile: {
    fr: "le script met trop de temps à se compiler\u202f: simplifiez-le",
    de: "das Skript braucht zu lange zum Übersetzen: einfacher schreiben",
    en: "the script takes too long to compile: make it simpler",
  },
  script_compile_later: {
    fr: "le script ne peut être compilé maintenant\u202f: nouvel essai aussitôt",
    de: "das Skript lässt sich jetzt nicht übersetzen: es wird gleich wieder versucht",
    en: "the script cannot be compiled now: it is tried again at once",
  },
  script_cannot_compile: {
    fr: "le script ne peut être compilé\u202f: simplifiez-le",
    de: "das Skript lässt sich nicht übersetzen: einfacher schreiben",
    en: "the script cannot be compiled: make it simpler",
  },
  script_import_default: {
    fr: '"gleaner" n’a pas d’export par défaut\u202f: écrivez {example}',
    de: '"gleaner" hat keinen Standard-Export: {example} schreiben',
    en: '"gleaner" has no default export: write {example}',
  },
  script_no_default: {
    fr: "il n’y a pas d’export default\u202f: commencez par {begin} et répondez par {answer}",
    de: "export default fehlt: mit {begin} beginnen und mit {answer} antworten",
    en: "there is no export default: begin with {begin} and {answer}",
  },
  script_return_outside: {
    fr: "return est hors de la fonction\u202f: écrivez {begin} au-dessus et {end} au-dessous",
    de: "return steht außerhalb der Funktion: darüber {begin} schreiben, darunter {end}",
    en: "return stands outside of the function: write {begin} above it, and {end} below",
  },
  script_php: {
    fr: "c’est du PHP\u202f: enlevez {tag} et les dollars, écrivez {begin} au-dessus et {end} au-dessous, et répondez {answer}\u202f; voir «\u202fComing from PvMonit\u202f» dans docs/write-a-script.md",
    de: "das ist PHP: {tag} und die Dollarzeichen entfernen, darüber {begin} schreiben, darunter {end}, und {answer} antworten; siehe „Coming from PvMonit“ in docs/write-a-script.md",
    en: 'this is PHP: take {tag} and the dollar signs away, write {begin} above and {end} below, and {answer}; see "Coming from PvMonit" in docs/write-a-script.md',
  },
  script_php_word: {
    fr: "«\u202f{word}\u202f» est du PHP\u202f: écrivez {instead}",
    de: "„{word}“ ist PHP: {instead} schreiben",
    en: '"{word}" is PHP: write {instead}',
  },
  script_file_gone: {
    fr: "{file} n’est pas là\u202f: remettez le script, ou changez la configuration",
    de: "{file} ist nicht da: das Skript zurücklegen, oder die Konfiguration ändern",
    en: "{file} is not there: put the script back, or change the configuration",
  },
  script_file_put: {
    fr: "{file} ne se lit pas\u202f: mettez-y le script",
    de: "{file} ist nicht lesbar: das Skript dorthin legen",
    en: "{file} cannot be read: put the script there",
  },
  script_file_forbidden: {
    fr: "{file} ne se lit pas\u202f: donnez à l’utilisateur qui lance Gleaner le droit de le lire",
    de: "{file} ist nicht lesbar: dem Benutzer, unter dem Gleaner läuft, das Leserecht geben",
    en: "{file} cannot be read: give the user who runs Gleaner the right to read it",
  },
  script_file_odd: {
    fr: "{file} n’est pas un fichier\u202f: mettez-y le script",
    de: "{file} ist keine Datei: das Skript dorthin legen",
    en: "{file} is not a file: put the script there",
  },
  script_file_large: {
    fr: "{file} dépasse 64 ko\u202f: un script doit être plus petit",
    de: "{file} ist größer als 64 kB: ein Skript muss kleiner sein",
    en: "{file} is larger than 64 kB: a script must be smaller",
  },
  script_file_utf16: {
    fr: "{file} est en UTF-16, que certains éditeurs appellent «\u202fUnicode\u202f»\u202f: enregistrez-le en UTF-8",
    de: "{file} ist in UTF-16, das manche Editoren „Unicode“ nennen: als UTF-8 speichern",
    en: '{file} is UTF-16 text, which some editors call "Unicode": save it as UTF-8',
  },
  script_file_latin1: {
    fr: "{file} n’est pas en UTF-8 (à la ligne {line}, c’est du Latin-1 ou du Windows-1252)\u202f: enregistrez-le en UTF-8",
    de: "{file} ist nicht in UTF-8 (in Zeile {line} steht Latin-1 oder Windows-1252): als UTF-8 speichern",
    en: "{file} is not UTF-8 text (by line {line} it is Latin-1 or Windows-1252): save it as UTF-8",
  },
  script_file_unreadable: {
    fr: "{file} ne se lit pas\u202f: {problem}",
    de: "{file} ist nicht lesbar: {problem}",
    en: "{file} cannot be read: {problem}",
  },
} as const satisfies Record<string, Said>;
