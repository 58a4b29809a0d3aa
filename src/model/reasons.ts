import { COMPLAINTS } from "./complaints.ts";
import { cutWords } from "./cut.ts";
import { byId, type Naming, type Thing } from "./display-names.ts";
import { DAY_SIGN, type Language, type Said, SWITCH_WORDS } from "./language.ts";

/**
 * Why something happened, as data: kept in the journal once, said in the reader's language.
 * A script's own words travel as they are (`code: "text"`).
 */

/**
 * The sentences. `{name}` is replaced by a value; `{name|duration}` says milliseconds as `6:12` or `2 h 05`,
 * `{name|span}` the same with milliseconds below a second, `{name|power}` says watts, `{name|number}` a number in the reader's way, `{name|switch}` the state `on` or `off`,
 * `{name|relay}`, `{name|channel}`, `{name|device}` what people call the thing of this id, or of several with commas between,
 * `{name|line}` a line in front (`Line 3: `; nothing for 0).
 */
const SENTENCES = {
  text: { fr: "{text}", de: "{text}", en: "{text}" },

  repeated: {
    fr: "Encore {count|number} fois",
    de: "Noch {count|number} Mal",
    en: "{count|number} more times",
  },

  // the start and stop of the house
  starting: {
    fr: "Gleaner démarre\u202f: éteint jusqu’aux premières données sûres",
    de: "Gleaner startet: aus bis zu den ersten sicheren Daten",
    en: "Gleaner is starting: off until the first sound data",
  },
  resuming: {
    fr: "Gleaner démarre\u202f: laissé allumé jusqu’aux premières données, quelques secondes",
    de: "Gleaner startet: bleibt ein bis zu den ersten Daten, einige Sekunden",
    en: "Gleaner is starting: left on until the first data, for some seconds",
  },
  goes_on: {
    fr: "Le cycle coupé par un redémarrage continue",
    de: "Der Lauf geht nach einem Neustart weiter",
    en: "The run goes on after a restart",
  },
  off_first: {
    fr: "Pas d’allumage avant que l’extinction soit confirmée",
    de: "Kein Einschalten, bevor das Ausschalten bestätigt ist",
    en: "Not switched on before an off is confirmed",
  },
  no_rule: {
    fr: "Aucune règle ne demande l’allumage",
    de: "Keine Regel verlangt das Einschalten",
    en: "No rule asks for it to be on",
  },
  house_started: { fr: "Gleaner a démarré", de: "Gleaner ist gestartet", en: "Gleaner started" },
  house_stopped: {
    fr: "Gleaner s’arrête\u202f: relais laissés dans leur état sûr",
    de: "Gleaner hält an: Relais bleiben im sicheren Zustand",
    en: "Gleaner is stopping: relays left in their safe state",
  },
  house_stopped_unsure: {
    fr: "Gleaner s’arrête\u202f: état sûr non confirmé pour {relays|relay}",
    de: "Gleaner hält an: sicherer Zustand nicht bestätigt bei {relays|relay}",
    en: "Gleaner is stopping: not confirmed in their safe state: {relays|relay}",
  },
  stopped_unconfirmed: {
    fr: "La sortie n’a pas pris son état sûr avant l’arrêt de Gleaner, vérifiez-la\u202f: {problem}",
    de: "Der Ausgang ging vor dem Halt nicht in seinen sicheren Zustand, bitte prüfen: {problem}",
    en: "The output did not take its safe state before Gleaner stopped, look at it: {problem}",
  },
  stopped_unanswered: {
    fr: "La sortie n’a pas répondu avant l’arrêt de Gleaner, vérifiez-la",
    de: "Der Ausgang hat vor dem Halt nicht geantwortet, bitte prüfen",
    en: "The output did not answer before Gleaner stopped, look at it",
  },
  was_unconfirmed: {
    fr: "Son état sûr n’était pas confirmé au dernier arrêt de Gleaner\u202f: il est demandé à nouveau",
    de: "Sein sicherer Zustand war beim letzten Halt nicht bestätigt: er wird erneut verlangt",
    en: "Its safe state was not confirmed when Gleaner last stopped: it is ordered again",
  },
  stopping: { fr: "Gleaner s’arrête", de: "Gleaner hält an", en: "Gleaner is stopping" },
  store_failed: {
    fr: "Les données ne peuvent pas être enregistrées\u202f: {problem}",
    de: "Daten können nicht gespeichert werden: {problem}",
    en: "Data cannot be stored: {problem}",
  },
  data_damaged: {
    fr: "Des données endommagées sont mises de côté dans {folder}, Gleaner continue avec un fichier neuf\u202f: regardez-les (gleaner check --data), reprenez ce qui se lit (gleaner export --data, gleaner import) ou la sauvegarde, puis rangez ce dossier ailleurs",
    de: "Beschädigte Daten liegen in {folder}, Gleaner arbeitet mit einer neuen Datei weiter: ansehen (gleaner check --data), Lesbares (gleaner export --data, gleaner import) oder die Sicherung zurückholen, dann den Ordner wegräumen",
    en: "Damaged data was set aside in {folder}, Gleaner goes on with a fresh file: look at it (gleaner check --data), take back what can be read (gleaner export --data, gleaner import) or the backup, then move this folder away",
  },
  data_set_aside: {
    fr: "Les données étaient endommagées\u202f: elles sont mises de côté dans {folder}, et Gleaner commence un fichier neuf",
    de: "Die Daten waren beschädigt: sie liegen jetzt in {folder}, und Gleaner beginnt eine neue Datei",
    en: "The data was damaged: it was set aside in {folder}, and Gleaner begins a fresh file",
  },
  store_hangs: {
    fr: "Le disque des données ne répond pas depuis {age|duration}\u202f: les mesures attendent en mémoire, vérifiez le disque",
    de: "Die Platte der Daten antwortet seit {age|duration} nicht: Messwerte warten im Speicher, bitte die Platte prüfen",
    en: "The disk of the data has not answered for {age|duration}: readings wait in memory, look at the disk",
  },
  store_answers: {
    fr: "Le disque des données répond de nouveau, après {age|duration}",
    de: "Die Platte der Daten antwortet wieder, nach {age|duration}",
    en: "The disk of the data answers again, after {age|duration}",
  },
  loop_late: {
    fr: "La commande des relais est restée immobile {age|duration}",
    de: "Die Relaissteuerung stand {age|duration} lang still",
    en: "The relay control stood still for {age|duration}",
  },
  late_by_cycle: {
    fr: "elle réfléchissait",
    de: "sie war mit ihrem Denken beschäftigt",
    en: "it was busy thinking",
  },
  late_by_device: {
    fr: "elle lisait les mesures de {device|device}",
    de: "sie war mit den Messwerten von {device|device} beschäftigt",
    en: "it was busy with the readings of {device|device}",
  },
  late_by_program: {
    fr: "elle lisait ce qu’écrit {program}",
    de: "sie war mit der Ausgabe von {program} beschäftigt",
    en: "it was busy with the output of {program}",
  },
  late_by_itself: {
    fr: "elle avait d’autre travail, voyez le journal système de Gleaner",
    de: "sie hatte andere eigene Arbeit, siehe das Log von Gleaner",
    en: "it was busy with work of its own, see Gleaner’s log",
  },
  late_by_machine: {
    fr: "la machine ne lui a pas laissé de temps (surchargée, arrêtée, ou un disque qui n’aboutit pas)",
    de: "die Maschine gab ihr keine Zeit (überlastet, angehalten, oder eine Platte, die nicht fertig wird)",
    en: "the machine gave it no time (overloaded, stopped, or a disk that does not come to an end)",
  },
  hands_lost: {
    fr: "Le processus qui écrit les fichiers et lance les programmes a été relancé à l’instant\u202f: {problem}",
    de: "Der Prozess, der Dateien schreibt und Programme startet, wurde eben neu gestartet: {problem}",
    en: "The process that writes files and starts programs was just started anew: {problem}",
  },
  secret_stale: {
    fr: "Un secret ne peut être lu\u202f: sa dernière valeur sert encore ({problem})",
    de: "Ein Geheimnis ist nicht lesbar: sein letzter Inhalt wird weiter verwendet ({problem})",
    en: "A secret cannot be read: what it held last is used ({problem})",
  },
  hands_helped: {
    fr: "Le processus qui écrit les fichiers et lance les programmes n’est pas là\u202f: les sorties sont commutées une à une, par un shell",
    de: "Der Prozess, der Dateien schreibt und Programme startet, ist nicht da: Ausgänge werden einzeln geschaltet, durch eine Shell",
    en: "The process that writes files and starts programs is not there: outputs are switched one by one, by a shell",
  },
  hands_silent: {
    fr: "Le processus qui écrit les fichiers et lance les programmes ne répond pas depuis {age|duration}",
    de: "Der Prozess, der Dateien schreibt und Programme startet, antwortet seit {age|duration} nicht",
    en: "The process that writes files and starts programs has not answered for {age|duration}",
  },
  readings_dropped: {
    fr: "{count|number} mesures perdues\u202f: la file d’attente est pleine",
    de: "{count|number} Messwerte verloren: die Warteschlange ist voll",
    en: "{count|number} readings lost: the queue is full",
  },
  reading_outside: {
    fr: "{channel|channel} montre {value}, ce qui ne peut être (voir plausible)\u202f: {count|number} mesures mises à part dans {apart}",
    de: "{channel|channel} zeigt {value}, was nicht sein kann (siehe plausible): {count|number} Messwerte liegen getrennt in {apart}",
    en: "{channel|channel} shows {value}, which cannot be (see plausible): {count|number} readings are kept apart in {apart}",
  },
  reading_fault_value: {
    fr: "{channel|channel} montre {value}, signe d’un défaut\u202f: {count|number} mesures mises à part dans {apart}",
    de: "{channel|channel} zeigt {value}, was für einen Defekt steht: {count|number} Messwerte liegen getrennt in {apart}",
    en: "{channel|channel} shows {value}, which stands for a fault: {count|number} readings are kept apart in {apart}",
  },
  reading_too_fast: {
    fr: "{channel|channel} saute à {value}, plus vite que possible (voir at_most_per_minute)\u202f: {count|number} mesures mises à part dans {apart}",
    de: "{channel|channel} springt auf {value}, schneller als möglich (siehe at_most_per_minute): {count|number} Messwerte liegen getrennt in {apart}",
    en: "{channel|channel} leaps to {value}, faster than it can (see at_most_per_minute): {count|number} readings are kept apart in {apart}",
  },
  limit_unfit: {
    fr: "{channel} est en {unit}, ses limites en {limit}\u202f: elles ne disent rien, corrigez-les dans la configuration",
    de: "{channel} ist in {unit}, seine Grenzen in {limit}: sie sagen nichts, bitte in der Konfiguration berichtigen",
    en: "{channel} is in {unit}, its limits in {limit}: they say nothing, correct them in the configuration",
  },
  readings_superseded: {
    fr: "{count|number} mesures sont arrivées avec de plus récentes du même canal ({channel|channel} en dernier)\u202f: seules les plus récentes sont gardées, la source devrait en envoyer moins",
    de: "{count|number} Messwerte kamen zugleich mit neueren desselben Kanals (zuletzt {channel|channel}): nur die neuesten bleiben, die Quelle sollte weniger senden",
    en: "{count|number} readings came together with newer ones of the same channel ({channel|channel} last): only the newest are kept, let the source send fewer",
  },
  decisions_dropped: {
    fr: "{count|number} lignes du journal perdues\u202f: la file d’attente est pleine",
    de: "{count|number} Journalzeilen verloren: die Warteschlange ist voll",
    en: "{count|number} journal lines lost: the queue is full",
  },
  clock_unset: {
    fr: "L’heure n’est pas encore réglée : {count|number} mesures attendent pour être datées",
    de: "Die Uhr ist noch nicht gestellt: {count|number} Messwerte warten auf ihre Zeit",
    en: "The clock is not set yet: {count|number} readings wait to be given their time",
  },
  clock_wrong: {
    fr: "L’heure de la machine est impossible et personne ne l’a réglée : les mesures continuent après les dernières, réglez l’horloge",
    de: "Die Uhr der Maschine zeigt eine unmögliche Zeit und niemand hat sie gestellt: Messwerte folgen auf die letzten, bitte die Uhr stellen",
    en: "The machine’s clock shows an impossible time and nobody has set it: readings follow the last ones, please set the clock",
  },
  clock_set: {
    fr: "L’heure est réglée : {count|number} mesures en attente ont reçu leur date",
    de: "Die Uhr ist gestellt: {count|number} wartende Messwerte haben ihre Zeit bekommen",
    en: "The clock is set: {count|number} waiting readings were given their time",
  },
  clock_unsure: {
    fr: "Personne n’a réglé l’heure : celle de la machine est prise telle quelle",
    de: "Niemand hat die Uhr gestellt: die Zeit der Maschine wird genommen, wie sie ist",
    en: "Nobody has set the clock: the machine’s time is taken as it is",
  },
  clock_forward: {
    fr: "L’horloge a été avancée de {by|span}",
    de: "Die Uhr wurde um {by|span} vorgestellt",
    en: "The clock was set forward by {by|span}",
  },
  clock_back: {
    fr: "L’horloge a été reculée de {by|span}",
    de: "Die Uhr wurde um {by|span} zurückgestellt",
    en: "The clock was set back by {by|span}",
  },
  clock_back_slow: {
    fr: "L’horloge a été reculée de {by|span} : aucun temps n’est enregistré deux fois, donc pendant {wait|span} le temps enregistré avance deux fois moins vite et compte double dans les sommes d’énergie",
    de: "Die Uhr wurde um {by|span} zurückgestellt: Keine Zeit wird zweimal aufgezeichnet, darum geht die aufgezeichnete Zeit {wait|span} lang halb so schnell und zählt bei der Energie doppelt",
    en: "The clock was set back by {by|span}: no time is recorded twice, so for {wait|span} recorded time goes at half speed and counts double in energy",
  },
  readings_pruned: {
    fr: "{count|number} mesures plus vieilles que voulu ont été effacées ({channels|channel})",
    de: "{count|number} Messwerte, älter als gewünscht, wurden gelöscht ({channels|channel})",
    en: "{count|number} readings older than wanted were deleted ({channels|channel})",
  },
  prune_failed: {
    fr: "Les vieilles mesures de {channel|channel} n’ont pas pu être effacées : {problem}",
    de: "Alte Messwerte von {channel|channel} konnten nicht gelöscht werden: {problem}",
    en: "Old readings of {channel|channel} could not be deleted: {problem}",
  },
  channels_full: {
    fr: "{count|number} mesures sans place\u202f: trop de canaux de {devices|device}. Voir ce qui y est envoyé, et nommer sous channels ce qui compte",
    de: "{count|number} Messwerte ohne Platz: zu viele Kanäle von {devices|device}. Bitte prüfen, was gesendet wird, und unter channels benennen, was zählt",
    en: "{count|number} readings found no room: too many channels from {devices|device}. See what is sent, and name what counts under channels",
  },
  unit_changed: {
    fr: "{count|number} mesures dans une autre unité que celle de leur canal ont été refusées ({channels|channel}). Corriger ce que dit l’appareil, ou donner un autre nom au canal",
    de: "{count|number} Messwerte in einer anderen Einheit als der ihres Kanals wurden abgelehnt ({channels|channel}). Bitte berichtigen, was das Gerät sagt, oder dem Kanal einen anderen Namen geben",
    en: "{count|number} readings in another unit than their channel’s were refused ({channels|channel}). Correct what the device says, or give the channel another name",
  },

  history_unit: {
    fr: "{count|number} mesures n’ont pas été gardées\u202f: l’historique contient leur canal dans une autre unité ({channels|channel}). Corriger l’unité, donner un autre nom au canal, ou en effacer l’historique par gleaner prune",
    de: "{count|number} Messwerte wurden nicht aufbewahrt: die Aufzeichnung hat ihren Kanal in einer anderen Einheit ({channels|channel}). Bitte die Einheit berichtigen, dem Kanal einen anderen Namen geben oder seine Aufzeichnung mit gleaner prune löschen",
    en: "{count|number} readings were not kept: the history has their channel in another unit ({channels|channel}). Correct the unit, give the channel another name, or let its history go with gleaner prune",
  },
  history_full: {
    fr: "{count|number} mesures n’ont pas été gardées\u202f: l’historique contient 10 000 canaux et n’en prend pas d’autres",
    de: "{count|number} Messwerte wurden nicht aufbewahrt: die Aufzeichnung hat 10.000 Kanäle und nimmt keine weiteren",
    en: "{count|number} readings were not kept: the history has 10,000 channels and takes no more",
  },

  // people and programs
  forced_on: { fr: "Allumé à la main", de: "Von Hand eingeschaltet", en: "Switched on by hand" },
  forced_off: { fr: "Éteint à la main", de: "Von Hand ausgeschaltet", en: "Switched off by hand" },
  forced_on_by_program: {
    fr: "Allumé par un programme",
    de: "Von einem Programm eingeschaltet",
    en: "Switched on by a program",
  },
  forced_off_by_program: {
    fr: "Éteint par un programme",
    de: "Von einem Programm ausgeschaltet",
    en: "Switched off by a program",
  },
  off_at_device: {
    fr: "Éteint sur l’appareil même\u202f: reste éteint jusqu’à une nouvelle demande",
    de: "Am Gerät selbst ausgeschaltet: bleibt aus, bis es neu verlangt wird",
    en: "Switched off at the device: stays off until it is asked for anew",
  },
  off_at_device_for: {
    fr: "Éteint sur l’appareil même\u202f: reste éteint {left|duration}",
    de: "Am Gerät selbst ausgeschaltet: bleibt {left|duration} aus",
    en: "Switched off at the device: stays off for {left|duration}",
  },
  left_off: {
    fr: "Éteint sur l’appareil même",
    de: "Am Gerät selbst ausgeschaltet",
    en: "Switched off at the device",
  },
  on_at_device_for: {
    fr: "Allumé sur l’appareil même\u202f: reste allumé {left|duration}",
    de: "Am Gerät selbst eingeschaltet: bleibt {left|duration} ein",
    en: "Switched on at the device: stays on for {left|duration}",
  },
  on_at_device_undone: {
    fr: "Allumé sur l’appareil même\u202f: est éteint à nouveau, comme réglé",
    de: "Am Gerät selbst eingeschaltet: wird wieder ausgeschaltet, wie eingestellt",
    en: "Switched on at the device: is switched off again, as configured",
  },
  on_at_device_refused: {
    fr: "Allumé sur l’appareil même, est éteint à nouveau",
    de: "Am Gerät selbst eingeschaltet, wird wieder ausgeschaltet",
    en: "Switched on at the device, is switched off again",
  },
  on_again_and_again: {
    fr: "L’appareil s’allume sans cesse de lui-même",
    de: "Das Gerät schaltet sich immer wieder selbst ein",
    en: "The device switches itself on again and again",
  },
  ordered_again: {
    fr: "L’appareil se dit éteint malgré l’ordre d’allumer\u202f: l’ordre est répété",
    de: "Das Gerät meldet aus, obwohl es ein sein soll: der Befehl wird wiederholt",
    en: "The device reports off although ordered on: it is ordered on again",
  },
  ordered_off_again: {
    fr: "L’appareil se dit allumé malgré l’ordre d’éteindre\u202f: l’ordre est répété",
    de: "Das Gerät meldet ein, obwohl es aus sein soll: der Befehl wird wiederholt",
    en: "The device reports on although ordered off: it is ordered off again",
  },
  relay_gone: {
    fr: "{relay|relay} était allumé lors du dernier arrêt et n’est plus configuré\u202f: vérifiez sa sortie",
    de: "{relay|relay} war zuletzt eingeschaltet und ist nicht mehr konfiguriert: bitte den Ausgang prüfen",
    en: "{relay|relay} was on when Gleaner last ran and is no longer configured: look at its output",
  },
  forced_on_for: {
    fr: "Allumé à la main pour {left|duration}",
    de: "Von Hand eingeschaltet für {left|duration}",
    en: "Switched on by hand for {left|duration}",
  },
  forced_off_for: {
    fr: "Éteint à la main pour {left|duration}",
    de: "Von Hand ausgeschaltet für {left|duration}",
    en: "Switched off by hand for {left|duration}",
  },
  back_to_auto: { fr: "Retour en automatique", de: "Zurück auf Automatik", en: "Back to automatic" },
  override_ended: {
    fr: "Le réglage manuel a expiré\u202f: retour en automatique",
    de: "Die Handschaltung ist abgelaufen: zurück auf Automatik",
    en: "The override has expired: back to automatic",
  },
  file_on: {
    fr: "Demandé par le fichier de modes\u202f: allumé",
    de: "Von der Modus-Datei verlangt: ein",
    en: "Asked for by the mode file: on",
  },
  file_off: {
    fr: "Demandé par le fichier de modes\u202f: éteint",
    de: "Von der Modus-Datei verlangt: aus",
    en: "Asked for by the mode file: off",
  },

  // the guard's rules
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
    fr: "Jamais en même temps que {other|relay}",
    de: "Nie zugleich mit {other|relay}",
    en: "Never together with {other|relay}",
  },
  interlock_unsure: {
    fr: "Jamais en même temps que {other|relay}, qui est peut-être allumé : son extinction n’est pas confirmée",
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
    de: "Wirklicher Zustand {real|switch}, verlangt seit {age|duration}: {ordered|switch}",
    en: "Really {real|switch} although ordered {ordered|switch} for {age|duration}",
  },
  output_failed: {
    fr: "La sortie ne répond pas\u202f: {problem}",
    de: "Der Ausgang antwortet nicht: {problem}",
    en: "The output does not answer: {problem}",
  },
  output_late: {
    fr: "La sortie de {relay|relay} ne répond pas depuis {age|duration}",
    de: "Der Ausgang von {relay|relay} antwortet seit {age|duration} nicht",
    en: "The output of {relay|relay} has not answered for {age|duration}",
  },
  relay_fault: { fr: "Relais {relay|relay}", de: "Relais {relay|relay}", en: "Relay {relay|relay}" },
  script_fault: {
    fr: "Le script de {relay|relay} est en panne\u202f: {problem}",
    de: "Das Skript von {relay|relay} ist gestört: {problem}",
    en: "The script of {relay|relay} fails: {problem}",
  },
  output_recovered: {
    fr: "La sortie répond de nouveau",
    de: "Der Ausgang antwortet wieder",
    en: "The output answers again",
  },
  fault_cleared: { fr: "Défaut acquitté", de: "Störung quittiert", en: "Fault acknowledged" },

  // data and scripts
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
  script_broken: {
    fr: "Le script ne se lit pas\u202f: {problem}",
    de: "Das Skript ist fehlerhaft: {problem}",
    en: "The script does not compile: {problem}",
  },

  // devices and the mode file
  device_lost: {
    fr: "{device|device} ne répond plus\u202f: {problem}",
    de: "{device|device} antwortet nicht mehr: {problem}",
    en: "{device|device} has gone silent: {problem}",
  },
  device_back: {
    fr: "{device|device} répond de nouveau",
    de: "{device|device} antwortet wieder",
    en: "{device|device} is back",
  },
  companion_failed: {
    fr: "{name} est en panne\u202f: {problem}",
    de: "{name} ist gestört: {problem}",
    en: "{name} fails: {problem}",
  },
  device_behind: {
    fr: "{device|device} en dit plus qu’on ne peut lire, depuis {age|duration}\u202f: il devrait en dire moins, ou moins souvent",
    de: "{device|device} sagt seit {age|duration} mehr, als gelesen werden kann: es sollte weniger sagen, oder seltener",
    en: "{device|device} says more than can be read, for {age|duration} now: let it say less, or less often",
  },
  device_note: {
    fr: "{device|device}\u202f: {problem}",
    de: "{device|device}: {problem}",
    en: "{device|device}: {problem}",
  },
  mode_file_silent: {
    fr: "Le fichier de modes ne répond pas depuis {age|duration}\u202f: regardez le disque où il se trouve",
    de: "Die Modus-Datei antwortet seit {age|duration} nicht: bitte ihre Platte prüfen",
    en: "The mode file has not answered for {age|duration}: look at the disk it lies on",
  },
  mode_file_refused: {
    fr: "Le fichier de modes n’a rien changé\u202f: {problem}",
    de: "Die Modus-Datei hat nichts geändert: {problem}",
    en: "The mode file changed nothing: {problem}",
  },
  ...COMPLAINTS,
} as const satisfies Record<string, Said>;

