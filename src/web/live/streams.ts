import type { ServerResponse } from "node:http";
import type { Language } from "../../model/index.ts";
import type { Limits } from "../defence/limits.ts";
import { Client, type Feed } from "./client.ts";
import type { Live, WebClock } from "./live.ts";

/** All live streams: a bounded number of clients, one heartbeat, one subscription to the house. */
export class LiveStreams implements Feed {
  readonly limits: Limits;
  readonly clock: WebClock;
  /** The newest state as text; `undefined` before the first. */
  readonly text: (language: Language) => string | undefined;
  /** States that slow clients were not sent, and clients that were cut. */
  dropped = 0;
  cut = 0;
  readonly #live: Live;
  readonly #clients = new Set<Client>();
  #heartbeat: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(live: Live, text: (language: Language) => string | undefined, clock: WebClock, limits: Limits) {
    this.#live = live;
    this.text = text;
    this.clock = clock;
    this.limits = limits;
  }

  get clients(): number {
    return this.#clients.size;
  }

  get full(): boolean {
    return this.#clients.size >= this.limits.live_clients;
  }

  /** Takes over a response whose head is written, until the client goes or `close`. */
  open(response: ServerResponse, language: Language): void {
    if (response.destroyed || response.closed) return;
    const client = new Client(response, language, this);
    this.#clients.add(client);
    response.on("error", () => {});
    response.on("close", () => this.#forget(client));
    this.#unsubscribe ??= this.#live.subscribe(() => {
      for (const each of [...this.#clients]) each.want();
    });
    this.#heartbeat ??= setInterval(() => this.#beat(), this.limits.live_heartbeat_ms);
    client.write("retry: 2000\n\n");
    client.want();
  }

  /** A house that is silent, or starts, publishes nothing, so that the heartbeat tells of it. */
  #beat(): void {
    const newest = this.#live.newest();
    const silent = !newest || newest.age_ms > this.limits.silent_ms;
    for (const client of [...this.#clients]) {
      client.beat();
      if (silent) client.want();
    }
  }

  #forget(client: Client): void {
    client.forget();
    if (!this.#clients.delete(client) || this.#clients.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** Ends every stream. */
  close(): void {
    for (const client of [...this.#clients]) {
      client.end();
      this.#forget(client);
    }
  }
}
