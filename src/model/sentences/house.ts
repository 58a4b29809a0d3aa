import type { Said } from "../language.ts";

/** The house itself: its start and stop, its disk, clock and readings. `sentences.ts` tells how a sentence names its values. */
export const HOUSE_SENTENCES = {
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
  stopped_reporting_on: {
    fr: "L’appareil se disait encore allumé quand Gleaner s’est arrêté, malgré l’ordre d’éteindre\u202f: vérifiez-le",
    de: "Das Gerät meldete noch ein, als Gleaner anhielt, obwohl es aus sein sollte: bitte prüfen",
    en: "The device still reported on when Gleaner stopped, although ordered off: look at it",
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
    fr: "elle lisait les mesures de l’appareil {device|device}",
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
    fr: "{count|number} [mesure perdue|mesures perdues]\u202f: la file d’attente est pleine",
    de: "{count|number} [Messwert|Messwerte] verloren: die Warteschlange ist voll",
    en: "{count|number} [reading|readings] lost: the queue is full",
  },
  reading_outside: {
    fr: "{channel|channel} montre {value|measure}, ce qui ne peut être (voir plausible)\u202f: {count|number} [mesure mise|mesures mises] à part dans {apart}",
    de: "{channel|channel} zeigt {value|measure}, was nicht sein kann (siehe plausible): {count|number} [Messwert liegt|Messwerte liegen] getrennt in {apart}",
    en: "{channel|channel} shows {value|measure}, which cannot be (see plausible): {count|number} [reading is|readings are] kept apart in {apart}",
  },
  reading_fault_value: {
    fr: "{channel|channel} montre {value|measure}, signe d’un défaut\u202f: {count|number} [mesure mise|mesures mises] à part dans {apart}",
    de: "{channel|channel} zeigt {value|measure}, was für einen Defekt steht: {count|number} [Messwert liegt|Messwerte liegen] getrennt in {apart}",
    en: "{channel|channel} shows {value|measure}, which stands for a fault: {count|number} [reading is|readings are] kept apart in {apart}",
  },
  reading_too_fast: {
    fr: "{channel|channel} saute à {value|measure}, plus vite que possible (voir at_most_per_minute)\u202f: {count|number} [mesure mise|mesures mises] à part dans {apart}",
    de: "{channel|channel} springt auf {value|measure}, schneller als möglich (siehe at_most_per_minute): {count|number} [Messwert liegt|Messwerte liegen] getrennt in {apart}",
    en: "{channel|channel} leaps to {value|measure}, faster than it can (see at_most_per_minute): {count|number} [reading is|readings are] kept apart in {apart}",
  },
  limit_unfit: {
    fr: "{channel} est en {unit}, ses limites en {limit}\u202f: elles ne disent rien, corrigez-les dans la configuration",
    de: "{channel} ist in {unit}, seine Grenzen in {limit}: sie sagen nichts, bitte in der Konfiguration berichtigen",
    en: "{channel} is in {unit}, its limits in {limit}: they say nothing, correct them in the configuration",
  },
  readings_superseded: {
    fr: "{count|number} [mesure est arrivée|mesures sont arrivées] avec de plus récentes du même canal ({channel|channel} en dernier)\u202f: seules les plus récentes sont gardées, la source devrait en envoyer moins",
    de: "{count|number} [Messwert kam|Messwerte kamen] zugleich mit neueren desselben Kanals (zuletzt {channel|channel}): nur die neuesten bleiben, die Quelle sollte weniger senden",
    en: "{count|number} [reading|readings] came together with newer ones of the same channel ({channel|channel} last): only the newest are kept, let the source send fewer",
  },
  decisions_dropped: {
    fr: "{count|number} [ligne du journal perdue|lignes du journal perdues]\u202f: la file d’attente est pleine",
    de: "{count|number} [Journalzeile|Journalzeilen] verloren: die Warteschlange ist voll",
    en: "{count|number} journal [line|lines] lost: the queue is full",
  },
  clock_unset: {
    fr: "L’heure n’est pas encore réglée : {count|number} [mesure attend pour être datée|mesures attendent pour être datées]",
    de: "Die Uhr ist noch nicht gestellt: {count|number} [Messwert wartet auf seine|Messwerte warten auf ihre] Zeit",
    en: "The clock is not set yet: {count|number} [reading waits to be given its|readings wait to be given their] time",
  },
  clock_wrong: {
    fr: "L’heure de la machine est impossible et personne ne l’a réglée : les mesures continuent après les dernières, réglez l’horloge",
    de: "Die Uhr der Maschine zeigt eine unmögliche Zeit und niemand hat sie gestellt: Messwerte folgen auf die letzten, bitte die Uhr stellen",
    en: "The machine’s clock shows an impossible time and nobody has set it: readings follow the last ones, please set the clock",
  },
  clock_set: {
    fr: "L’heure est réglée : {count|number} [mesure en attente a reçu sa|mesures en attente ont reçu leur] date",
    de: "Die Uhr ist gestellt: {count|number} [wartender Messwert hat seine|wartende Messwerte haben ihre] Zeit bekommen",
    en: "The clock is set: {count|number} waiting [reading was given its|readings were given their] time",
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
    fr: "{count|number} [mesure plus vieille que voulu a été effacée|mesures plus vieilles que voulu ont été effacées] ({channels|channel})",
    de: "{count|number} [Messwert, älter als gewünscht, wurde|Messwerte, älter als gewünscht, wurden] gelöscht ({channels|channel})",
    en: "{count|number} [reading older than wanted was|readings older than wanted were] deleted ({channels|channel})",
  },
  prune_failed: {
    fr: "Les vieilles mesures du canal {channel|channel} n’ont pas pu être effacées : {problem}",
    de: "Alte Messwerte von {channel|channel} konnten nicht gelöscht werden: {problem}",
    en: "Old readings of {channel|channel} could not be deleted: {problem}",
  },
  channels_full: {
    fr: "{count|number} [mesure|mesures] sans place\u202f: trop de canaux ({devices|device}). Voir ce qui y est envoyé, et nommer sous channels ce qui compte",
    de: "{count|number} [Messwert|Messwerte] ohne Platz: zu viele Kanäle von {devices|device}. Bitte prüfen, was gesendet wird, und unter channels benennen, was zählt",
    en: "{count|number} [reading|readings] found no room: too many channels from {devices|device}. See what is sent, and name what counts under channels",
  },
  unit_changed: {
    fr: "{count|number} [mesure dans une autre unité que celle de son canal a été refusée|mesures dans une autre unité que celle de leur canal ont été refusées] ({channels|channel}). Corriger ce que dit l’appareil, ou donner un autre nom au canal",
    de: "{count|number} [Messwert in einer anderen Einheit als der seines Kanals wurde|Messwerte in einer anderen Einheit als der ihres Kanals wurden] abgelehnt ({channels|channel}). Bitte berichtigen, was das Gerät sagt, oder dem Kanal einen anderen Namen geben",
    en: "{count|number} [reading in another unit than its channel’s was|readings in another unit than their channel’s were] refused ({channels|channel}). Correct what the device says, or give the channel another name",
  },

  history_unit: {
    fr: "{count|number} [mesure n’a pas été gardée|mesures n’ont pas été gardées]\u202f: l’historique contient [son|leur] canal dans une autre unité ({channels|channel}). Corriger l’unité, donner un autre nom au canal, ou en effacer l’historique par gleaner prune",
    de: "{count|number} [Messwert wurde|Messwerte wurden] nicht aufbewahrt: die Aufzeichnung hat [seinen|ihren] Kanal in einer anderen Einheit ({channels|channel}). Bitte die Einheit berichtigen, dem Kanal einen anderen Namen geben oder seine Aufzeichnung mit gleaner prune löschen",
    en: "{count|number} [reading was|readings were] not kept: the history has [its|their] channel in another unit ({channels|channel}). Correct the unit, give the channel another name, or let its history go with gleaner prune",
  },
  history_full: {
    fr: "{count|number} [mesure n’a pas été gardée|mesures n’ont pas été gardées]\u202f: l’historique contient 10 000 canaux et n’en prend pas d’autres",
    de: "{count|number} [Messwert wurde|Messwerte wurden] nicht aufbewahrt: die Aufzeichnung hat 10.000 Kanäle und nimmt keine weiteren",
    en: "{count|number} [reading was|readings were] not kept: the history has 10,000 channels and takes no more",
  },
} as const satisfies Record<string, Said>;