export type ReasonCode = keyof typeof SENTENCES;

/** What a sentence names: a number, a word, or another sentence. */
export type ReasonValue = string | number | Reason;

export interface Reason {
  readonly code: ReasonCode;
  readonly values?: Readonly<Record<string, ReasonValue>> | undefined;
  /** The wish that was refused, what a rule overrode, or what lies behind. */
  readonly wished?: Reason | undefined;
}

const WISHED: Said = { fr: " – demandé\u202f: ", de: " – gewünscht: ", en: " – wished: " };
const BECAUSE: Said = { fr: "\u202f: ", de: ": ", en: ": " };
/** Sentences whose second half is their cause, not a wish. */
const CAUSED: ReadonlySet<ReasonCode> = new Set([
  "repeated",
  "without_data_off",
  "without_data_on",
  "without_data_keep",
  "fault_latched",
  "off_first",
  "goes_on",
  "on_at_device_refused",
  "relay_fault",
  "loop_late",
]);

/** Characters of a reason in somebody's own words at most. */
const LONGEST_TEXT = 500;

const within = (words: string): string => cutWords(words, LONGEST_TEXT);

/**
 * A reason in somebody's own words, or in the same words in several languages. At most 500 characters of each are kept.
 * Who reads in another language is told the English ones; where there are none, any.
 */
