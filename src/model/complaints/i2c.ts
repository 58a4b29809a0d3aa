import type { Said } from "../language.ts";

/** I²C buses and their chips. */
export const I2C_COMPLAINTS = {
  i2c_none: {
    fr: "il n’y a pas de bus I²C {path}\u202f: activez l’I²C (sudo raspi-config, Interface Options), ou branchez l’adaptateur, et corrigez «\u202fbus\u202f» (gleaner detect)",
    de: "es gibt keinen I²C-Bus {path}: I²C einschalten (sudo raspi-config, Interface Options) oder den Adapter anschließen, und „bus“ berichtigen (gleaner detect)",
    en: 'there is no I²C bus {path}: switch I²C on (sudo raspi-config, Interface Options) or plug the adapter in, and correct "bus" (gleaner detect)',
  },
  i2c_forbidden: {
    fr: "pas le droit d’ouvrir {path}\u202f: ajoutez l’utilisateur au groupe i2c (sudo usermod -aG i2c $USER), puis reconnectez-vous",
    de: "keine Erlaubnis, {path} zu öffnen: den Benutzer in die Gruppe i2c aufnehmen (sudo usermod -aG i2c $USER), dann neu anmelden",
    en: "no permission to open {path}: add the user to the group i2c (sudo usermod -aG i2c $USER), then log in again",
  },
  i2c_kernel_has_it: {
    fr: "un pilote du noyau tient l’adresse {address} de {path}. Enlevez son dtoverlay de /boot/firmware/config.txt",
    de: "ein Treiber des Kerns hält die Adresse {address} an {path}. Seinen dtoverlay aus /boot/firmware/config.txt nehmen",
    en: "a driver of the kernel holds the address {address} of {path}. Take its dtoverlay out of /boot/firmware/config.txt",
  },
  i2c_no_answer: {
    fr: "rien ne répond à l’adresse {address} de {path}\u202f: vérifiez l’alimentation, SDA et SCL, et l’adresse (gleaner detect --probe)",
    de: "an der Adresse {address} von {path} antwortet nichts: Versorgung, SDA und SCL und die Adresse prüfen (gleaner detect --probe)",
    en: "nothing answers at the address {address} of {path}: check its power, SDA and SCL, and the address (gleaner detect --probe)",
  },
  i2c_held: {
    fr: "le bus {path} ne répond pas\u202f: un fil ou une puce le retient. Vérifiez que SDA et SCL ne touchent rien, et coupez un instant l’alimentation des puces",
    de: "der Bus {path} antwortet nicht: ein Draht oder ein Chip hält ihn fest. Prüfen, ob SDA und SCL etwas berühren, und die Chips kurz vom Strom nehmen",
    en: "the bus {path} does not answer: a wire or a chip holds it. Check that SDA and SCL touch nothing, and cut the chips' power for a moment",
  },
  i2c_cannot: {
    fr: "l’adaptateur {path} ne sait pas parler ainsi à la puce {address}\u202f: prenez l’I²C d’une carte, ou un MCP23017 au lieu d’un PCF8575",
    de: "der Adapter {path} kann mit dem Chip {address} so nicht sprechen: den I²C-Bus eines Boards nehmen, oder statt eines PCF8575 einen MCP23017",
    en: "the adapter {path} cannot talk to the chip {address} in that way: take the I²C bus of a board, or an MCP23017 instead of a PCF8575",
  },
  i2c_disturbed: {
    fr: "le bus {path} est perturbé à l’adresse {address} ({problem})\u202f: vérifiez que le câble est court, les résistances de SDA et SCL, et l’alimentation",
    de: "der Bus {path} ist an der Adresse {address} gestört ({problem}): prüfen, ob das Kabel kurz ist, die Widerstände an SDA und SCL, und die Versorgung",
    en: "the bus {path} is disturbed at the address {address} ({problem}): check that the cable is short, the resistors at SDA and SCL, and the power",
  },
  i2c_not_kept: {
    fr: "la puce {address} de {path} ne garde pas ce qu’on y écrit\u202f: vérifiez «\u202fchip\u202f», l’alimentation et le câble",
    de: "der Chip {address} an {path} behält nicht, was geschrieben wird: „chip“, die Versorgung und das Kabel prüfen",
    en: 'the chip {address} of {path} does not keep what is written: check "chip", its power and the cable',
  },
  i2c_unsteady: {
    fr: "la puce {address} de {path} dit à chaque fois autre chose\u202f: vérifiez le câble et l’alimentation",
    de: "der Chip {address} an {path} sagt jedes Mal etwas anderes: Kabel und Versorgung prüfen",
    en: "the chip {address} of {path} says something else each time: check the cable and its power",
  },
} as const satisfies Record<string, Said>;
