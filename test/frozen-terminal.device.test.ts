import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, openSync, writeSync } from "node:fs";
import { test } from "node:test";
import { Api } from "./support/api.ts";
import { MAIN } from "./support/main.ts";
import { Place } from "./support/place.ts";
import { freePort } from "./support/port.ts";
import { until } from "./support/until.ts";

/** A terminal that takes nothing more, as after Ctrl-S or behind an ssh connection that has died, holds no relay. */

const OFF_WITHIN_MS = 1_000;
const STOPPED_WITHIN_MS = 5_000;
const CTRL_S = "\x13";

const config = (port: number): string => `data: ./data
web: { port: ${port} }
devices:
  plug: { type: file, path: ./plug.state }
relays:
  plug: { output: plug }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

/** Makes a terminal at `path`; what is written to the program's input is what somebody types there. */
async function terminal(path: string): Promise<ChildProcess> {
  const socat = spawn("socat", ["-", `pty,echo=0,link=${path}`], { stdio: ["pipe", "ignore", "ignore"] });
  await until("socat makes a terminal (apt install socat)", () => existsSync(path));
  return socat;
}

/** Whether the terminal takes nothing more. */
function standsStill(path: string): boolean {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    writeSync(fd, "?");
    return false;
  } catch {
    return true;
  } finally {
    closeSync(fd);
  }
}

test("a terminal that stands still holds neither the start, nor Off, nor the stop", async (t) => {
  using place = new Place();
  const port = await freePort();
  place.write("gleaner.yaml", config(port));
  const tty = place.path("tty");
  const socat = await terminal(tty);
  t.after(() => socat.kill("SIGKILL"));
  const out = openSync(tty, constants.O_WRONLY | constants.O_NOCTTY);
  socat.stdin?.write(CTRL_S);
  await until("the terminal stands still", () => standsStill(tty));

  const house = spawn(process.execPath, [MAIN, "run"], { cwd: place.folder, stdio: ["ignore", out, out] });
  t.after(() => house.kill("SIGKILL"));
  const ended = once(house, "exit");
  closeSync(out);
  const api = new Api(`http://127.0.0.1:${port}`);
  await until("the house is up", async () => (await api.setMode("plug", "on")).status === 200, 20_000);
  await until("the relay is on", () => place.output("plug.state") === "1");
  assert.equal((await api.setMode("plug", "off")).status, 200);
  await until("the relay is off", () => place.output("plug.state") === "0", OFF_WITHIN_MS);
  await api.setMode("plug", "on");
  await until("the relay is on again", () => place.output("plug.state") === "1");

  const stopping = performance.now();
  house.kill("SIGTERM");
  const late = setTimeout(() => house.kill("SIGKILL"), 2 * STOPPED_WITHIN_MS);
  const [code] = await ended;
  clearTimeout(late);
  assert.equal(code, 0);
  assert.ok(performance.now() - stopping < STOPPED_WITHIN_MS);
  assert.equal(place.output("plug.state"), "0");
});
