export type Page = "now" | "history" | "journal";

/** The page that a hash names; anything unknown is Now. */
export function pageOf(hash: string): Page {
  const name = /^#\/(\w+)/.exec(hash)?.[1];
  return name === "journal" || name === "history" ? name : "now";
}

export const PATHS: Readonly<Record<Page, string>> = { now: "#/", history: "#/history", journal: "#/journal" };

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
