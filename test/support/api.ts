import assert from "node:assert/strict";
import { JournalLine, type Relay, Series, State } from "../../src/web/api.ts";

/** The HTTP interface as a program uses it; every answer is held to its schema. */

const ANSWER_MS = 10_000;

export type RawSeries = Extract<Series, { value: unknown }>;
type Mode = Relay["mode"];
type RelayState = State["relays"][string];
type DeviceState = State["devices"][string];

export class Api {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(ANSWER_MS), ...init });
  }

  async json(path: string): Promise<unknown> {
    const answer = await this.fetch(path);
    const body: unknown = await answer.json();
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(body)}`);
    return body;
  }

  async state(language = "en"): Promise<State> {
    return State.parse(await this.json(`/api/state?lang=${language}`));
  }

  async relay(id: string): Promise<RelayState> {
    const relay = (await this.state()).relays[id];
    assert.ok(relay, `there is a relay ${id}`);
    return relay;
  }

  async device(id: string): Promise<DeviceState> {
    const device = (await this.state()).devices[id];
    assert.ok(device, `there is a device ${id}`);
    return device;
  }

  /** A counter of a device; 0 when it has none of that name. */
  async counter(device: string, name: string): Promise<number> {
    return (await this.device(device)).counters[name] ?? 0;
  }

  /** Newest first. */
  async journal(limit = 500): Promise<JournalLine[]> {
    return JournalLine.array().parse(await this.json(`/api/journal?limit=${limit}&lang=en`));
  }

  /** Every line since an instant, oldest first; read in pieces where there are many. */
  async journalSince(from: number): Promise<JournalLine[]> {
    const lines: JournalLine[] = [];
    let before = "";
    for (;;) {
      const piece = JournalLine.array().parse(await this.json(`/api/journal?limit=500&lang=en${before}`));
      lines.push(...piece);
      const oldest = piece.at(-1);
      if (piece.length < 500 || oldest === undefined || oldest.at < from) break;
      before = `&before=${oldest.id}`;
    }
    return lines.filter(({ at }) => at >= from).reverse();
  }

  /** Every reading of a channel since an instant, as it is kept. */
  async series(channel: string, from = 0): Promise<RawSeries> {
    const series = Series.parse(await this.json(`/api/series/${channel}?from=${from}`));
    assert.ok("value" in series, "a raw series");
    return series;
  }

  /** Sets a relay's mode as a program does; the answer's status and body. */
  async setMode(id: string, mode: Mode, duration?: string): Promise<{ status: number; body: unknown }> {
    const answer = await this.fetch(`/api/relays/${id}/mode`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mode, ...(duration !== undefined && { for: duration }) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** Listens to the server-sent events until the signal; calls back with each state. */
  async live(signal: AbortSignal, onState: (state: State) => void): Promise<void> {
    const answer = await fetch(`${this.url}/api/live?lang=en`, { signal });
    assert.equal(answer.headers.get("content-type"), "text/event-stream; charset=utf-8");
    let rest = "";
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (rest + piece).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const data = /^event: state\ndata: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) onState(State.parse(JSON.parse(data)));
      }
    }
  }
}
