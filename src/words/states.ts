import { SWITCH_WORDS } from "../model/language.ts";
import type { Language, Said } from "./languages.ts";

/** States by the names that devices give them. A charger's phases keep their trade names where people use these. */
const STATES = {
  ...SWITCH_WORDS,
  unknown: { fr: "inconnu", de: "unbekannt", en: "unknown" },
  bulk: { fr: "bulk", de: "Bulk", en: "bulk" },
  absorption: { fr: "absorption", de: "Absorption", en: "absorption" },
  float: { fr: "float", de: "Float", en: "float" },
  storage: { fr: "stockage", de: "Lagerung", en: "storage" },
  equalize: { fr: "égalisation", de: "Ausgleich", en: "equalising" },
  low_power: { fr: "puissance faible", de: "wenig Leistung", en: "low power" },
  fault: { fr: "défaut", de: "Störung", en: "fault" },
  starting_up: { fr: "démarrage", de: "startet", en: "starting up" },
  inverting: { fr: "onduleur actif", de: "Wechselrichter aktiv", en: "inverting" },
  power_supply: { fr: "alimentation", de: "Netzteil", en: "power supply" },
  no_error: { fr: "aucun", de: "keine", en: "none" },
  ok: { fr: "OK", de: "OK", en: "OK" },
  open: { fr: "ouvert", de: "offen", en: "open" },
  closed: { fr: "fermé", de: "geschlossen", en: "closed" },
  yes: { fr: "oui", de: "ja", en: "yes" },
  no: { fr: "non", de: "nein", en: "no" },
  true: { fr: "oui", de: "ja", en: "yes" },
  false: { fr: "non", de: "nein", en: "no" },
} as const satisfies Record<string, Said>;

function isKnown(state: string): state is keyof typeof STATES {
  return Object.hasOwn(STATES, state);
}

/** The word of a known state (`float`), or the state's own name with its underscores opened. */
export function stateWord(state: string, language: Language): string {
  return isKnown(state) ? STATES[state][language] : state.replaceAll("_", " ");
}
