import type { Said } from "../language.ts";

/** The data that scripts go by, and what became of scripts. `sentences.ts` tells how a sentence names its values. */
export const SCRIPT_SENTENCES = {
  channel_missing: {
    fr: "{channel|channel} n’a pas encore de valeur",
    de: "{channel|channel} hat noch keinen Wert",
    en: "{channel|channel} has no value yet",
  },
  channel_unknown: {
    fr: "aucun canal ne s’appelle {channel}",
    de: "kein Kanal heißt {channel}",
    en: "no channel is called {channel}",
  },
  channel_stale: {
    fr: "{channel|channel} n’a plus donné de valeur depuis {age|duration}",
    de: "{channel|channel} ist seit {age|duration} ohne neuen Wert",
    en: "{channel|channel} has been silent for {age|duration}",
  },
  channel_stuck: {
    fr: "{channel|channel} montre la même valeur depuis {age|duration}\u202f: sa source est figée",
    de: "{channel|channel} zeigt seit {age|duration} denselben Wert: seine Quelle steht",
    en: "{channel|channel} has shown the same value for {age|duration}: its source is stuck",
  },
  script_failed: {
    fr: "Le script a échoué\u202f: {problem}",
    de: "Das Skript ist gescheitert: {problem}",
    en: "The script failed: {problem}",
  },
  member_unknown: {
    fr: "{line|line}{thing} n’a pas de {name}\u202f; il y a {known}",
    de: "{line|line}{thing} hat kein {name}; es gibt {known}",
    en: "{line|line}{thing} has no {name}; there are {known}",
  },
  input_unknown: {
    fr: "{line|line}un script ne reçoit pas de {name}\u202f; il reçoit {known}",
    de: "{line|line}ein Skript bekommt kein {name}; es bekommt {known}",
    en: "{line|line}a script is given no {name}; it is given {known}",
  },
  relay_unknown: {
    fr: "{line|line}aucun relais ne s’appelle {name}\u202f; il y a {known}",
    de: "{line|line}kein Relais heißt {name}; es gibt {known}",
    en: "{line|line}no relay is called {name}; there are {known}",
  },
  state_unknown: {
    fr: "{line|line}{thing} ne dit jamais {word}\u202f; il dit {known}",
    de: "{line|line}{thing} sagt nie {word}; es sagt {known}",
    en: "{line|line}{thing} never says {word}; it says {known}",
  },
  state_is_number: {
    fr: "{line|line}{thing} est un nombre, jamais le mot {word}",
    de: "{line|line}{thing} ist eine Zahl, nie das Wort {word}",
    en: "{line|line}{thing} is a number, never the word {word}",
  },
  state_as_truth: {
    fr: "{line|line}{thing} est le mot {word}, qui est toujours vrai\u202f: comparez-le à un mot",
    de: "{line|line}{thing} ist das Wort {word}, das immer wahr ist: mit einem Wort vergleichen",
    en: "{line|line}{thing} is the word {word}, which is always true: compare it with a word",
  },
  state_not_number: {
    fr: "{line|line}le mot {word} ne se compare à aucun nombre ({thing})",
    de: "{line|line}das Wort {word} lässt sich mit keiner Zahl vergleichen ({thing})",
    en: "{line|line}the word {word} compares with no number ({thing})",
  },
  why_missing: {
    fr: "Le script ne dit pas pourquoi",
    de: "Das Skript sagt nicht, warum",
    en: "The script does not say why",
  },
  never_holds: {
    fr: "{line|line}cette comparaison avec {word} n’est jamais vraie\u202f: un nom mal écrit, ou un calcul avec ce qui n’est pas un nombre",
    de: "{line|line}dieser Vergleich mit {word} trifft nie zu: ein Name ist falsch geschrieben, oder mit etwas gerechnet, das keine Zahl ist",
    en: "{line|line}this comparison with {word} never holds: a name is misspelt, or something is reckoned with that is no number",
  },
  name_unknown: {
    fr: "{line|line}{name} n’existe pas dans un script\u202f; vouliez-vous {known}\u202f?",
    de: "{line|line}{name} gibt es in einem Skript nicht; gemeint war {known}?",
    en: "{line|line}there is no {name} in a script; did you mean {known}?",
  },
  name_nowhere: {
    fr: "{line|line}{name} n’existe pas dans un script",
    de: "{line|line}{name} gibt es in einem Skript nicht",
    en: "{line|line}there is no {name} in a script",
  },
  name_not_taken: {
    fr: "{line|line}{name} manque dans les accolades\u202f: export default ({ {name} }) => …",
    de: "{line|line}{name} fehlt in den Klammern: export default ({ {name} }) => …",
    en: "{line|line}{name} is missing in the brackets: export default ({ {name} }) => …",
  },
  answer_nothing: {
    fr: "{line|line}le script n’a rien rendu\u202f: manque-t-il un return\u202f? Rendez on(…), off(…) ou keep(…) avec le pourquoi",
    de: "{line|line}das Skript gab nichts zurück: fehlt ein return? Zurückzugeben ist on(…), off(…) oder keep(…) mit dem Warum",
    en: "{line|line}it returned nothing: is a return missing? Return on(…), off(…) or keep(…) with the why",
  },
  answer_wrong: {
    fr: "{line|line}le script a rendu {what}\u202f: rendez on(…), off(…) ou keep(…) avec le pourquoi",
    de: "{line|line}das Skript gab {what} zurück: zurückzugeben ist on(…), off(…) oder keep(…) mit dem Warum",
    en: "{line|line}it returned {what}: return on(…), off(…) or keep(…) with the why",
  },
  answer_mod: {
    fr: "{line|line}mod vaut {what}\u202f: écrivez 1 pour éteint ou 2 pour allumé, sans guillemets",
    de: "{line|line}mod ist {what}: schreiben Sie 1 für aus oder 2 für ein, ohne Anführungszeichen",
    en: "{line|line}mod is {what}: write 1 for off or 2 for on, without quotes",
  },
  answer_log: {
    fr: "{line|line}log vaut {what}\u202f: écrivez pourquoi, entre guillemets",
    de: "{line|line}log ist {what}: schreiben Sie, warum, in Anführungszeichen",
    en: "{line|line}log is {what}: write why, in quotes",
  },
  script_ended: {
    fr: "Le script a été arrêté après {age|span}",
    de: "Das Skript wurde nach {age|span} beendet",
    en: "The script was ended after {age|span}",
  },
  script_loaded: { fr: "Script chargé", de: "Skript geladen", en: "Script loaded" },
  script_recovered: {
    fr: "Le script répond de nouveau",
    de: "Das Skript antwortet wieder",
    en: "The script answers again",
  },
  script_rejected: {
    fr: "Le script ne se lit pas, la dernière bonne version reste\u202f: {problem}",
    de: "Das Skript ist fehlerhaft, die letzte gute Fassung läuft weiter: {problem}",
    en: "The script does not compile, the last good version runs on: {problem}",
  },
  script_not_loaded_yet: {
    fr: "il n’est pas encore chargé",
    de: "es ist noch nicht geladen",
    en: "it is not loaded yet",
  },
  script_broken: {
    fr: "Le script ne se lit pas\u202f: {problem}",
    de: "Das Skript ist fehlerhaft: {problem}",
    en: "The script does not compile: {problem}",
  },
} as const satisfies Record<string, Said>;
