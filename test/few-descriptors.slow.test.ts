import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** Few descriptors, and many who want one: outputs, the page, the store and the stop have theirs. */

const DESCRIPTORS = 128;
/** Each takes two in the hands for as long as it runs: together more than there are. */
const LISTENERS = 70;
/** More than there are, and more of them all the time. */
const SOCKETS = 200;
const MORE = 20;
const MORE_EVERY_MS = 500;
/** What must be left for whoever has something to do. */
const ROOM = 12;

const names = Array.from({ length: LISTENERS }, (_, n) => `listener_${n}`);
const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  call: { type: command, on: [./set.sh, on], off: [./set.sh, off] }
${names.map((name) => `  ${name}: { type: command, source: { listen: [./listen.sh] } }\n`).join("")}
relays:
  plug: { output: plug }
  call: { output: call }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

test("an Off, /health, the store and a stop work although no descriptor is left for anybody else", async (t) => {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("set.sh", "#!/bin/sh\necho $1 > call.state\n");
  place.write("listen.sh", "#!/bin/sh\nwhile :; do echo power=5; sleep 1; done\n");
  for (const name of ["set.sh", "listen.sh"]) chmodSync(place.path(name), 0o755);
  const through = ["/bin/sh", "-c", `ulimit -n ${DESCRIPTORS}; exec "$@"`, "sh"];
  await using gleaner = Gleaner.launch(place, "gleaner.yaml", { through });
  const api = await gleaner.up(60_000);
  assert.match(gleaner.output, /Only 128 files and connections may be open at once, \d+ may be needed: raise it/);

  const sockets: Socket[] = [];
  const { hostname: host, port } = new URL(api.url);
  const hold = (many: number): void => {
    for (let n = 0; n < many; n++) sockets.push(connect(Number(port), host).on("error", () => undefined));
  };
  hold(SOCKETS);
  const holding = setInterval(() => hold(MORE), MORE_EVERY_MS);
  t.after(() => {
    clearInterval(holding);
    for (const socket of sockets) socket.destroy();
  });
  const hands = readFileSync(`/proc/${gleaner.pid}/task/${gleaner.pid}/children`, "utf8").split(" ").filter(Boolean);
  const assertRoom = (): void => {
    for (const pid of [gleaner.pid, ...hands]) {
      const open = readdirSync(`/proc/${pid}/fd`).length;
      assert.ok(open <= DESCRIPTORS - ROOM, `${open} descriptors are open`);
    }
  };
  await until("programs find no room, which is told", async () => {
    const { devices } = await api.state();
    assertRoom();
    return Object.values(devices).some(({ problem }) => /no room for .*listen\.sh/.test(problem ?? ""));
  });

  for (const mode of ["on", "off"] as const) {
    // whoever asks by a socket that was put out, because it had nothing to do, asks again
    for (const relay of ["plug", "call"])
      await until("it is set", async () => (await api.setMode(relay, mode)).status === 200);
    assertRoom();
    await until(`outputs are ${mode}`, () => {
      return place.output("plug.state") === (mode === "on" ? "1" : "0") && place.output("call.state") === mode;
    });
  }
  await until("/health answers", async () => [200, 503].includes((await api.fetch("/health")).status));
  const lastCommit = async (): Promise<number> => (await api.state()).storage?.last_commit_at ?? 0;
  const before = await until("the state is told", lastCommit);
  await until("readings are stored", async () => (await lastCommit()) > before);
  await until("the history answers", async () => (await api.fetch("/api/channels")).status === 200);
  assertRoom();

  assert.equal((await gleaner.stop("SIGTERM", 15_000)).code, 0);
});
