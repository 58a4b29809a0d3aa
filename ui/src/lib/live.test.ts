import assert from "node:assert/strict";
import { test } from "node:test";
import type { State } from "../../../src/web/api.ts";
import { backoff, type LinkStatus, type LiveSource, OPEN_WITHIN_MS, SILENT_AFTER_MS, startLive } from "./live.ts";

class FakeSource implements LiveSource {
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  readonly #listeners = new Map<string, (event: { readonly data: string }) => void>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: "state" | "starting", listener: (event: { readonly data: string }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  send(data: string, type = "state"): void {
    this.#listeners.get(type)?.({ data });
  }

  fail(): void {
    this.onerror?.(new Event("error"));
  }
}

const STATE = JSON.stringify({ now: 1, site: {}, channels: {}, relays: {} });

/** A client on a clock that the test moves. */
function stage() {
  let mono = 0;
  const timers = new Set<{ due: number; callback: () => void }>();
  const sources: FakeSource[] = [];
  const statuses: LinkStatus[] = [];
  const states: State[] = [];
  const client = startLive(
    {
      open(url) {
        const source = new FakeSource(url);
        sources.push(source);
        return source;
      },
      now: () => mono,
      after(delay_ms, callback) {
        const timer = { due: mono + delay_ms, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      random: () => 0.5,
    },
    "/api/live",
    { onState: (state) => states.push(state), onStatus: (status) => statuses.push(status) },
  );
  const pass = (ms: number): void => {
    mono += ms;
    for (const timer of [...timers]) {
      if (timer.due <= mono && timers.delete(timer)) timer.callback();
    }
  };
  const last = (): FakeSource => {
    const source = sources.at(-1);
    assert.ok(source);
    return source;
  };
  return { client, sources, statuses, states, pass, last, timers };
}

test("the first state makes the page live", () => {
  const { statuses, states, last } = stage();
  assert.deepEqual(statuses, ["connecting"]);
  last().send(STATE);
  assert.deepEqual(statuses, ["connecting", "live"]);
  assert.equal(states.length, 1);
});

test("a broken stream is opened again after a growing pause, and recovers", () => {
  const { sources, statuses, pass, last } = stage();
  last().send(STATE);
  last().fail();
  assert.equal(statuses.at(-1), "lost");
  assert.ok(sources[0]?.closed);
  pass(999);
  assert.equal(sources.length, 1);
  pass(1);
  assert.equal(sources.length, 2);
  last().fail();
  pass(1_999);
  assert.equal(sources.length, 2);
  pass(1);
  assert.equal(sources.length, 3);
  last().send(STATE);
  assert.equal(statuses.at(-1), "live");
  last().fail();
  pass(1_000);
  assert.equal(sources.length, 4, "after a success the pause is short again");
});

test("silence counts as a loss although the connection stands", () => {
  const { statuses, pass, last } = stage();
  last().send(STATE);
  pass(SILENT_AFTER_MS - 1);
  assert.equal(statuses.at(-1), "live");
  last().send(STATE);
  pass(SILENT_AFTER_MS - 1);
  assert.equal(statuses.at(-1), "live");
  pass(1);
  assert.equal(statuses.at(-1), "lost");
});

test("a server that accepts and says nothing is given up", () => {
  const { statuses, pass } = stage();
  pass(OPEN_WITHIN_MS);
  assert.deepEqual(statuses, ["connecting", "lost"]);
});

test("a house that starts is waited for on the same stream as long as it says so", () => {
  const { sources, statuses, states, pass, last } = stage();
  last().fail();
  pass(1_000);
  for (let i = 0; i < 5; i++) {
    last().send("{}", "starting");
    pass(SILENT_AFTER_MS - 1);
  }
  assert.equal(sources.length, 2);
  assert.deepEqual([statuses.at(-1), states.length], ["starting", 0]);
  last().send(STATE);
  assert.equal(statuses.at(-1), "live");
  const old = last();
  old.fail();
  old.send("{}", "starting");
  assert.equal(statuses.at(-1), "lost", "a stream that was given up is not heard");
  pass(1_000);
  last().send("{}", "starting");
  pass(SILENT_AFTER_MS);
  assert.equal(statuses.at(-1), "lost", "it said nothing any more");
});

test("what cannot be read is dropped and counted", () => {
  const { client, states, statuses, last } = stage();
  for (const bad of ["", "{", "null", "[]", '{"now":1}']) last().send(bad);
  assert.equal(states.length, 0);
  assert.equal(client.dropped, 5);
  assert.deepEqual(statuses, ["connecting"]);
});

test("another language opens another stream without showing a loss; the old one is not heard any more", () => {
  const { client, sources, statuses, states, last } = stage();
  last().send(STATE);
  const first = last();
  client.goTo("/api/live?lang=de");
  assert.ok(first.closed);
  assert.equal(last().url, "/api/live?lang=de");
  first.send(STATE);
  first.fail();
  assert.equal(states.length, 1);
  assert.equal(sources.length, 2);
  assert.deepEqual(statuses, ["connecting", "live"]);
});

test("a stopped client does nothing more", () => {
  const { client, sources, timers, pass } = stage();
  client.stop();
  assert.equal(timers.size, 0);
  pass(60_000);
  assert.equal(sources.length, 1);
});

test("the pause doubles up to 15 s, a quarter up or down", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 60].map((failures) => backoff(failures, 0.5)),
    [1_000, 2_000, 4_000, 8_000, 15_000, 15_000],
  );
  assert.equal(backoff(1, 0), 750);
  assert.ok(backoff(60, 0.999) < 18_750);
});