export function text(words: string | Partial<Said>): Reason {
  if (typeof words === "string") return { code: "text", values: { text: within(words) } };
  const said = Object.entries(words).map(([language, one]) => [language, within(one)] as const);
  return {
    code: "text",
    values: { text: within(words.en ?? words.fr ?? words.de ?? ""), ...Object.fromEntries(said) },
  };
}

/** A reason of the house, with the values that its sentence names. */
export function reason(code: ReasonCode, values?: Readonly<Record<string, ReasonValue>>, wished?: Reason): Reason {
  return { code, ...(values && { values }), ...(wished && { wished }) };
}

const SWITCH: Readonly<Record<string, Said>> = SWITCH_WORDS;
const LINE: Said = { fr: "Ligne {line}\u202f: ", de: "Zeile {line}: ", en: "Line {line}: " };

/** Milliseconds as `0:09`, `6:12`, `2 h 05`, `3 d 4 h` (`3 j 4 h`, `3 T 4 h`); part of a second counts as a whole one. */
export function sayDuration(ms: number, language: Language = "en"): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} ${DAY_SIGN[language]} ${hours % 24} h`;
}

const THINGS: ReadonlySet<string> = new Set<Thing>(["relay", "channel", "device"]);

function isThing(form: string | undefined): form is Thing {
  return form !== undefined && THINGS.has(form);
}

function sayValue(value: ReasonValue, form: string | undefined, language: Language, naming: Naming): string {
  if (typeof value === "object") return say(value, language, naming);
  if (typeof value === "string" && isThing(form))
    return value
      .split(", ")
      .map((id) => naming(form, id, language))
      .join(", ");
  if (typeof value === "string") return (form === "switch" ? SWITCH[value]?.[language] : undefined) ?? value;
  if (form === "line") return value > 0 ? LINE[language].replace("{line}", String(value)) : "";
  if (form === "span" && value < 1_000) return `${Math.ceil(value)} ms`;
  if (form === "duration" || form === "span") return sayDuration(value, language);
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  if (form === "power") return value >= 1000 ? `${number.format(value / 1000)} kW` : `${number.format(value)} W`;
  return number.format(value);
}

function filled(why: Reason, language: Language, naming: Naming): string {
  const sentence = SENTENCES[why.code]?.[language] ?? why.code;
  return sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_all, name: string, form?: string) => {
    const value = why.values?.[name];
    return value === undefined ? "?" : sayValue(value, form, language, naming);
  });
}

/**
 * The sentence in the reader's language. A value that the reason does not carry shows as `?`.
 * @param naming what relays, channels and devices are called; their ids when left out
 */
export function say(why: Reason, language: Language, naming: Naming = byId): string {
  const own = why.code === "text" ? why.values?.[language] : undefined;
  const said = typeof own !== "string" ? filled(why, language, naming) : own;
  if (!why.wished) return said;
  return said + (CAUSED.has(why.code) ? BECAUSE : WISHED)[language] + say(why.wished, language, naming);
}
