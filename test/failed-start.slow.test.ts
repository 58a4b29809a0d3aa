import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { DAY, MINUTE } from "../src/model/index.ts";
import { openHistory } from "../src/store/index.ts";
import { State } from "../src/web/api.ts";
import { type Circumstances, Gleaner } from "./support/gleaner.ts";
import { heldDatabase } from "./support/held-database.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** A start that fails, or is given up, leaves nothing behind that the next one would take for a crash. */

const CONFIG = `data: ./data
web: { port: 0 }
devices: { plug: { type: file, path: ./plug.state } }
relays: { boiler: { output: plug } }
`;

/** Stand in the data folder as long as a house runs; the first makes the next start read the whole database. */
const MARKS = ["data/gleaner.open", "data/gleaner.pid"];

function marks(place: Place): string[] {
  return MARKS.filter((mark) => existsSync(place.path(mark)));
}

/** A house that ran once, and ended well. */
async function usedHouse(): Promise<Place> {
  const place = new Place();
  place.write("gleaner.yaml", CONFIG);
  await using gleaner = await Gleaner.run(place);
  assert.equal((await gleaner.stop()).code, 0);
  assert.deepEqual(marks(place), []);
  return place;
}

/** When the simulated house has measured its sun. */
async function instants(place: Place): Promise<number[]> {
  const history = openHistory(place.path("data"));
  try {
    const readings = await history.range("solar.power", 0, Date.now(), 1_000_000);
    return readings.map(({ at }) => at);
  } finally {
    history.close();
  }
}

/** Damages a page of the database of which nobody hears who does not read all of it. */
function damageBeside(place: Place): void {
  const path = place.path("data/gleaner.db");
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE beside (x); INSERT INTO beside VALUES (zeroblob(100)); PRAGMA wal_checkpoint(TRUNCATE)");
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'beside'").get()?.rootpage);
  const size = Number(db.prepare("PRAGMA page_size").get()?.page_size);
  db.close();
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(size, 0xff), 0, size, (page - 1) * size);
  closeSync(file);
}

describe("a start that fails", () => {
  test("because the port is taken: relays that a crash left on go off, and the next one does not read the whole database", async () => {
    using place = await usedHouse();
    place.write("plug.state", "1\n");
    damageBeside(place);
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const address = server.address();
      assert(address !== null && typeof address === "object");
      place.write("taken.yaml", CONFIG.replace("port: 0", `port: ${address.port}`));
      await using gleaner = Gleaner.launch(place, "taken.yaml");
      assert.equal((await gleaner.ended).code, 69, gleaner.output);
      assert.match(gleaner.output, /Port .* is taken/);
    } finally {
      server.close();
    }
    assert.deepEqual(marks(place), []);
    assert.equal(place.output("plug.state"), "0");
    await using next = await Gleaner.run(place);
    assert.equal((await next.stop()).code, 0);

    // had the mark been left, this is what the house would have come to
    const setAside = () => readdirSync(place.path("data")).filter((name) => name.startsWith("damaged-")).length;
    assert.equal(setAside(), 0);
    writeFileSync(place.path("data/gleaner.open"), "");
    await using after_crash = await Gleaner.run(place);
    assert.equal(setAside(), 1);
    assert.equal((await after_crash.stop()).code, 0);
  });

  test("because the data is of a later Gleaner: relays that a crash left on go off", async () => {
    using place = await usedHouse();
    const setForm = (form: number): number => {
      const db = new DatabaseSync(place.path("data/gleaner.db"));
      try {
        const before = Number(db.prepare("PRAGMA user_version").get()?.user_version);
        db.exec(`PRAGMA user_version = ${form}; PRAGMA wal_checkpoint(TRUNCATE)`);
        return before;
      } finally {
        db.close();
      }
    };
    const form = setForm(9_999);
    place.write("plug.state", "1\n");
    await using gleaner = Gleaner.launch(place);
    assert.equal((await gleaner.ended).code, 69, gleaner.output);
    assert.match(gleaner.output, /written by a later Gleaner/);
    assert.equal(place.output("plug.state"), "0");
    assert.deepEqual(marks(place), []);
    setForm(form);
    await using next = await Gleaner.run(place);
    assert.equal((await next.stop()).code, 0);
  });
});

