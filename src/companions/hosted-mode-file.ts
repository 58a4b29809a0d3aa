import {
  type Companion,
  type Companionship,
  type Guest,
  type Hands,
  type HouseState,
  type ModeCommand,
  type Reason,
  type RelayState,
  reason,
} from "../model/index.ts";
import type { ModeFileOptions } from "./mode-file.ts";

/** What the mode file must know of a relay. */
export type RelayShown = Pick<RelayState, "number" | "mode_number" | "on">;

export interface ModeFileSetup extends ModeFileOptions {
  /** The relays as the last run left them. */
  readonly adopted: readonly RelayShown[];
}

export type ToModeFile =
  /** The relays as they stand; answered by `show`. */
  { readonly do: "show"; readonly relays: readonly RelayShown[] } | { readonly do: "stop" };

export type FromModeFile =
  | { readonly did: "command"; readonly command: ModeCommand }
  | { readonly did: "note"; readonly why: Reason }
  /** With what is wrong and stays so. */
  | { readonly did: "show"; readonly trouble?: Reason | undefined }
  | { readonly did: "stop" };

const ENTRY = new URL(`mode-file-thread.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
/** Nothing has changed: the file is looked after all the same. */
const SHOWN_EVERY_MS = 500;
/** Silent for so long, it is told. */
const TOLD_AFTER_MS = 2_000;
const STOP_WITHIN_MS = 1_000;
/** Before it is begun anew. */
const ANEW_AFTER_MS = 1_000;

function shownOf(relays: readonly RelayState[]): RelayShown[] {
  return relays.map(({ number, mode_number, on }) => ({ number, mode_number, on }));
}

/** The mode file where nothing of it can hold the house: with the hands, who are told of each change and answer it. */
export class HostedModeFile implements Companion {
  readonly name = "mode file";
  readonly #options: ModeFileOptions;
  readonly #hands: Pick<Hands, "invite">;
  #house: Companionship | undefined;
  #guest: Guest | undefined;
  #anew: NodeJS.Timeout | undefined;
  #newest: readonly RelayShown[] = [];
  /** What was told last, as text. */
  #told = "";
  #told_mono = Number.NEGATIVE_INFINITY;
  #isOwed = false;
  #trouble: Reason | undefined;
  #stopped: (() => void) | undefined;

  constructor(options: ModeFileOptions, hands: Pick<Hands, "invite">) {
    this.#options = options;
    this.#hands = hands;
  }

  start(house: Companionship, adopted: readonly RelayState[]): void {
    this.#house = house;
    this.#begin(shownOf(adopted));
  }

  shown({ relays }: Pick<HouseState, "relays">): void {
    this.#newest = shownOf(relays);
    this.#show();
  }

  trouble(): Reason | undefined {
    const age = performance.now() - this.#told_mono;
    return this.#isOwed && age >= TOLD_AFTER_MS ? reason("mode_file_silent", { age }) : this.#trouble;
  }

  /** What was shown last is written, unless its disk hangs. */
  async stop(): Promise<void> {
    clearTimeout(this.#anew);
    this.#house = undefined;
    const guest = this.#guest;
    if (!guest) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopped = resolve;
    guest.tell({ do: "show", relays: this.#newest } satisfies ToModeFile);
    guest.tell({ do: "stop" } satisfies ToModeFile);
    const limit = setTimeout(resolve, STOP_WITHIN_MS);
    await promise;
    clearTimeout(limit);
    guest.end();
  }

  #begin(adopted: readonly RelayShown[]): void {
    this.#isOwed = false;
    this.#told = "";
    try {
      this.#guest = this.#hands.invite(ENTRY, { ...this.#options, adopted } satisfies ModeFileSetup, {
        said: (message) => this.#hear(message as FromModeFile),
        left: () => this.#beginAnew(),
      });
    } catch {
      this.#beginAnew();
    }
  }

  #beginAnew(): void {
    this.#guest = undefined;
    this.#stopped?.();
    if (!this.#house) return;
    clearTimeout(this.#anew);
    this.#anew = setTimeout(() => this.#begin(this.#newest), ANEW_AFTER_MS).unref();
  }

  #show(): void {
    if (!this.#guest || this.#isOwed) return;
    const text = JSON.stringify(this.#newest);
    const now = performance.now();
    if (text === this.#told && now - this.#told_mono < SHOWN_EVERY_MS) return;
    this.#told = text;
    this.#told_mono = now;
    this.#isOwed = true;
    this.#guest.tell({ do: "show", relays: this.#newest } satisfies ToModeFile);
  }

  #hear(message: FromModeFile): void {
    if (message.did === "command") this.#house?.command(message.command);
    else if (message.did === "note") this.#house?.note("mode_file", message.why);
    else if (message.did === "stop") this.#stopped?.();
    else {
      this.#isOwed = false;
      this.#trouble = message.trouble;
      if (JSON.stringify(this.#newest) !== this.#told) this.#show();
    }
  }
}
