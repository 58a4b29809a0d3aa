import { untrack } from "svelte";
import type { Relay, State } from "../../src/web/api.ts";
import { isLanguage, localeFor, preferredLanguage } from "../../src/words/languages.ts";
import { type LinkStatus, type LiveClient, type LiveSource, startLive } from "./lib/live.ts";
import { type Names, namesKey, namesOf } from "./lib/names.ts";
import { type Language, typeset, type Words, words } from "./lib/words/index.ts";

const REMEMBERED = "gleaner.language";
/** A short break of the stream is not worth alarming anybody; a stream that stands but is silent gets a little longer. */
const OLD_AFTER_MS = { broken: 3_000, silent: 6_000 } as const;
const TICK_MS = 500;

function remembered(): Language | undefined {
  try {
    const name = localStorage.getItem(REMEMBERED);
    return isLanguage(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}

export function after(delay_ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delay_ms);
  return () => clearTimeout(timer);
}

/** What changed about a relay, for those who listen; `undefined` when nothing did. */
function heard(before: Relay | undefined, relay: Relay, say: Words): string | undefined {
  if (!before) return undefined;
  if (relay.fault !== undefined && before.fault === undefined)
    return `${relay.name}: ${say.relay.fault}. ${relay.fault}`;
  if (relay.on !== before.on) return `${relay.name}: ${relay.on ? say.relay.on : say.relay.off}. ${relay.reason}`;
  return undefined;
}

/** Everything the page knows: the newest state, how old it is, the connection and the reader's language. */
export class LiveState {
  #chosen = $state<Language | undefined>(remembered());
  #mono = $state(performance.now());
  #receivedMono = $state(performance.now());
  #client: LiveClient | undefined;

  state = $state.raw<State | undefined>(undefined);
  status = $state<LinkStatus>("connecting");
  announcement = $state("");

  /** The reader's choice, else that of the server's sentences: the site's, or the browser's. */
  readonly language = $derived<Language>(
    this.#chosen ?? this.state?.language ?? preferredLanguage(navigator.languages) ?? "en",
  );
  readonly words = $derived(words(this.language));
  readonly locale = $derived(localeFor(this.language, navigator.languages));
  /** What the house calls things: another object only when one of the names is another. */
  readonly #namesKey = $derived(this.state ? namesKey(this.state) : "");
  readonly names = $derived.by<Names>(() => {
    void this.#namesKey;
    return namesOf(
      untrack(() => this.state),
      this.language,
    );
  });
  readonly zone = $derived(this.state?.site.time_zone ?? "UTC");

  /** Milliseconds since the newest state arrived. */
  readonly elapsed = $derived(Math.max(0, this.#mono - this.#receivedMono));
  /** The server's clock as it must be by now, UTC ms. */
  readonly now = $derived((this.state?.now ?? 0) + this.elapsed);
  /** Where recorded time is, UTC ms: ahead of the clock for a while after that was set back. */
  readonly recorded_now = $derived(this.now + (this.state?.recorded_ahead_ms ?? 0));
  /** Gleaner answers, and its house is not up yet. */
  readonly starting = $derived(this.status === "starting");
  /** Whether what is shown may no longer be so. */
  readonly old = $derived(
    this.starting || this.elapsed > (this.status === "live" ? OLD_AFTER_MS.silent : OLD_AFTER_MS.broken),
  );

  start(): () => void {
    this.#client = startLive(
      {
        open: (url) => new EventSource(url) as LiveSource,
        now: () => performance.now(),
        after,
        random: () => Math.random(),
      },
      this.#url(),
      {
        onState: (state, received_mono) => this.#take(state, received_mono),
        onStatus: (status) => {
          this.status = status;
        },
      },
    );
    const ticking = setInterval(() => {
      this.#mono = performance.now();
    }, TICK_MS);
    const wake = (): void => {
      this.#mono = performance.now();
      if (document.visibilityState === "visible" && this.status === "lost") this.retry();
    };
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    return () => {
      this.#client?.stop();
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
    };
  }

  retry(): void {
    this.#client?.retry();
  }

  choose(language: Language): void {
    this.#chosen = language;
    remember(language);
    this.#client?.goTo(this.#url());
  }

  /** A sentence that came from the server, in the typography of the reader's language. */
  typeset(sentence: string): string {
    return typeset(sentence, this.language);
  }

  #url(): string {
    return this.#chosen === undefined ? "/api/live" : `/api/live?lang=${this.#chosen}`;
  }

  #take(state: State, received_mono: number): void {
    const before = this.state;
    this.state = state;
    this.#receivedMono = received_mono;
    this.#mono = Math.max(received_mono, this.#mono);
    if (!before) return;
    const said = Object.entries(state.relays)
      .map(([id, relay]) => heard(before.relays[id], relay, this.words))
      .filter((words) => words !== undefined);
    if (said.length > 0) this.announcement = said.join(" ");
  }
}
