import type { Said } from "../language.ts";

/** Programs as devices. */
export const PROGRAM_COMPLAINTS = {
  program_missing: {
    fr: "le programme {program} est introuvable\u202f: corrigez son chemin (./ est {folder}), installez-le ou rendez-le exécutable",
    de: "das Programm {program} ist nicht zu finden: seinen Pfad berichtigen (./ ist {folder}), es installieren oder ausführbar machen",
    en: "the program {program} was not found: correct its path (./ is {folder}), install it or make it executable",
  },
  program_gone: {
    fr: "le programme {program} ou le dossier {folder} n’existe pas\u202f: corrigez le chemin, ou installez-le",
    de: "das Programm {program} oder den Ordner {folder} gibt es nicht: den Pfad berichtigen, oder es installieren",
    en: "the program {program} or the folder {folder} does not exist: correct the path, or install it",
  },
  program_forbidden: {
    fr: "le programme {program} ne peut être lancé\u202f: rendez-le exécutable (chmod +x)",
    de: "das Programm {program} darf nicht ausgeführt werden: es ausführbar machen (chmod +x)",
    en: "the program {program} may not be run: make it executable (chmod +x)",
  },
  program_order_long: {
    fr: "les arguments et env de {program} sont trop longs\u202f: raccourcissez-les",
    de: "die Argumente und env von {program} sind zu lang: kürzen",
    en: "the arguments and env of {program} are too long: shorten them",
  },
  program_stuck: {
    fr: "{program} ne se laisse pas arrêter\u202f: voyez le disque, le partage réseau ou l’appareil qu’il attend",
    de: "{program} lässt sich nicht beenden: nach der Platte, dem Netzlaufwerk oder dem Gerät sehen, auf das es wartet",
    en: "{program} cannot be ended: look at the disk, the network share or the device that it waits for",
  },
  secret_gone: {
    fr: "le fichier de env {name} ({path}) n’existe pas\u202f: créez-le, ou corrigez son chemin",
    de: "die Datei von env {name} ({path}) gibt es nicht: sie anlegen, oder ihren Pfad berichtigen",
    en: "the file of env {name} ({path}) does not exist: create it, or correct its path",
  },
  secret_forbidden: {
    fr: "le fichier de env {name} ({path}) ne se lit pas\u202f: donnez-en le droit à l’utilisateur de Gleaner",
    de: "die Datei von env {name} ({path}) ist nicht lesbar: Gleaners Benutzer das Recht geben",
    en: "the file of env {name} ({path}) may not be read: give Gleaner's user the right to",
  },
  secret_odd: {
    fr: "le fichier de env {name} ({path}) n’est pas un fichier ordinaire\u202f: nommez-en un",
    de: "die Datei von env {name} ({path}) ist keine gewöhnliche Datei: eine solche angeben",
    en: "the file of env {name} ({path}) is not a regular file: name one",
  },
  secret_large: {
    fr: "le fichier de env {name} ({path}) dépasse 64 ko\u202f: un secret est plus court",
    de: "die Datei von env {name} ({path}) ist größer als 64 kB: ein Geheimnis ist kürzer",
    en: "the file of env {name} ({path}) is larger than 64 kB: a secret is shorter",
  },
  secret_silent: {
    fr: "le fichier de env {name} ({path}) ne répond pas\u202f: voyez le disque ou le partage réseau où il se trouve",
    de: "die Datei von env {name} ({path}) antwortet nicht: nach der Platte oder dem Netzlaufwerk sehen, wo sie liegt",
    en: "the file of env {name} ({path}) does not answer: look at the disk or the network share it lies on",
  },
  secret_zero: {
    fr: "le fichier de env {name} ({path}) contient un octet nul\u202f: une variable d’environnement n’en peut contenir",
    de: "die Datei von env {name} ({path}) enthält ein Nullbyte: eine Umgebungsvariable kann das nicht",
    en: "the file of env {name} ({path}) holds a zero byte: an environment variable cannot",
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
  printed_too_much: {
    fr: "{program} a écrit plus de {kb} ko en une fois\u202f: ce qui vient après n’est pas lu\u202f; qu’il écrive moins",
    de: "{program} schrieb mehr als {kb} kB auf einmal: was danach kommt, wird nicht gelesen; es soll weniger schreiben",
    en: "{program} printed more than {kb} kB at once: what comes after that is not read; let it print less",
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
  name_repeated: {
    fr: "{name} vient plusieurs fois à la fois avec des valeurs différentes\u202f: seule la dernière compte\u202f; donnez à chacune son nom",
    de: "{name} kommt mehrmals zugleich mit verschiedenen Werten: nur der letzte zählt; jedem einen eigenen Namen geben",
    en: "{name} comes several times at once with different values: only the last one counts; give each a name of its own",
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
  refused_truth: {
    fr: "un oui ou un non n’est pas un nombre en {unit}\u202f: écrivez un nombre, ou laissez l’unité",
    de: "ein Ja oder Nein ist keine Zahl in {unit}: eine Zahl schreiben, oder keine Einheit angeben",
    en: "a yes or no is no number in {unit}: print a number, or give it no unit",
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
} as const satisfies Record<string, Said>;
