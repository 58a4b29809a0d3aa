import { type Config, keysOf } from "../../config/index.ts";
import { BOARD, placesOf } from "../../panel/places.ts";

/** Which relay each key of the panel on wires has, whole boards; `undefined`: there is no such panel. */
export function panelKeys({ panel, relays }: Config): (string | undefined)[] | undefined {
  if (!panel) return undefined;
  const numbered = Object.entries(relays).map(([id, { number = null }]) => ({ id, number }));
  const places = keysOf(panel) ?? placesOf(numbered);
  return Array.from({ length: panel.strobes.length * BOARD }, (_nothing, key) => places[key]);
}
