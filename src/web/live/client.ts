import type { ServerResponse } from "node:http";
import type { Language } from "../../model/index.ts";
import type { Limits } from "../defence/limits.ts";
import type { WebClock } from "./live.ts";

/** What all clients of the live stream share. */
export interface Feed {
  readonly limits: Limits;
  readonly clock: WebClock;
  /** The newest state as text; `undefined` before the first. */
  readonly text: (language: Language) => string | undefined;
  /** States that slow clients were not sent, and clients that were cut. */
  dropped: number;
  cut: number;
}

/** Said as long as the house has published nothing: whoever listens knows that it need not look elsewhere. */
const STARTING = "event: starting\ndata: {}\n\n";

/** One client of the live stream. It is sent the newest state, never a backlog. */
export class Client {
  readonly language: Language;
  readonly #response: ServerResponse;
  readonly #feed: Feed;
  #wanted = false;
  #sent = Number.NEGATIVE_INFINITY;
  #blocked_since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, language: Language, feed: Feed) {
    this.#response = response;
    this.language = language;
    this.#feed = feed;
    response.on("drain", () => {
      this.#blocked_since = undefined;
      this.#send();
    });
  }

  /** A new state is there to be sent, as soon as this client may have one. */
  want(): void {
    if (this.#wanted) this.#feed.dropped++;
    this.#wanted = true;
    if (this.#response.writableLength > this.#feed.limits.live_buffer_bytes) this.cut();
    else this.#send();
  }

  #send(): void {
    if (!this.#wanted || this.#timer || this.#blocked_since !== undefined) return;
    const wait_ms = this.#sent + this.#feed.limits.live_gap_ms - this.#feed.clock.mono();
    if (wait_ms > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#send();
      }, wait_ms);
      return;
    }
    const text = this.#feed.text(this.language);
    this.#wanted = false;
    if (text === undefined) {
      this.write(STARTING);
      return;
    }
    this.#sent = this.#feed.clock.mono();
    this.write(`event: state\ndata: ${text}\n\n`);
  }

  write(text: string): void {
    if (!this.#response.write(text)) this.#blocked_since ??= this.#feed.clock.mono();
  }

  /** Keeps the line alive, or ends it when the client has taken nothing for too long. */
  beat(): void {
    if (this.#blocked_since === undefined) this.write(":\n\n");
    else if (this.#feed.clock.mono() - this.#blocked_since > this.#feed.limits.live_stalled_ms) this.cut();
  }

  /** Ends it hard: what is buffered is thrown away. */
  cut(): void {
    this.#feed.cut++;
    this.#response.destroy();
  }

  end(): void {
    this.#response.end();
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = false;
  }
}
