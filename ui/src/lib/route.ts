export type Page = "now" | "journal";

/** The page that a hash names; anything unknown is Now. */
export function pageOf(hash: string): Page {
  return /^#\/journal\b/.test(hash) ? "journal" : "now";
}

export const PATHS: Readonly<Record<Page, string>> = { now: "#/", journal: "#/journal" };
