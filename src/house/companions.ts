import type {
  Companion,
  Companionship,
  Decision,
  HouseState,
  ModeCommand,
  Reason,
  RelayState,
} from "../model/index.ts";
import { reason, wordsOf } from "../model/index.ts";

/** Those who watch the house and may act on it. One that fails takes nothing else along, and is told once. */
export class Companions {
  readonly #all: readonly Companion[];
  readonly #house: Companionship;
  readonly #failed = new Set<string>();
  #with: readonly Companion[] = [];

  constructor(all: readonly Companion[], house: Companionship) {
    this.#all = all;
    this.#house = house;
  }

  /** The house is up. @param adopted the relays as the last run left them */
  start(adopted: readonly RelayState[], state: HouseState): void {
    this.#with = this.#all;
    this.#each((companion) => companion.start(this.#house, adopted));
    this.shown(state);
  }

  shown(state: HouseState): void {
    this.#each((companion) => companion.shown?.(state));
  }

  told(decisions: readonly Decision[]): void {
    this.#each((companion) => {
      for (const decision of decisions) companion.told?.(decision);
    });
  }

  acted(command: ModeCommand): void {
    this.#each((companion) => companion.acted?.(command));
  }

  /** What is wrong with them, for the page. */
  troubles(): Reason[] {
    return this.#with.flatMap((companion) => companion.trouble?.() ?? []);
  }

  /** @returns the ends of all that take their time */
  stop(): Promise<unknown>[] {
    const ends: Promise<unknown>[] = [];
    this.#each((companion) => ends.push(Promise.resolve(companion.stop())));
    this.#with = [];
    return ends;
  }

  #each(act: (companion: Companion) => void): void {
    for (const companion of this.#with) {
      try {
        act(companion);
      } catch (error) {
        this.#fails(companion, error);
      }
    }
  }

  #fails({ name }: Companion, error: unknown): void {
    if (this.#failed.has(name)) return;
    this.#failed.add(name);
    this.#house.note("house", reason("companion_failed", { name, problem: wordsOf(error) }));
  }
}
