/** Channels whose numbers came without a unit, to be told: nobody knows what they are. */

const MOST_NAMED = 3;

function listed(words: readonly string[]): string {
  const more = words.length - MOST_NAMED;
  return words.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export class Unitless {
  /** By channel, the unit in which they were taken. */
  readonly #units = new Map<string, string>();

  /** @param kept the channel's unit; `""`: it has none */
  add(channel: string, kept: string): void {
    this.#units.set(channel, kept);
  }

  /** What people should know. */
  notes(): string[] {
    const all = [...this.#units];
    const taken = all.filter(([, unit]) => unit !== "").map(([name, unit]) => `${name}: ${unit}`);
    const without = all.filter(([, unit]) => unit === "").map(([name]) => name);
    return [
      ...(taken.length > 0
        ? [`Numbers without a unit were taken in their channel's own (${listed(taken)}); --unit says another`]
        : []),
      ...(without.length > 0
        ? [
            `Numbers without a unit are kept without one (${listed(without)}), so no energy is known of them: --unit says it`,
          ]
        : []),
    ];
  }
}
