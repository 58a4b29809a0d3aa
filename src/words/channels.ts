import { relayChannel, relayOfChannel } from "../model/channel-names.ts";
import type { Language, Said } from "./languages.ts";

export { isApart } from "../model/plausible.ts";

/** What channels are called in a household. */

export { relayChannel, relayOfChannel };

/**
 * As the field says it: a solar charge controller is « régulateur » and „Laderegler“, and French labels leave the article
 * out as displays of inverters do (« tension batterie »). Soft hyphens say where a narrow column may divide a word: not
 * every browser knows.
 */
const CHANNELS = {
  "solar.power": { fr: "Puissance solaire", de: "Solarleistung", en: "Solar power" },
  "solar.voltage": { fr: "Tension solaire", de: "Solar\u00adspannung", en: "Solar voltage" },
  "solar.current": { fr: "Courant solaire", de: "Solarstrom", en: "Solar current" },
  "solar.energy": { fr: "Énergie solaire", de: "Solarenergie", en: "Solar energy" },
  "solar.energy_today": { fr: "Solaire du jour", de: "Solar\u00adenergie heute", en: "Solar energy today" },
  "solar.yield_today": { fr: "Solaire du jour", de: "Solar\u00adenergie heute", en: "Solar energy today" },
  "battery.soc": { fr: "État de charge", de: "Ladezustand", en: "State of charge" },
  "battery.power": { fr: "Puissance batterie", de: "Batterie\u00adleistung", en: "Battery power" },
  "battery.voltage": { fr: "Tension batterie", de: "Batterie\u00adspannung", en: "Battery voltage" },
  "battery.current": { fr: "Courant batterie", de: "Batterie\u00adstrom", en: "Battery current" },
  "battery.temperature": {
    fr: "Tempé\u00adrature batterie",
    de: "Batterie\u00adtemperatur",
    en: "Battery temperature",
  },
  "battery.time_to_go": { fr: "Autonomie", de: "Restlaufzeit", en: "Time to go" },
  "outdoor.temperature": {
    fr: "Tempé\u00adrature extérieure",
    de: "Außen\u00adtemperatur",
    en: "Outdoor temperature",
  },
  "tank.temperature": { fr: "Tempé\u00adrature du ballon", de: "Speicher\u00adtemperatur", en: "Tank temperature" },
  "house.power": { fr: "Maison", de: "Haus", en: "House" },
  "house.energy_today": { fr: "Maison du jour", de: "Haus\u00adverbrauch heute", en: "House energy today" },
  "grid.power": { fr: "Réseau", de: "Netz", en: "Grid" },
  "grid.import": { fr: "Énergie soutirée", de: "Netzbezug", en: "Grid import" },
  "grid.export": { fr: "Énergie injectée", de: "Netz\u00adeinspeisung", en: "Grid export" },
  "grid.voltage": { fr: "Tension réseau", de: "Netzspannung", en: "Grid voltage" },
  "grid.frequency": { fr: "Fréquence réseau", de: "Netzfrequenz", en: "Grid frequency" },
  "charger.state": { fr: "Régulateur", de: "Laderegler", en: "Charger" },
  "charger.error": { fr: "Défaut du régulateur", de: "Laderegler-Störung", en: "Charger fault" },
} as const satisfies Record<string, Said>;

type WellKnown = keyof typeof CHANNELS;

const SOFT_HYPHEN = /\u00ad/g;

/** Whether every house calls something by this channel's name. */
export function isWellKnown(channel: string): channel is WellKnown {
  return Object.hasOwn(CHANNELS, channel);
}

/** The household's name of a well-known channel for a narrow column, with soft hyphens; `undefined` for all others. */
export function channelWord(channel: string, language: Language): string | undefined {
  return isWellKnown(channel) ? CHANNELS[channel][language] : undefined;
}

/** How a relay's id is shown: `car_charger` reads "Car charger". */
export function relayName(id: string): string {
  const words = id.replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What a channel is called: the household's name, a relay's, or else its own. */
export function channelName(channel: string, language: Language): string {
  const relay = relayOfChannel(channel);
  if (relay !== undefined) return relayName(relay);
  return channelWord(channel, language)?.replace(SOFT_HYPHEN, "") ?? channel;
}
