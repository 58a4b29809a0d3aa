import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Place } from "../test/support/place.ts";
import { freePort } from "../test/support/port.ts";
import type { Bench } from "./bench.ts";
import { median, round } from "./figures.ts";
import { atMostTimes } from "./judge.ts";
import { bareNode } from "./yardsticks/bare-node.ts";
import { bareServer } from "./yardsticks/bare-server.ts";

/** How soon a newcomer sees the simulated house: from `npm start` to the first page with its first state. */

const TRIES = 5;
const ASKED_EVERY_MS = 10;
const UP_WITHIN_MS = 60_000;
/** README.md tells where it comes from. */
const MOST_OF_NODE = 60;

const ROOT = join(import.meta.dirname, "..");
const EXAMPLE = join(ROOT, "examples", "simulated");

/** The house that a bare `npm start` runs, with a port and data of its own. */
function newHouse(port: number): Place {
  const place = new Place();
  for (const name of readdirSync(EXAMPLE)) place.write(name, readFileSync(join(EXAMPLE, name), "utf8"));
  const config = place.read("gleaner.yaml") ?? "";
  place.write(
    "gleaner.yaml",
    config.replaceAll("../../data/simulated", "./data").replace(/^web: .*$/m, `web: { port: ${port} }`),
  );
  return place;
}

/** The first answer that is none of "not there yet". @throws Error when it does not come */
async function answer(url: string): Promise<string> {
  const end = performance.now() + UP_WITHIN_MS;
  while (performance.now() < end) {
    const got = await fetch(url).catch(() => undefined);
    const body = await got?.text();
    if (got?.ok && body !== undefined) return body;
    await wait(ASKED_EVERY_MS);
  }
  throw new Error(`${url} did not answer within ${UP_WITHIN_MS / 1_000} s`);
}

/** Ends `npm` with all that it started. */
async function end(npm: ChildProcess): Promise<void> {
  if (npm.pid === undefined || npm.exitCode !== null) return;
  const over = once(npm, "exit");
  process.kill(-npm.pid, "SIGTERM");
  await over;
}

interface Times {
  readonly page_ms: number;
  readonly state_ms: number;
}

async function firstPage(): Promise<Times> {
  const port = await freePort();
  using place = newHouse(port);
  const began = performance.now();
  const npm = spawn("npm", ["start", "--", "simulate", "--config", place.path("gleaner.yaml")], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    const page = await answer(`${url}/`);
    const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => answer(`${url}${path}`));
    await Promise.all(parts);
    const page_ms = performance.now() - began;
    await answer(`${url}/api/state`);
    return { page_ms, state_ms: performance.now() - began };
  } finally {
    await end(npm);
  }
}

export const first: Bench = {
  about: "from npm start to the first page with its state (size: tries, 5)",
  async run(size, say) {
    // what is to be installed, built and compiled once is there then
    await firstPage();
    const all: Times[] = [];
    for (let i = 0; i < (size ?? TRIES); i++) {
      all.push(await firstPage());
      say(`page ${round(all.at(-1)?.page_ms ?? 0)} ms, state ${round(all.at(-1)?.state_ms ?? 0)} ms`);
    }
    const page_ms = round(median(all.map((times) => times.page_ms)));
    const state_ms = round(median(all.map((times) => times.state_ms)));
    const [node, server] = [await bareNode(), await bareServer()];
    const bare_server_ms = round(server.value);
    return {
      figures: { page_ms, state_ms, bare_node_ms: round(node.value), bare_server_ms },
      bounds: [atMostTimes("the first page with its state is there within", state_ms, "ms", node, MOST_OF_NODE)],
      lines: [
        `From npm start: the page after ${page_ms} ms, the first state after ${state_ms} ms`,
        `Beside it ${server.name}: ${bare_server_ms} ms to its first answer; ratio ${round(state_ms / server.value)}`,
      ],
    };
  },
};
