import type { Said } from "../language.ts";

/** What the guard's rules decided, and what came of its orders. `sentences.ts` tells how a sentence names its values. */
export const GUARD_SENTENCES = {
  min_on: {
    fr: "Reste allumé encore {left|duration} (durée minimale)",
    de: "Bleibt noch {left|duration} ein (Mindestlaufzeit)",
    en: "Stays on for another {left|duration} (minimum on time)",
  },
  min_off: {
    fr: "Peut s’allumer dans {left|duration} (repos minimal)",
    de: "Darf in {left|duration} einschalten (Mindestpause)",
    en: "May switch on in {left|duration} (minimum off time)",
  },
  off_unconfirmed: {
    fr: "L’extinction n’est pas encore confirmée",
    de: "Das Ausschalten ist noch nicht bestätigt",
    en: "Switching off is not confirmed yet",
  },
  max_on: {
    fr: "Durée maximale d’un cycle atteinte ({limit|duration})",
    de: "Längste Laufzeit am Stück erreicht ({limit|duration})",
    en: "Longest run reached ({limit|duration})",
  },
  run_over: {
    fr: "Le cycle est terminé\u202f: attend une nouvelle demande",
    de: "Der Lauf ist zu Ende: wartet auf einen neuen Wunsch",
    en: "The run is over: waits for a new wish",
  },
  max_on_per_day: {
    fr: "Durée maximale du jour atteinte ({limit|duration})",
    de: "Tageshöchstdauer erreicht ({limit|duration})",
    en: "Longest time of the day reached ({limit|duration})",
  },
  max_starts_per_hour: {
    fr: "{limit|number} démarrages dans l’heure\u202f: prochain dans {left|duration}",
    de: "{limit|number} Starts in der Stunde: nächster in {left|duration}",
    en: "{limit|number} starts within the hour: next one in {left|duration}",
  },
  max_starts_per_day: {
    fr: "{limit|number} démarrages aujourd’hui\u202f: assez",
    de: "{limit|number} Starts heute: genug",
    en: "{limit|number} starts today: enough",
  },
  interlock: {
    fr: "Jamais en même temps que le relais {other|relay}",
    de: "Nie zugleich mit {other|relay}",
    en: "Never together with {other|relay}",
  },
  interlock_unsure: {
    fr: "Jamais en même temps que le relais {other|relay}, qui est peut-être allumé : son extinction n’est pas confirmée",
    de: "Nie zugleich mit {other|relay}, das an sein kann: sein Ausschalten ist nicht bestätigt",
    en: "Never together with {other|relay}, which may be on: its off is not confirmed",
  },
  dead_time: {
    fr: "{other|relay} vient de s’arrêter\u202f: attend {left|duration}",
    de: "{other|relay} ging eben aus: wartet {left|duration}",
    en: "{other|relay} has just gone off: waits {left|duration}",
  },
  power_budget: {
    fr: "Puissance totale\u202f: {used|power} sur {budget|power} déjà prises",
    de: "Gesamtleistung: {used|power} von {budget|power} schon vergeben",
    en: "Total power: {used|power} of {budget|power} already taken",
  },
  power_budget_unsure: {
    fr: "Puissance totale : {used|power} sur {budget|power} déjà prises ; peut-être allumé, extinction non confirmée : {others|relay}",
    de: "Gesamtleistung: {used|power} von {budget|power} schon vergeben; vielleicht an, Ausschalten nicht bestätigt: {others|relay}",
    en: "Total power: {used|power} of {budget|power} already taken; may be on, off not confirmed: {others|relay}",
  },
  stagger: {
    fr: "Démarrages échelonnés\u202f: attend {left|duration}",
    de: "Gestaffelte Starts: wartet {left|duration}",
    en: "Staggered starts: waits {left|duration}",
  },
  between_stops: {
    fr: "Arrêts échelonnés\u202f: attend {left|duration}",
    de: "Gestaffeltes Ausschalten: wartet {left|duration}",
    en: "Staggered stops: waits {left|duration}",
  },
  rest: {
    fr: "Peut s’allumer dans {left|duration} (repos sans durée minimale réglée)",
    de: "Darf in {left|duration} einschalten (Pause ohne eingestellte Mindestzeit)",
    en: "May switch on in {left|duration} (rest where no minimum time is set)",
  },
  without_data_off: {
    fr: "Éteint faute de données",
    de: "Aus, weil Daten fehlen",
    en: "Off for want of data",
  },
  without_data_on: {
    fr: "Allumé faute de données, comme réglé",
    de: "Ein, weil Daten fehlen, wie eingestellt",
    en: "On for want of data, as configured",
  },
  without_data_keep: {
    fr: "Données manquantes\u202f: garde son état encore {left|duration}",
    de: "Daten fehlen: behält noch {left|duration} den Zustand",
    en: "Data missing: keeps its state for another {left|duration}",
  },
  without_answer_off: {
    fr: "Éteint tant que le script ne décide rien",
    de: "Aus, solange das Skript nichts entscheidet",
    en: "Off while the script decides nothing",
  },
  without_answer_on: {
    fr: "Allumé tant que le script ne décide rien, comme réglé",
    de: "Ein, solange das Skript nichts entscheidet, wie eingestellt",
    en: "On while the script decides nothing, as configured",
  },
  without_answer_keep: {
    fr: "Le script ne décide rien\u202f: garde son état encore {left|duration}",
    de: "Das Skript entscheidet nichts: behält noch {left|duration} den Zustand",
    en: "The script decides nothing: keeps its state for another {left|duration}",
  },
  wish_expired: {
    fr: "Le script n’a rien répondu depuis {age|duration}",
    de: "Das Skript hat seit {age|duration} nicht geantwortet",
    en: "The script has not answered for {age|duration}",
  },
  fault_latched: {
    fr: "En défaut\u202f: choisissez Arrêt ou Auto pour l’acquitter",
    de: "Gestört: mit Aus oder Auto quittieren",
    en: "At fault: choose Off or Auto to acknowledge",
  },
  feedback_mismatch: {
    fr: "L’état réel est «\u202f{real|switch}\u202f» alors que «\u202f{ordered|switch}\u202f» est demandé depuis {age|duration}",
    de: "In Wirklichkeit „{real|switch}“, obwohl seit {age|duration} „{ordered|switch}“ verlangt ist",
    en: "Really {real|switch} although ordered {ordered|switch} for {age|duration}",
  },
  output_failed: {
    fr: "La sortie ne répond pas\u202f: {problem}",
    de: "Der Ausgang antwortet nicht: {problem}",
    en: "The output does not answer: {problem}",
  },
  output_late: {
    fr: "La sortie du relais {relay|relay} ne répond pas depuis {age|duration}",
    de: "Der Ausgang von {relay|relay} antwortet seit {age|duration} nicht",
    en: "The output of {relay|relay} has not answered for {age|duration}",
  },
  relay_fault: { fr: "Relais {relay|relay}", de: "Relais {relay|relay}", en: "Relay {relay|relay}" },
  script_fault: {
    fr: "Le script du relais {relay|relay} est en panne\u202f: {problem}",
    de: "Das Skript von {relay|relay} ist gestört: {problem}",
    en: "The script of {relay|relay} fails: {problem}",
  },
  script_outdated: {
    fr: "Le script du relais {relay|relay} tourne dans sa dernière bonne version, mais plus après un redémarrage\u202f: {problem}",
    de: "Das Skript von {relay|relay} läuft in seiner letzten guten Fassung, nach einem Neustart nicht mehr: {problem}",
    en: "The script of {relay|relay} runs in its last good version, but not after a restart: {problem}",
  },
  output_recovered: {
    fr: "La sortie répond de nouveau",
    de: "Der Ausgang antwortet wieder",
    en: "The output answers again",
  },
  fault_cleared: { fr: "Défaut acquitté", de: "Störung quittiert", en: "Fault acknowledged" },
} as const satisfies Record<string, Said>;
