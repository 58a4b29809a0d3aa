import assert from "node:assert/strict";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** Many who hold connections and say nothing whole: a person who comes after them is heard at once. */

const OFF_WITHIN_MS = 1_000;
const MANY = 600;
const TIMES = 6;

const CONFIG = `data: ./data
web: { port: 0 }
devices: { plug: { type: file, path: ./plug.state } }
relays: { plug: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

/** The n-th caller: without a word, with half a head, with half a body, or gone but not closed. */
function hold(port: number, n: number): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  const head = `PUT /api/relays/plug/mode HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
  if (n % 4 === 1) socket.write(head);
  else if (n % 4 === 2) socket.write(`${head}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"mo`);
  else if (n % 4 === 3) socket.end("GET /api/state HTT");
  return socket;
}

/** On a connection of its own. */
async function say(port: number, mode: "on" | "off"): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const asked = request({
    ...{ port, host: "127.0.0.1", path: "/api/relays/plug/mode", method: "PUT", agent: false },
    headers: { "content-type": "application/json" },
  });
  asked.on("response", (answer) => answer.resume().on("end", resolve));
  asked.on("error", reject);
  asked.end(JSON.stringify({ mode }));
  await promise;
}

test(`${MANY} connections that say nothing whole hold up no Off`, async () => {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  await using gleaner = await Gleaner.run(place);
  const port = Number(new URL(gleaner.api.url).port);
  const callers: Socket[] = [];
  try {
    const times: number[] = [];
    const waited: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      await say(port, "on");
      await until("it is on", () => place.output("plug.state") === "1");
      const come = Array.from({ length: MANY }, (_, n) => hold(port, n));
      callers.push(...come);
      // a server whose queue is full leaves whoever comes then to try again a second later
      const connecting = performance.now();
      await until("all were let in", () => come.every(({ connecting }) => !connecting), 10_000, 5);
      waited.push(performance.now() - connecting);
      const began = performance.now();
      const said = say(port, "off");
      await until("it is off", () => place.output("plug.state") === "0", 10_000, 5);
      times.push(performance.now() - began);
      await said;
    }
    assert.ok(Math.max(...times) < OFF_WITHIN_MS, times.map(Math.round).join(" "));
    assert.ok(Math.max(...waited) < OFF_WITHIN_MS, `until they were let in: ${waited.map(Math.round).join(" ")}`);
  } finally {
    for (const caller of callers) caller.destroy();
  }
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
});
