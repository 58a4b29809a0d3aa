import { type DisplayNames, type Naming, nameIn } from "../model/display-names.ts";
import { channelName, relayName, relayOfChannel } from "./channels.ts";
import type { Language } from "./languages.ts";

/** What the household calls a thing that the configuration does not name. */
const usual: Naming = (thing, id, language) => {
  if (thing === "relay") return relayName(id);
  return thing === "channel" ? channelName(id, language) : id;
};

/** Names of relays, channels and devices: the configured ones, else those that every household uses, else ids. */
export function namingOf(names: DisplayNames): Naming {
  return function name(thing, id, language: Language): string {
    const own = names[thing].get(id);
    const said = own === undefined ? undefined : nameIn(own, language);
    if (said !== undefined) return said;
    const relay = thing === "channel" ? relayOfChannel(id) : undefined;
    return relay === undefined ? usual(thing, id, language) : name("relay", relay, language);
  };
}
