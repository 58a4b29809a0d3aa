import type { ServerResponse } from "node:http";
import type { Language } from "../../model/index.ts";
import type { Limits } from "../defence/limits.ts";
import type { Live, WebClock } from "./live.ts";

/** One client of the live stream. It is sent the newest state, never a backlog. */
class Client {
  readonly language: Language;
  readonly #response: ServerResponse;
  readonly #hub: LiveStreams;
  #wanted = false;
  #sent = Number.NEGATIVE_INFINITY;
  #blocked_since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, language: Language, hub: LiveStreams) {
    this.#response = response;
    this.language = language;
    this.#hub = hub;
    response.on("drain", () => {
      this.#blocked_since = undefined;
      this.#send();
    });
  }

  /** A new state is there to be sent, as soon as this client may have one. */
  want(): void {
    if (this.#wanted) this.#hub.dropped++;
    this.#wanted = true;
    if (this.#response.writableLength > this.#hub.limits.live_buffer_bytes) this.cut();
    else this.#send();
  }

  #send(): void {
    if (!this.#wanted || this.#timer || this.#blocked_since !== undefined) return;
    const wait_ms = this.#sent + this.#hub.limits.live_gap_ms - this.#hub.clock.mono();
    if (wait_ms > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#send();
      }, wait_ms);
      return;
    }
    const text = this.#hub.text(this.language);
    if (text === undefined) return;
    this.#wanted = false;
    this.#sent = this.#hub.clock.mono();
    this.write(`event: state\ndata: ${text}\n\n`);
  }

  write(text: string): void {
    if (!this.#response.write(text)) this.#blocked_since ??= this.#hub.clock.mono();
  }

  /** Keeps the line alive, or ends it when the client has taken nothing for too long. */
  beat(): void {
    if (this.#blocked_since === undefined) this.write(":\n\n");
    else if (this.#hub.clock.mono() - this.#blocked_since > this.#hub.limits.live_stalled_ms) this.cut();
  }

  /** Ends it hard: what is buffered is thrown away. */
  cut(): void {
    this.#hub.cut++;
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

/** All live streams: a bounded number of clients, one heartbeat, one subscription to the house. */
export class LiveStreams {
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

  /** A silent house publishes nothing, so that the heartbeat tells of its silence. */
  #beat(): void {
    const silent = (this.#live.newest()?.age_ms ?? 0) > this.limits.silent_ms;
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
