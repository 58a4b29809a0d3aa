import type { Config } from "../../config/index.ts";
import type { DisplayName, DisplayNames } from "../../model/index.ts";

function namesOf(things: Readonly<Record<string, { readonly name?: DisplayName | undefined }>>) {
  return new Map(Object.entries(things).flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name] as const])));
}

/** What the configuration calls relays, channels and devices. */
export function displayNames({ relays, channels, devices }: Config): DisplayNames {
  return { relay: namesOf(relays), channel: namesOf(channels), device: namesOf(devices) };
}
