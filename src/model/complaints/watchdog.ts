import type { Said } from "../language.ts";

/** The board's watchdog. */
export const WATCHDOG_COMPLAINTS = {
  watchdog_watches: {
    fr: "Le chien de garde veille\u202f: si Gleaner se bloque, la machine redémarre après {seconds} s",
    de: "Der Watchdog wacht: hängt Gleaner, startet die Maschine nach {seconds} s neu",
    en: "The watchdog watches: if Gleaner hangs, the machine restarts after {seconds} s",
  },
  watchdog_watches_always: {
    fr: "Le chien de garde veille, et ce noyau ne le laisse plus s’arrêter\u202f: si Gleaner se bloque ou est arrêté plus longtemps, la machine redémarre après {seconds} s",
    de: "Der Watchdog wacht, und dieser Kern lässt ihn nicht mehr anhalten: hängt Gleaner oder ist er länger angehalten, startet die Maschine nach {seconds} s neu",
    en: "The watchdog watches, and this kernel lets nobody stop it: if Gleaner hangs, or is stopped for longer, the machine restarts after {seconds} s",
  },
  watchdog_bites: {
    fr: "Rien n’a pu être enregistré depuis {age|duration}\u202f: le chien de garde redémarre la machine, dans {seconds} s au plus",
    de: "Seit {age|duration} konnte nichts gespeichert werden: der Watchdog startet die Maschine neu, in höchstens {seconds} s",
    en: "Nothing could be stored for {age|duration}: the watchdog restarts the machine, in {seconds} s at most",
  },
  watchdog_none: {
    fr: "Aucun chien de garde n’est à {path}\u202f: sur un Raspberry Pi, ajoutez dtparam=watchdog=on à /boot/firmware/config.txt et redémarrez\u202f; ailleurs, nommez-en un autre (ls /dev/watchdog*) ou ôtez «\u202fwatchdog\u202f»",
    de: "Bei {path} ist kein Watchdog: auf einem Raspberry Pi dtparam=watchdog=on in /boot/firmware/config.txt hinzufügen und neu starten; sonst einen anderen nennen (ls /dev/watchdog*) oder „watchdog“ weglassen",
    en: 'There is no watchdog at {path}: on a Raspberry Pi add dtparam=watchdog=on to /boot/firmware/config.txt and restart; elsewhere name another one (ls /dev/watchdog*), or leave "watchdog" out',
  },
  watchdog_not_one: {
    fr: "{path} n’est pas un chien de garde\u202f: nommez-en un (ls /dev/watchdog*), ou écrivez yes",
    de: "{path} ist kein Watchdog: einen nennen (ls /dev/watchdog*), oder yes schreiben",
    en: "{path} is no watchdog: name one (ls /dev/watchdog*), or write yes",
  },
  watchdog_forbidden: {
    fr: "Pas le droit d’ouvrir le chien de garde {path}\u202f: installez packaging/udev/60-gleaner.rules, ajoutez l’utilisateur au groupe watchdog (sudo usermod -aG watchdog $USER), puis reconnectez-vous",
    de: "Keine Erlaubnis, den Watchdog {path} zu öffnen: packaging/udev/60-gleaner.rules einrichten, den Benutzer in die Gruppe watchdog aufnehmen (sudo usermod -aG watchdog $USER), dann neu anmelden",
    en: "No permission to open the watchdog {path}: install packaging/udev/60-gleaner.rules, add the user to the group watchdog (sudo usermod -aG watchdog $USER), then log in again",
  },
  watchdog_busy: {
    fr: "Le chien de garde {path} est pris, le plus souvent par systemd (RuntimeWatchdogSec, systemctl show -p RuntimeWatchdogUSec)\u202f: mettez-y 0 dans /etc/systemd/system.conf.d, ou ôtez «\u202fwatchdog\u202f»",
    de: "Der Watchdog {path} ist vergeben, meist an systemd (RuntimeWatchdogSec, systemctl show -p RuntimeWatchdogUSec): dort in /etc/systemd/system.conf.d auf 0 setzen, oder „watchdog“ weglassen",
    en: 'The watchdog {path} is in use, most often by systemd (RuntimeWatchdogSec, systemctl show -p RuntimeWatchdogUSec): set that to 0 in /etc/systemd/system.conf.d, or leave "watchdog" out',
  },
  watchdog_short: {
    fr: "Le chien de garde {path} ne laisse que {seconds} s\u202f: c’est trop peu, nommez-en un autre ou ôtez «\u202fwatchdog\u202f»",
    de: "Der Watchdog {path} lässt nur {seconds} s: das ist zu wenig, einen anderen nennen oder „watchdog“ weglassen",
    en: 'The watchdog {path} leaves no more than {seconds} s: that is too little, name another one or leave "watchdog" out',
  },
  watchdog_said: {
    fr: "Le chien de garde {path} ne peut servir\u202f: {problem}",
    de: "Der Watchdog {path} lässt sich nicht benutzen: {problem}",
    en: "The watchdog {path} cannot be used: {problem}",
  },
} as const satisfies Record<string, Said>;
