import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem, Relay, Unhealthy } from "../src/web/api.ts";
import { Api } from "./support/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { heldDatabase } from "./support/held-database.ts";
import { Place } from "./support/place.ts";
import { freePort } from "./support/port.ts";
import { until } from "./support/until.ts";

/** What is answered between the first page and the first state of the house. */

/** What came on a live stream so far, until the signal. */
function listen(api: Api, signal: AbortSignal): { readonly text: string; readonly over: Promise<void> } {
  const heard = { text: "", over: Promise.resolve() };
  const read = async (): Promise<void> => {
    const { body } = await api.fetch("/api/live", { signal });
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) heard.text += piece;
  };
  heard.over = read().catch(() => undefined);
  return heard;
}

test("while the store does not open yet the web says that the house starts, and an off that is asked for then is done", async () => {
  using place = new Place();
  const port = await freePort();
  place.write(
    "gleaner.yaml",
    `data: ./data
web: { port: ${port} }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
devices: { plug: { type: file, path: ./plug.state } }
relays: { boiler: { output: plug } }
`,
  );
  {
    await using before = await Gleaner.run(place);
    assert.equal((await before.api.setMode("boiler", "on")).status, 200);
    await until("the relay is on", () => place.output("plug.state") === "1");
    // a crash: the person's "on" stands, and the relay is left on
    await before.kill();
  }
  const other = heldDatabase(place);
  await using gleaner = Gleaner.launch(place);
  const api = new Api(`http://127.0.0.1:${port}`);
  const enough = new AbortController();
  try {
    await until("the web is up", async () => (await api.fetch("/health").catch(() => undefined)) !== undefined, 20_000);
    const health = await api.fetch("/health");
    assert.equal(health.status, 503);
    assert.match(Unhealthy.parse(await health.json()).message, /^Gleaner is starting/);
    for (const path of ["/api/state", "/api/journal", "/api/channels"]) {
      const answer = await api.fetch(path);
      assert.equal(answer.status, 503, path);
      assert.equal(Problem.parse(await answer.json()).error, "starting", path);
    }
    const stream = listen(api, enough.signal);
    await until("the stream says so", () => stream.text.includes("event: starting\n"));
    assert(!stream.text.includes("event: state\n"));

    const off = api.setMode("boiler", "off");
    other.close();
    let answer = await off;
    // on a slow machine the house is not up before the wait is over: then it says so
    while (answer.status === 503) {
      assert.equal(Problem.parse(answer.body).error, "starting");
      answer = await api.setMode("boiler", "off");
    }
    assert.equal(answer.status, 200);
    assert.equal(Relay.parse(answer.body).mode, "off");
    await until("the relay is off", () => place.output("plug.state") === "0");
    await until("the state follows on the same stream", () => stream.text.includes("event: state\n"));
    await until("all is well", async () => (await api.fetch("/health")).status === 200);
  } finally {
    enough.abort();
  }
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
});
