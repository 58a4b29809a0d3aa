import { setTimeout as pause } from "node:timers/promises";
import { seeded } from "../../src/devices/vedirect/testing/frames.ts";
import type { Api } from "../../test/support/api.ts";

/** Pages, pictures and questions, as a house with a few curious people has them: some four requests a second. */

const EVERY_MS = 250;
const STREAMS = 3;
const SPANS = ["1h", "12h", "24h", "1w"] as const;

export class Visitors {
  requests = 0;
  failed = 0;
  /** The first answers that were not as wished, for people. */
  readonly troubles: string[] = [];
  readonly #api: Api;
  readonly #random: () => number;
  readonly #over = new AbortController();
  #pictures = true;
  readonly #running: Promise<unknown>;

  constructor(api: Api, seed: number) {
    this.#api = api;
    this.#random = seeded(seed);
    const streams = Array.from({ length: STREAMS }, () => this.#listen());
    this.#running = Promise.all([this.#ask(), ...streams]);
  }

  /** From now on nobody asks for a picture. */
  leavePictures(): void {
    this.#pictures = false;
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#running;
  }

  #path(): string {
    const channel = `meter.p${Math.floor(this.#random() * 60)}`;
    const now = Date.now();
    const span = SPANS[Math.floor(this.#random() * SPANS.length)] ?? "24h";
    const paths = [
      "/api/state",
      "/api/journal?limit=200",
      `/api/series/${channel}?from=${now - 600_000}`,
      `/api/series/${channel}?from=${now - 86_400_000}&to=${now}&points=500`,
      `/api/gaps?from=${now - 86_400_000}&to=${now}`,
      "/openapi.json",
      `/graph/${channel}.${this.#pictures ? "png" : "svg"}?span=${span}&width=800&height=300`,
    ];
    return paths[Math.floor(this.#random() * paths.length)] ?? "/";
  }

  async #ask(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const path = this.#path();
      this.requests++;
      try {
        const answer = await this.#api.fetch(path);
        await answer.arrayBuffer();
        if (answer.status !== 200) this.#trouble(`${path}: ${answer.status}`);
      } catch (error) {
        this.#trouble(`${path}: ${error}`);
      }
      await pause(EVERY_MS);
    }
  }

  /** A page that is open for some seconds, and then another one. */
  async #listen(): Promise<void> {
    while (!this.#over.signal.aborted) {
      const visit = AbortSignal.any([
        this.#over.signal,
        AbortSignal.timeout(Math.round(5_000 + this.#random() * 25_000)),
      ]);
      await this.#api.live(visit, () => undefined).catch(() => undefined);
      await pause(EVERY_MS);
    }
  }

  #trouble(words: string): void {
    this.failed++;
    if (this.troubles.length < 5) this.troubles.push(words);
  }
}
