import type { Said } from "../language.ts";

/** Lines of GPIO chips. */
export const PIN_COMPLAINTS = {
  pins_none: {
    fr: "cette machine n’a pas de broches\u202f: il n’y a pas de {folder}/gpiochip*. Mettez Gleaner sur un Raspberry Pi ou une carte semblable, ou branchez un adaptateur",
    de: "diese Maschine hat keine Pins: es gibt kein {folder}/gpiochip*. Gleaner auf einen Raspberry Pi oder ein ähnliches Board setzen, oder einen Adapter anschließen",
    en: "this machine has no pins: there is no {folder}/gpiochip*. Set Gleaner up on a Raspberry Pi or another board, or plug in an adapter",
  },
  pins_no_chip: {
    fr: "aucune puce GPIO ne s’appelle «\u202f{chip}\u202f»\u202f; il y a ici\u202f: {chips}. Corrigez «\u202fchip\u202f»",
    de: "kein GPIO-Chip heißt „{chip}“; hier gibt es: {chips}. „chip“ berichtigen",
    en: 'no GPIO chip is called "{chip}"; here there are: {chips}. Correct "chip"',
  },
  pins_which_chip: {
    fr: "on ne sait pas sur quelle puce GPIO\u202f; il y a ici\u202f: {chips}. Ajoutez «\u202fchip\u202f»",
    de: "es ist nicht klar, auf welchem GPIO-Chip; hier gibt es: {chips}. „chip“ hinzufügen",
    en: 'it is not clear on which GPIO chip; here there are: {chips}. Add "chip"',
  },
  pins_no_line: {
    fr: "la puce {chip} n’a pas de ligne {line}\u202f: elle a celles de 0 à {last}. Corrigez le numéro",
    de: "der Chip {chip} hat keine Leitung {line}: er hat 0 bis {last}. Die Nummer berichtigen",
    en: "the chip {chip} has no line {line}: it has 0 to {last}. Correct the number",
  },
  pins_off_header: {
    fr: "la ligne {line} de {chip} ne mène pas au connecteur du Raspberry Pi, qui a les numéros BCM 0 à 27\u202f; les autres font marcher sa carte, sa radio, ses voyants. Donnez le numéro BCM, ou la place sur le connecteur, par exemple «\u202fpin 40\u202f»\u202f; une ligne qui n’y mène pas, par son nom",
    de: "die Leitung {line} von {chip} führt nicht zur Stiftleiste des Raspberry Pi, die die BCM-Nummern 0 bis 27 hat; die anderen betreiben seine Karte, seinen Funk, seine Lampen. Die BCM-Nummer angeben, oder den Platz auf der Stiftleiste, etwa „pin 40“; eine Leitung, die nicht dorthin führt, mit ihrem Namen",
    en: "line {line} of {chip} does not lead to the Raspberry Pi's header, which has the BCM numbers 0 to 27; the others work its card, its radio, its lamps. Give the BCM number, or the place on the header, such as `pin 40`; a line that does not lead there, by its name",
  },
  pins_no_name: {
    fr: "aucune ligne ne s’appelle «\u202f{line}\u202f» ici. Corrigez le nom, ou donnez le numéro BCM",
    de: "keine Leitung heißt hier „{line}“. Den Namen berichtigen, oder die BCM-Nummer angeben",
    en: 'no line is called "{line}" here. Correct the name, or give the BCM number',
  },
  pins_not_pi: {
    fr: "«\u202f{line}\u202f» est une broche de Raspberry Pi, et la puce {chip} n’en est pas une. Donnez le numéro de la ligne ou son nom",
    de: "„{line}“ ist ein Pin eines Raspberry Pi, und der Chip {chip} gehört zu keinem. Die Nummer der Leitung oder ihren Namen angeben",
    en: '"{line}" is a pin of a Raspberry Pi, and the chip {chip} is none. Give the line\'s number or its name',
  },
  pins_twice: {
    fr: "la ligne {line} de {chip} est nommée deux fois. Donnez une autre ligne à l’une des deux",
    de: "die Leitung {line} von {chip} steht zweimal da. Einer von beiden eine andere geben",
    en: "line {line} of {chip} is named twice. Give one of the two another line",
  },
  pins_forbidden: {
    fr: "pas le droit d’ouvrir {path}\u202f: ajoutez l’utilisateur au groupe gpio (sudo usermod -aG gpio $USER), puis reconnectez-vous",
    de: "keine Erlaubnis, {path} zu öffnen: den Benutzer in die Gruppe gpio aufnehmen (sudo usermod -aG gpio $USER), dann neu anmelden",
    en: "no permission to open {path}: add the user to the group gpio (sudo usermod -aG gpio $USER), then log in again",
  },
  pins_busy: {
    fr: "la ligne {line} de {chip} est prise par {holder}. Arrêtez-le, ou enlevez de /boot/firmware/config.txt le dtoverlay qui l’utilise",
    de: "die Leitung {line} von {chip} wird von {holder} gehalten. Das Programm anhalten, oder den dtoverlay, der sie braucht, aus /boot/firmware/config.txt nehmen",
    en: "line {line} of {chip} is held by {holder}. Stop that program, or take the dtoverlay that uses it out of /boot/firmware/config.txt",
  },
  pins_held_by_somebody: {
    fr: "un autre programme",
    de: "einem anderen Programm",
    en: "another program",
  },
  pins_old_kernel: {
    fr: "ce noyau Linux est trop ancien pour les broches\u202f: installez-en un à partir de 5.10 (sudo apt full-upgrade)",
    de: "dieser Linux-Kern ist zu alt für die Pins: einen ab 5.10 installieren (sudo apt full-upgrade)",
    en: "this Linux kernel is too old for pins: install one from 5.10 on (sudo apt full-upgrade)",
  },
  pins_no_library: {
    fr: "les broches ne sont pas possibles sur ce type de machine\u202f: installez un système de 64 bits",
    de: "auf dieser Art von Maschine gehen keine Pins: ein System mit 64 Bit installieren",
    en: "pins cannot be used on this kind of machine: install a 64-bit system",
  },
  pins_gone: {
    fr: "la puce {chip} n’est plus là\u202f: rebranchez l’adaptateur",
    de: "der Chip {chip} ist weg: den Adapter wieder anschließen",
    en: "the chip {chip} is gone: plug the adapter in again",
  },
  pins_cannot: {
    fr: "la puce {chip} ne sait pas faire cela avec la ligne {line}\u202f: essayez «\u202fas_is\u202f» pour «\u202fpull\u202f», ou une autre ligne",
    de: "der Chip {chip} kann das mit der Leitung {line} nicht: „pull: as_is“ versuchen, oder eine andere Leitung",
    en: 'the chip {chip} cannot do that with line {line}: try "pull: as_is", or another line',
  },
  pins_not_followed: {
    fr: "la ligne {line} de {chip} ne suit pas\u202f: elle dit encore le contraire. Vérifiez le câblage, un court-circuit peut-être",
    de: "die Leitung {line} von {chip} folgt nicht: sie zeigt noch das Gegenteil. Die Verdrahtung prüfen, vielleicht ein Kurzschluss",
    en: "line {line} of {chip} does not follow: it still says the contrary. Check the wiring, perhaps for a short circuit",
  },
  pins_said: {
    fr: "les broches de {chip} ne peuvent servir\u202f: {problem}",
    de: "die Pins von {chip} lassen sich nicht benutzen: {problem}",
    en: "the pins of {chip} cannot be used: {problem}",
  },
  s0_lost: {
    fr: "trop d’impulsions à la fois, ou une machine trop occupée\u202f: {pulses} ont été estimées. Vérifiez «\u202fleast_pulse\u202f» et le câble",
    de: "zu viele Impulse auf einmal, oder eine zu beschäftigte Maschine: {pulses} wurden geschätzt. „least_pulse“ und das Kabel prüfen",
    en: 'too many pulses at once, or too busy a machine: {pulses} were estimated. Check "least_pulse" and the cable',
  },
  s0_short: {
    fr: "{count} impulsions ont été plus courtes que «\u202fleast_pulse\u202f» ({least} ms) et ne comptent pas\u202f: la puissance et l’énergie ne sont justes que si c’est du bruit. Vérifiez le câble et sa résistance\u202f; pour la lampe d’un compteur, mettez «\u202fleast_pulse\u202f» plus court",
    de: "{count} Impulse waren kürzer als „least_pulse“ ({least} ms) und zählen nicht: Leistung und Energie stimmen nur, wenn es Störungen sind. Das Kabel und seinen Widerstand prüfen; bei der Lampe eines Zählers „least_pulse“ kürzer setzen",
    en: '{count} pulses were shorter than "least_pulse" ({least} ms) and are not counted: power and energy are right only if those are noise. Check the cable and its resistor; at a meter\'s lamp, set "least_pulse" shorter',
  },
  s0_away: {
    fr: "{device}\u202f: pendant {seconds} s, personne n’a compté ses impulsions\u202f; elles sont inconnues, et aucune n’a été estimée",
    de: "{device}: {seconds} s lang hat niemand die Impulse gezählt; sie sind unbekannt, und keiner wurde geschätzt",
    en: "{device}: for {seconds} s nobody counted its pulses; they are unknown, and none was estimated",
  },
  s0_no_input: {
    fr: "aucun périphérique d’entrée ne s’appelle «\u202f{name}\u202f»\u202f; il y a ici\u202f: {names}. Corrigez «\u202finput\u202f», ou le dtoverlay dans /boot/firmware/config.txt",
    de: "kein Eingabegerät heißt „{name}“; hier gibt es: {names}. „input“ berichtigen, oder den dtoverlay in /boot/firmware/config.txt",
    en: 'no input device is called "{name}"; here there are: {names}. Correct "input", or the dtoverlay in /boot/firmware/config.txt',
  },
  s0_input_no_key: {
    fr: "{path} n’a pas de touche {key}\u202f: donnez à «\u202fkey\u202f» le «\u202fkeycode\u202f» du dtoverlay",
    de: "{path} hat keine Taste {key}: bei „key“ den „keycode“ des dtoverlay angeben",
    en: '{path} has no key {key}: give "key" the "keycode" of the dtoverlay',
  },
  s0_input_busy: {
    fr: "un autre programme garde {path} pour lui seul. Arrêtez-le",
    de: "ein anderes Programm hält {path} für sich allein. Dieses anhalten",
    en: "another program keeps {path} for itself. Stop it",
  },
  s0_input_forbidden: {
    fr: "pas le droit d’ouvrir {path}\u202f: ajoutez l’utilisateur au groupe input (sudo usermod -aG input $USER), puis reconnectez-vous",
    de: "keine Erlaubnis, {path} zu öffnen: den Benutzer in die Gruppe input aufnehmen (sudo usermod -aG input $USER), dann neu anmelden",
    en: "no permission to open {path}: add the user to the group input (sudo usermod -aG input $USER), then log in again",
  },
  s0_input_gone: {
    fr: "il n’y a pas de périphérique d’entrée {path}\u202f: rebranchez-le, ou corrigez «\u202finput\u202f»",
    de: "es gibt kein Eingabegerät {path}: wieder anschließen, oder „input“ berichtigen",
    en: 'there is no input device {path}: plug it in again, or correct "input"',
  },
  s0_no_wires: {
    fr: "{path} ne compte pas les changements de ses fils\u202f: un compteur ne peut y pendre. Prenez un câble FTDI, PL2303 ou CH341",
    de: "{path} zählt die Wechsel seiner Leitungen nicht: ein Zähler kann dort nicht hängen. Ein Kabel mit FTDI, PL2303 oder CH341 nehmen",
    en: "{path} does not count the changes of its wires: no meter can hang on it. Take a cable with FTDI, PL2303 or CH341",
  },
  s0_uncounted: {
    fr: "{wire} de {path} change sans que son pilote le compte (CP210x ne le fait pas)\u202f: les impulsions se perdent. Prenez un câble FTDI, PL2303 ou CH341",
    de: "{wire} von {path} wechselt, ohne dass der Treiber es zählt (CP210x tut es nicht): Impulse gehen verloren. Ein Kabel mit FTDI, PL2303 oder CH341 nehmen",
    en: "{wire} of {path} changes and its driver does not count it (that of CP210x does not): pulses are lost. Take a cable with FTDI, PL2303 or CH341",
  },
  s0_file_missing: {
    fr: "il n’y a pas de fichier {path}\u202f: démarrez le programme qui y écrit les impulsions, ou corrigez «\u202ffile\u202f»",
    de: "es gibt keine Datei {path}: das Programm starten, das die Impulse hineinschreibt, oder „file“ berichtigen",
    en: 'there is no file {path}: start the program that writes the pulses there, or correct "file"',
  },
  s0_file_forbidden: {
    fr: "pas le droit de lire {path}\u202f: permettez-le à l’utilisateur de Gleaner",
    de: "keine Erlaubnis, {path} zu lesen: dem Benutzer von Gleaner das Lesen erlauben",
    en: "no permission to read {path}: let Gleaner's user read it",
  },
  s0_file_odd: {
    fr: "{path} n’est pas un fichier ordinaire\u202f: corrigez «\u202ffile\u202f»",
    de: "{path} ist keine gewöhnliche Datei: „file“ berichtigen",
    en: '{path} is no ordinary file: correct "file"',
  },
  s0_file_cut: {
    fr: "{path} a été recommencé et sa fin n’a pu être lue\u202f: des impulsions manquent peut-être. Renommez-le en {path}.1 au lieu de l’effacer",
    de: "{path} wurde neu begonnen, und das Ende war nicht zu lesen: vielleicht fehlen Impulse. In {path}.1 umbenennen statt löschen",
    en: "{path} was begun anew and its end could not be read: pulses may be missing. Rename it to {path}.1 instead of emptying it",
  },
  s0_file_behind: {
    fr: "{path} contient encore {megabytes} Mo à lire : la valeur du compteur vient ensuite. Si cela dure, faites écrire moins à son programme, ou videz le fichier",
    de: "in {path} sind noch {megabytes} MB zu lesen: der Zählerstand kommt danach. Wenn das andauert, das Programm weniger schreiben lassen oder die Datei leeren",
    en: "{path} still has {megabytes} MB to read: what the meter shows comes after that. If that goes on, let its program write less, or empty the file",
  },
  s0_file_odd_lines: {
    fr: "lignes de {path} qui ne commencent pas par une heure depuis 1970 (s, ms, µs ou ns) et ne comptent pas\u202f: {count}",
    de: "Zeilen von {path}, die mit keiner Zeit seit 1970 (s, ms, µs oder ns) beginnen und nicht zählen: {count}",
    en: "lines of {path} that begin with no time since 1970 (s, ms, µs or ns) and do not count: {count}",
  },
  pins_closed: {
    fr: "les broches ne sont pas encore prises\u202f: démarrez d’abord l’appareil",
    de: "die Pins sind noch nicht belegt: erst das Gerät starten",
    en: "the pins are not taken yet: start the device first",
  },
} as const satisfies Record<string, Said>;
