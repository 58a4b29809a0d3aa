/** The reader's choice of channels, kept in this browser. */

const REMEMBERED = "gleaner.history.show";

export function rememberedChannels(): string[] | undefined {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? "null");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` forgets the choice. */
export function rememberChannels(names: readonly string[] | undefined): void {
  try {
    if (names) localStorage.setItem(REMEMBERED, JSON.stringify(names));
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}