describe("a start that is given up", () => {
  test("while the store is being opened: relays that a crash left on go off, and the store is closed again", async () => {
    using place = await usedHouse();
    place.write("plug.state", "1\n");
    const other = heldDatabase(place);
    await using gleaner = Gleaner.launch(place);
    await until("it waits for the database", () => marks(place).length === MARKS.length);
    const stopped = gleaner.stop();
    await until("it has heard", () => /^Stopping …$/m.test(gleaner.output));
    await until("its relay is off, before anything is open", () => place.output("plug.state") === "0", 3_000);
    other.close();
    assert.deepEqual(await stopped, { code: 0, signal: null });
    assert.equal(gleaner.output.trim(), "Stopping …");
    assert.deepEqual(marks(place), []);
  });

  test("while the store does not come to open: relays are off, and it ends in time and says so", async () => {
    using place = await usedHouse();
    place.write("plug.state", "1\n");
    const other = heldDatabase(place);
    await using gleaner = Gleaner.launch(place);
    await until("it waits for the database", () => marks(place).length === MARKS.length);
    const began = performance.now();
    const { code } = await gleaner.stop();
    const after_ms = performance.now() - began;
    other.close();
    assert.equal(place.output("plug.state"), "0");
    assert.equal(code, 70, gleaner.output);
    assert.match(gleaner.output, /Not everything came to its end in time/);
    assert.ok(after_ms < 5_500, `${after_ms} ms`);
  });

  test("with an output that takes no order: the end says that it may still be on", async () => {
    using place = new Place();
    const named = CONFIG.replace("output: plug", "output: plug, name: { fr: Chauffe-eau, en: Water heater }");
    place.write("gleaner.yaml", named.replace("./plug.state", "./none/plug.state"));
    await using gleaner = Gleaner.launch(place);
    await until("it has begun", () => existsSync(place.path("data/gleaner.pid")), 20_000, 1);
    assert.equal((await gleaner.stop()).code, 74, gleaner.output);
    assert.match(gleaner.output, /Relay Water heater \(boiler\) may still be on: .*none does not exist/);
  });

  for (const made of ["data/gleaner.pid", "data/gleaner.open", "data/gleaner.db"]) {
    test(`by a Ctrl-C that comes three times, as soon as there is ${made}`, async () => {
      using place = new Place();
      place.write("gleaner.yaml", CONFIG);
      await using gleaner = Gleaner.launch(place);
      await until("it is there", () => existsSync(place.path(made)), 20_000, 1);
      for (let i = 0; i < 2; i++) process.kill(gleaner.pid, "SIGINT");
      assert.deepEqual(await gleaner.stop("SIGINT"), { code: 0, signal: null });
      assert.deepEqual(marks(place), []);
    });
  }

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    test(`by ${signal} while a simulated past grows: nothing is lost or doubled, and it goes on at the next start`, async () => {
      using place = new Place();
      const example = join(import.meta.dirname, "../examples/simulated");
      for (const name of readdirSync(example)) place.write(name, readFileSync(join(example, name), "utf8"));
      const config = place.read("gleaner.yaml")?.replaceAll("../../data/simulated", "./data") ?? "";
      place.write("gleaner.yaml", config.replace(/port: \d+/, "port: 0"));
      const simulate = ["simulate", "-c", "gleaner.yaml", "--days", "2"];
      const shareOf = async (gleaner: Gleaner): Promise<number | undefined> =>
        State.parse(await (await gleaner.api.fetch("/api/state")).json()).past_share;

      await using gleaner = Gleaner.command(place, ...simulate);
      await gleaner.up(60_000);
      assert.equal(typeof (await shareOf(gleaner)), "number", "the page is up before the past has grown");
      await until("a day is lived through", async () => ((await shareOf(gleaner)) ?? 1) >= 0.5, 300_000, 200);
      await gleaner.stop(signal);
      const first = await instants(place);
      assert.ok(first.length > 1_440, `${first.length} minutes`);

      await using next = Gleaner.command(place, ...simulate);
      await next.up(60_000);
      await until("all is lived through", async () => (await shareOf(next)) === undefined, 300_000, 200);
      assert.equal((await next.stop()).code, 0, next.output);
      const all = await instants(place);
      const kept = new Set(all);
      assert.deepEqual(
        first.filter((at) => !kept.has(at)),
        [],
      );
      assert.equal(kept.size, all.length);
      const [began = 0] = all;
      const past = all.filter((at) => at < began + 2 * DAY);
      assert.deepEqual(
        past.filter((at, i) => at !== began + i * MINUTE),
        [],
      );
      assert.equal(past.length, 2 * 1_440);
    });
  }
});

