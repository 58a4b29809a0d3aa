import type { Said } from "./language.ts";

/**
 * What ends a run, as the sandbox says it in English: the English sentences are word for word those of `scripts/guest/`,
 * `scripts/sandbox/` and `scripts/host/`, and the last ones QuickJS's own. `scripts/host/thrown.ts` finds the sentence by them.
 */
export const SCRIPT_ERRORS = {
  error_nothing_said: {
    fr: "le script a lancé une erreur sans mots",
    de: "das Skript warf einen Fehler ohne Worte",
    en: "the script threw something",
  },
  error_unreadable: {
    fr: "le script a lancé une erreur qui ne se lit pas",
    de: "das Skript warf einen Fehler, der sich nicht lesen lässt",
    en: "the script threw something that cannot be read",
  },
  error_nonsense: {
    fr: 'le script a rendu ce qui n’est pas une réponse\u202f: dites on("pourquoi"), off("pourquoi") ou keep("pourquoi")',
    de: 'das Skript gab zurück, was keine Antwort ist: on("warum"), off("warum") oder keep("warum") sagen',
    en: 'script returned nonsense: say on("why"), off("why") or keep("why")',
  },
  error_no_function: {
    fr: "export default doit être une fonction\u202f: export default (…) => …",
    de: "export default muss eine Funktion sein: export default (…) => …",
    en: "export default must be a function: export default (…) => …",
  },
  error_memory: {
    fr: "il lui faut plus de {most} Mo de mémoire",
    de: "es braucht mehr als {most} MB Speicher",
    en: "it needs more than {most} MB of memory",
  },
  error_memory_or_null: {
    fr: "il lui faut plus de {most} Mo de mémoire, ou il lance null",
    de: "es braucht mehr als {most} MB Speicher, oder es wirft null",
    en: "it needs more than {most} MB of memory, or throws null",
  },
  error_stack: {
    fr: "il s’appelle lui-même sans fin",
    de: "es ruft sich selbst zu oft auf",
    en: "it calls itself too deeply",
  },
  error_broke: {
    fr: "le bac à sable s’est rompu\u202f: {problem}",
    de: "der Sandkasten zerbrach: {problem}",
    en: "the sandbox broke: {problem}",
  },
  error_broke_down: {
    fr: "son bac à sable s’est rompu",
    de: "sein Sandkasten zerbrach",
    en: "its sandbox broke down",
  },
  error_work_left: {
    fr: "le script a laissé du travail derrière lui",
    de: "das Skript ließ Arbeit zurück",
    en: "the script left work behind",
  },
  error_not_loaded: {
    fr: "aucun script n’est chargé pour ce relais",
    de: "für dieses Relais ist kein Skript geladen",
    en: "no script is loaded for this relay",
  },
  error_not_ready: {
    fr: "le bac à sable n’est pas encore prêt",
    de: "der Sandkasten ist noch nicht bereit",
    en: "the sandbox is not ready yet",
  },
  error_no_start: {
    fr: "le bac à sable ne démarre pas\u202f: voyez la mémoire et l’installation de Gleaner",
    de: "der Sandkasten startet nicht: nach dem Speicher und der Installation von Gleaner sehen",
    en: "the sandbox does not start: look at the memory and the installation of Gleaner",
  },
  error_read_only: {
    fr: "un script peut lire cela, non le changer",
    de: "ein Skript kann das lesen, nicht ändern",
    en: "a script can read this, not change it",
  },
  error_language: {
    fr: "un script ne change pas la langue",
    de: "ein Skript ändert die Sprache nicht",
    en: "a script cannot change the language",
  },
  error_no_date: {
    fr: "Date ne s’utilise pas dans un script\u202f: prenez now.hour, now.month, now.weekday …",
    de: "Date gibt es in einem Skript nicht: now.hour, now.month, now.weekday … verwenden",
    en: "Date is not available in a script: use now.hour, now.month, now.weekday …",
  },
  error_no_promise: {
    fr: "Promise ne s’utilise pas ici\u202f: un script répond aussitôt",
    de: "Promise gibt es hier nicht: ein Skript antwortet sofort",
    en: "Promise is not available: a script answers at once",
  },
  error_no_code: {
    fr: "{name} ne s’utilise pas ici\u202f: un script ne fait pas de code d’un texte",
    de: "{name} gibt es hier nicht: ein Skript macht aus Text keinen Code",
    en: "{name} is not available: a script cannot turn text into code",
  },
  error_no_global: {
    fr: "globalThis ne s’utilise pas ici\u202f: prenez les noms eux-mêmes",
    de: "globalThis gibt es hier nicht: die Namen selbst verwenden",
    en: "globalThis is not available: use the names themselves",
  },
  error_no_console: {
    fr: "console ne s’utilise pas ici\u202f: dites-le dans la raison, {example}",
    de: "console gibt es hier nicht: im Grund sagen, {example}",
    en: "console is not available: say it in the reason, {example}",
  },
  error_no_timeout: {
    fr: "setTimeout ne s’utilise pas ici\u202f: prenez {example}",
    de: "setTimeout gibt es hier nicht: {example} verwenden",
    en: "setTimeout is not available: use {example}",
  },
  error_no_interval: {
    fr: "setInterval ne s’utilise pas ici\u202f: le script tourne de lui-même encore et encore",
    de: "setInterval gibt es hier nicht: das Skript läuft von selbst immer wieder",
    en: "setInterval is not available: the script runs again by itself",
  },
  error_no_fetch: {
    fr: "fetch ne s’utilise pas ici\u202f: un script ne lit que des canaux",
    de: "fetch gibt es hier nicht: ein Skript liest nur Kanäle",
    en: "fetch is not available: a script reads channels only",
  },
  error_no_require: {
    fr: "require ne s’utilise pas ici\u202f: écrivez {example}",
    de: "require gibt es hier nicht: {example} schreiben",
    en: "require is not available: write {example}",
  },
  error_no_dice: {
    fr: "Math.random ne s’utilise pas ici\u202f: des mêmes valeurs un script décide toujours de même",
    de: "Math.random gibt es hier nicht: bei gleichen Werten entscheidet ein Skript gleich",
    en: "Math.random is not available: a script decides the same from the same inputs",
  },
  error_no_why: {
    fr: "il faut une raison en mots\u202f: {example}, ou en plusieurs langues\u202f: {languages}",
    de: "ein Grund in Worten fehlt: {example}, oder in mehreren Sprachen: {languages}",
    en: "a reason in words is needed: {example}, or in languages: {languages}",
  },
  error_name_wanted: {
    fr: "{what} attend un nom de 1 à 64 caractères entre guillemets",
    de: "{what} braucht einen Namen von 1 bis 64 Zeichen in Anführungszeichen",
    en: "{what} needs a name of 1 to 64 characters in quotes",
  },
  error_name_long: {
    fr: "aucun canal n’a un nom aussi long",
    de: "kein Kanal hat einen so langen Namen",
    en: "no channel has so long a name",
  },
  error_strangers: {
    fr: "trop de canaux inconnus ont été demandés",
    de: "nach zu vielen unbekannten Kanälen wurde gefragt",
    en: "too many unknown channels were asked for",
  },
  error_time_wanted: {
    fr: "{what} attend une durée de 0 à un an, comme minutes(10)",
    de: "{what} braucht eine Dauer von 0 bis zu einem Jahr, wie minutes(10)",
    en: "{what} needs a time from 0 to a year, such as minutes(10)",
  },
  error_timers: {
    fr: "un script a {most} minuteurs au plus",
    de: "ein Skript hat höchstens {most} Timer",
    en: "a script has at most {most} timers",
  },
  error_date_format: {
    fr: "date(…) attend un format entre guillemets, comme {example} pour l’heure",
    de: "date(…) braucht ein Format in Anführungszeichen, wie {example} für die Stunde",
    en: "date(…) needs a format in quotes, such as {example} for the hour",
  },
  error_date_moment: {
    fr: "date(…) ne dit que l’instant présent\u202f: enlevez le second argument",
    de: "date(…) sagt nur den Augenblick des Laufs: das zweite Argument weglassen",
    en: "date(…) tells the moment of the run only: leave the second argument out",
  },
  error_date_letter: {
    fr: "{what} n’est pas connu ici\u202f: il y a {known}",
    de: "{what} ist hier nicht bekannt: es gibt {known}",
    en: "{what} is not known here: there are {known}",
  },
  error_seconds: {
    fr: "il faut un nombre de secondes",
    de: "eine Zahl von Sekunden fehlt",
    en: "a number of seconds is needed",
  },

  error_not_a_function: {
    fr: "ce qui est appelé avec (…) n’est pas une fonction",
    de: "was mit (…) aufgerufen wird, ist keine Funktion",
    en: "not a function",
  },
  error_not_an_object: {
    fr: "ce n’est pas un objet",
    de: "das ist kein Objekt",
    en: "not an object",
  },
  error_to_object: {
    fr: "null ou undefined n’a pas de membres à prendre",
    de: "null oder undefined hat keine Teile, die man nehmen könnte",
    en: "cannot convert to object",
  },
  error_not_a_list: {
    fr: "ce n’est pas une liste à parcourir",
    de: "das ist keine Liste, die man durchgehen könnte",
    en: "value is not iterable",
  },
  error_reads_nothing: {
    fr: "{nothing} n’a pas de {name} à lire",
    de: "{nothing} hat kein {name}, das man lesen könnte",
    en: "cannot read property '{name}' of {nothing}",
  },
  error_sets_nothing: {
    fr: "{nothing} n’a pas de {name} à changer",
    de: "{nothing} hat kein {name}, das man ändern könnte",
    en: "cannot set property '{name}' of {nothing}",
  },
  error_constant: {
    fr: "{name} est une constante\u202f: écrivez let à la place de const pour la changer",
    de: "{name} ist eine Konstante: let statt const schreiben, um sie zu ändern",
    en: "'{name}' is read-only",
  },
  error_too_early: {
    fr: "{name} est pris avant d’avoir sa valeur\u202f: mettez sa ligne plus haut",
    de: "{name} wird gelesen, bevor es seinen Wert hat: seine Zeile weiter oben schreiben",
    en: "{name} is not initialized",
  },
} as const satisfies Record<string, Said>;
