import type { Fault } from "../../../src/web/api.ts";

export type Page = "now" | "history" | "journal" | "panel";

/** The page that a hash names; anything unknown is Now. */
export function pageOf(hash: string): Page {
  const name = /^#\/(\w+)/.exec(hash)?.[1];
  return name === "journal" || name === "history" || name === "panel" ? name : "now";
}

export const PATHS: Readonly<Record<Page, string>> = {
  now: "#/",
  history: "#/history",
  journal: "#/journal",
  panel: "#/panel",
};

/** The moment in History, so that a line of the journal can lead there. */
export function momentPath(at: number): string {
  return `${PATHS.history}?at=${at}`;
}

/** A line of the journal with those around it. */
export function linePath(id: number): string {
  return `${PATHS.journal}?line=${id}`;
}

/** The id of the line that a hash of the journal names. */
export function lineOf(hash: string): number | undefined {
  const id = /^#\/journal\?line=(\d{1,15})$/.exec(hash)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** What a fault is of: a card of Now, a device there, or neither. */
type Cause = Pick<Fault, "relay" | "device">;

/** The id of the element of Now that shows a fault's cause; `undefined` when that is the house itself. */
export function placeOf({ relay, device }: Cause): string | undefined {
  if (relay !== undefined) return `card-${relay}`;
  return device === undefined ? undefined : `device-${device}`;
}

/** Where a fault's cause is seen: on Now, or, of the house itself, in the journal. */
export function causePath(cause: Cause): string {
  const place = placeOf(cause);
  return place === undefined ? PATHS.journal : `${PATHS.now}?at=${place}`;
}

/** The id of the element that a hash of Now leads to. */
export function placeIn(hash: string): string | undefined {
  return /^#\/\?at=((?:card|device)-\w{1,100})$/.exec(hash)?.[1];
}

/** Brings an element into sight and the focus to it, if it is there. */
export function lead(place: string | undefined): void {
  const element = place === undefined ? null : document.getElementById(place);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