/** What the main thread of a house loads before anything of Gleaner. */
function preloaded(place: Place, code: string): Circumstances {
  place.write(
    "preload.mjs",
    `import { isMainThread } from "node:worker_threads";
    if (isMainThread && /main[.][jt]s$/.test(process.argv[1])) { ${code} }`,
  );
  return { env: { NODE_OPTIONS: `--import=${pathToFileURL(place.path("preload.mjs")).href}` } };
}

describe("relays that are on", () => {
  test("go off when the house is to end while it is still being loaded", async () => {
    using place = await usedHouse();
    place.write("plug.state", "1\n");
    const code = `(await import("node:module")).registerHooks({
      load: (url, context, next) => {
        if (/[/]commands[/]index[.][jt]s$/.test(url)) process.kill(process.pid, "SIGTERM");
        return next(url, context);
      },
    });`;
    await using gleaner = Gleaner.launch(place, "gleaner.yaml", preloaded(place, code));
    assert.deepEqual(await gleaner.ended, { code: 0, signal: null }, gleaner.output);
    assert.equal(place.output("plug.state"), "0");
    assert.deepEqual(marks(place), []);
  });

  test("go off when a house that is up stands still for a while after it is told to end once", async () => {
    using place = await usedHouse();
    const code = `process.on("SIGTERM", () => {
      const until = performance.now() + 2_000;
      setImmediate(() => { while (performance.now() < until); });
    });`;
    await using gleaner = await Gleaner.run(place, "gleaner.yaml", preloaded(place, code));
    await gleaner.api.setMode("boiler", "on");
    await until("the relay is on", () => place.output("plug.state") === "1");
    assert.deepEqual(await gleaner.stop(), { code: 0, signal: null }, gleaner.output);
    assert.equal(place.output("plug.state"), "0");
  });

  test("go off when Gleaner meets a fault of its own, however often, and it is to be started anew", async () => {
    using place = await usedHouse();
    const code = `const { existsSync } = await import("node:fs");
      setInterval(() => { if (existsSync("broken")) throw new Error("planted"); }, 20);`;
    await using gleaner = await Gleaner.run(place, "gleaner.yaml", preloaded(place, code));
    await gleaner.api.setMode("boiler", "on");
    await until("the relay is on", () => place.output("plug.state") === "1");
    place.write("broken", "");
    assert.deepEqual(await gleaner.ended, { code: 70, signal: null }, gleaner.output);
    assert.equal(place.output("plug.state"), "0");
    assert.match(
      gleaner.output,
      /A fault of Gleaner itself, which ends so that it can be started anew: Error: planted\n +at /,
    );
    assert.ok(gleaner.output.split("planted").length <= 4, gleaner.output);
    assert.deepEqual(marks(place), []);
  });
});
