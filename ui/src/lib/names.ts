import type { State } from "../../../src/web/api.ts";
import { namingOf } from "../../../src/words/naming.ts";
import type { Language } from "./words/index.ts";

/** What relays, channels and devices are called on the page, by their ids. */
export interface Names {
  relay(id: string): string;
  channel(id: string): string;
  device(id: string): string;
}

type Told = Pick<State, "relays" | "channels" | "devices">;

/** The names as the house tells them; what it does not tell of, as one of an earlier configuration, as in every house. */
export function namesOf(state: Told | undefined, language: Language): Names {
  const own = (things: Readonly<Record<string, { readonly name: string }>> = {}) =>
    new Map(Object.entries(things).map(([id, { name }]) => [id, { [language]: name }]));
  const name = namingOf({
    relay: own(state?.relays),
    channel: own(state?.channels),
    device: own(state?.devices),
  });
  return {
    relay: (id) => name("relay", id, language),
    channel: (id) => name("channel", id, language),
    device: (id) => name("device", id, language),
  };
}

/** The same text for two states in which everything is called the same. */
export function namesKey(state: Told): string {
  return [state.relays, state.channels, state.devices]
    .map((things) =>
      Object.entries(things)
        .map(([id, { name }]) => `${id}\t${name}`)
        .join("\n"),
    )
    .join("\f");
}
