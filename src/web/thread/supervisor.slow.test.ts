import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { z } from "zod";
import { Problem } from "../api.ts";
import { startWeb } from "../index.ts";
import { numbered, options, untilShown } from "../testing/thread.ts";
import { until } from "../testing/wait.ts";

/** Threads that die, hang or are busy. */

const folder = await mkdtemp(join(tmpdir(), "gleaner-web-"));
after(() => rm(folder, { recursive: true }));
const OPTIONS = options(folder);

for (const how of ["crash", "exit"]) {
  test(`a thread that dies by ${how} starts anew on the same port, with the newest state`, async (t) => {
    const web = await startWeb({ ...OPTIONS, restart_ms: 20 });
    t.after(() => web.stop());
    const failures: string[] = [];
    web.onFailure = (message) => failures.push(message);
    web.publish(numbered(1, how));
    web.publish(numbered(2));
    await until("it is told", () => failures.length === 1);
    assert.match(failures[0] ?? "", how === "crash" ? /crashed as asked; it starts anew/ : /ended with code 3/);
    web.publish(numbered(3));
    await untilShown(web, 3);
  });
}

/** What each route is asked while there is no house: a value for everything that a path may want. */
const pathOf = (path: string): string =>
  `${path.replace("{file}", "solar.power.svg").replace(/\{\w+\}/g, "solar.power")}${path === "/api/series" ? "?channels=solar.power" : ""}`;
const Description = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

test("while there is no house every route answers at once, and says that it starts or what it needs no house for", async (t) => {
  const web = await startWeb(OPTIONS);
  t.after(() => web.stop());
  const { paths } = Description.parse(await (await fetch(`${web.url}/openapi.json`)).json());
  const ofNoHouse = ["/openapi.json", "/health", "/api/live"];
  const asked = Object.entries(paths).filter(([path, { get }]) => get !== undefined && !ofNoHouse.includes(path));
  assert.ok(asked.length > 8, `${asked.length} routes`);
  for (const [path] of asked) {
    const answer = await fetch(`${web.url}${pathOf(path)}`);
    assert.equal(answer.status, 503, `${path}: ${await answer.clone().text()}`);
    const { error, message, hint } = Problem.parse(await answer.json());
    assert.deepEqual(
      { error, message, hint, after: answer.headers.get("retry-after") },
      {
        ...{
          error: "starting",
          message: "Gleaner is starting: the house has not published anything yet",
          hint: "try again in a second",
        },
        after: "1",
      },
      path,
    );
  }
  web.publish(numbered(1));
  await untilShown(web, 1);
  for (const [path] of asked) assert.notEqual((await fetch(`${web.url}${pathOf(path)}`)).status, 503, path);
});

test("a start that is given up is not waited for", async () => {
  const giveUp = new AbortController();
  // it runs, and never listens
  const entry = new URL("data:text/javascript,setInterval(() => undefined, 1000)");
  const coming = startWeb({ ...OPTIONS, entry, givenUp: giveUp.signal });
  giveUp.abort();
  await assert.rejects(coming, /^Error: The web's thread ended with code/);
  const givenUp = AbortSignal.abort(new Error("no longer wanted"));
  await assert.rejects(startWeb({ ...OPTIONS, entry, givenUp }), /no longer wanted/);
});

test("a thread that hangs is replaced", async (t) => {
  const web = await startWeb({ ...OPTIONS, restart_ms: 20, hanging_ms: 150 });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  web.publish(numbered(1, "spin"));
  await until("it is told", () => {
    web.publish(numbered(2));
    return failures.length > 0;
  });
  assert.match(failures[0] ?? "", /ended with code 1; it starts anew/);
  await untilShown(web, 2);
});

test("a thread that takes its time to go is ended once, however often a state is published meanwhile", async (t) => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => {
    warnings.push(name);
  };
  process.on("warning", onWarning);
  t.after(() => process.off("warning", onWarning));
  const web = await startWeb({ ...OPTIONS, restart_ms: 20, hanging_ms: 150 });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  web.publish(numbered(1, "spin"));
  await until("it is told", () => {
    for (let n = 2; n < 40; n++) web.publish(numbered(n));
    return failures.length > 0;
  });
  assert.deepEqual([warnings, failures.length], [[], 1]);
});

test("a thread that keeps dying is tried more and more rarely", async (t) => {
  const web = await startWeb({ ...OPTIONS, restart_ms: 20 });
  t.after(() => web.stop());
  const failures: string[] = [];
  web.onFailure = (message) => failures.push(message);
  web.publish(numbered(1, "exit"));
  await until("it died three times", () => failures.length >= 3);
  assert.deepEqual(
    failures.slice(0, 3).map((message) => /in (.*) s$/.exec(message)?.[1]),
    ["0.02", "0.04", "0.08"],
  );
});

test("while the thread is busy the house neither waits nor queues", async (t) => {
  const web = await startWeb({ ...OPTIONS });
  t.after(() => web.stop());
  web.publish(numbered(1));
  await untilShown(web, 1);
  web.publish(numbered(2, "spin"));
  const began = performance.now();
  let longest_ms = 0;
  for (let n = 3; performance.now() - began < 600; n++) {
    const start = performance.now();
    web.publish(numbered(n));
    longest_ms = Math.max(longest_ms, performance.now() - start);
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  web.publish(numbered(1_000_000));
  await untilShown(web, 1_000_000);
  assert.ok(longest_ms < 300, `${longest_ms} ms`);
});
