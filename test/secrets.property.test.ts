import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { assertHides } from "../src/hands/testing/hides.ts";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { type Plan, WAY_NAMES } from "./support/printer.ts";
import { until } from "./support/until.ts";

/** Programs print their secrets in every way, to a whole house: no four characters in a row are found outside them. */

/** `npm test` tries the same each time; by itself the test tries others, or that of `SECRETS_SEED`. */
const SEED = Number(process.env.SECRETS_SEED ?? fc.readConfigureGlobal()?.seed ?? Date.now() % 1_000_000_000);
const PRINTER = join(import.meta.dirname, "support/printer.ts");
const [POLLED, LISTENED, SWITCHED] = [8, 6, 4];
const DONE_MS = 60_000;
const LOOK_EVERY_MS = 300;
/** A listener that prints nothing sound is told after five seconds. */
const TOLD_MS = 15_000;
/** Letters that the house's own words never have in a row: what is found of them came from a secret. */
const LETTER = /[QXJKYΩΨΦΔЖЮ]/;
/** Where Gleaner cuts: on its page, of stderr, of a line, of a line without end, of an output. */
const CUTS = [80, 120, 256, 500, 700, 2_000, 8_192, 16_384, 65_536];

const signs = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."QXJKYΩΨΦΔЖЮ") },
  { weight: 2, arbitrary: fc.constantFrom(..."0123456789") },
  { weight: 2, arbitrary: fc.constantFrom(..." \t\n\\\"'{}[]:,=-_.*•#☀") },
);
const secrets = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(signs, { minLength: 4, maxLength: 12 }) },
    { weight: 4, arbitrary: fc.array(signs, { minLength: 12, maxLength: 80 }) },
    fc.array(signs, { minLength: 2_100, maxLength: 3_000 }),
  )
  .map((all) => all.join(""))
  .filter((secret) => LETTER.test(secret));

const print = fc.record({
  stream: fc.constantFrom(1 as const, 2 as const),
  way: fc.constantFrom(...WAY_NAMES),
  from: fc.oneof(fc.constant(0), fc.nat(20)),
  length: fc.constantFrom(4, 5, 6, 9, 20, 100_000, 100_000, 100_000),
  before: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.tuple(fc.constantFrom(...CUTS), fc.nat(60)).map(([cut, less]) => Math.max(0, cut - less)),
  ),
  times: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.constantFrom(2, 3, 60, 400)),
  write: fc.constantFrom(1, 3, 7, 100, 4_096, 1_000_000),
});

function plans(codes: readonly (number | undefined)[], many: number, seed: number): Plan[] {
  const plan = fc.record({
    prints: fc.array(print, { minLength: 1, maxLength: 8 }),
    code: fc.constantFrom(...codes),
  });
  return fc
    .sample(plan, { numRuns: many, seed })
    .map(({ prints, code }) => (code === undefined ? { prints } : { prints, code }));
}

/** All texts in an answer of JSON; of any other, the answer itself. */
function textsOf(answer: string): string {
  const texts: string[] = [];
  try {
    JSON.parse(answer, (key, value: unknown) => {
      // a list as a text would put commas between what stands apart
      if (typeof value !== "object") texts.push(key, String(value));
      else texts.push(key);
      return value;
    });
  } catch {
    return answer;
  }
  return texts.join("\u0000");
}

/** All that a program, a person or a thief may see of a house. */
async function seen(gleaner: Gleaner, paths: readonly string[]): Promise<string[]> {
  return await Promise.all(paths.map(async (path) => textsOf(await (await gleaner.api.fetch(path)).text())));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("utf8"));
}

test(`no four characters of a secret are found outside the programs that print it (seed ${SEED})`, async (t) => {
  using place = new Place();
  const programs = [
    ...plans([0, 0, 1], POLLED, SEED),
    ...plans([undefined, undefined, 3], LISTENED, SEED + 1),
    ...plans([0, 1], SWITCHED, SEED + 2),
  ];
  const all = fc.sample(secrets, { numRuns: programs.length, seed: SEED });
  const lines: string[] = [];
  const relays: string[] = [];
  programs.forEach((plan, index) => {
    place.write(`plan${index}`, JSON.stringify(plan));
    place.write(`key${index}`, `${all[index]}\n`);
    const command = `[${process.execPath}, ${PRINTER}, ./plan${index}, ./done${index}]`;
    const does =
      index < POLLED
        ? `source: { run: ${command}, every: 1 h }, timeout: 60 s`
        : index < POLLED + LISTENED
          ? `source: { listen: ${command} }`
          : `on: ${command}, off: ${command}, read: ${command}, timeout: 30 s`;
    lines.push(`  p${index}: { type: command, ${does}, env: { KEY_file: ./key${index} } }\n`);
    if (index >= POLLED + LISTENED) relays.push(`  r${index}: { output: p${index} }\n`);
  });
  place.write(
    "gleaner.yaml",
    `data: ./data\nweb: { port: 0 }\ndevices:\n${lines.join("")}relays:\n${relays.join("")}guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }\n`,
  );
  const gleaner = await Gleaner.run(place);
  const words = new Set<string>();
  try {
    const ids = programs.map((_plan, index) => index);
    for (const index of ids.slice(POLLED + LISTENED)) await gleaner.api.setMode(`r${index}`, "on");
    /** Waits while it looks at all that is shown meanwhile. */
    const looking = async (what: string, ask: () => boolean | Promise<boolean>, within_ms: number): Promise<void> => {
      const look = async (): Promise<boolean> => {
        for (const text of await seen(gleaner, ["/api/state?lang=en", "/health"])) words.add(text);
        return await ask();
      };
      await until(what, look, within_ms, LOOK_EVERY_MS);
    };
    const isThrough = (index: number): boolean => place.read(`done${index}`) !== undefined;
    const isTold = async (index: number): Promise<boolean> => {
      const { state, problem } = await gleaner.api.device(`p${index}`);
      return state !== "starting" || problem !== null;
    };
    await looking("the programs are through", () => ids.every(isThrough), DONE_MS);
    await looking("all is told", async () => (await Promise.all(ids.map(isTold))).every(Boolean), TOLD_MS);
    const { channels } = await gleaner.api.state();
    const series = Object.keys(channels).map((name) => `/api/series/${encodeURIComponent(name)}?from=0`);
    const pages = [
      "/",
      "/api/state?lang=de",
      "/api/journal?limit=500&lang=fr",
      "/api/channels",
      "/openapi.json",
      ...series,
    ];
    for (const text of await seen(gleaner, pages)) words.add(text);
    t.diagnostic(`${programs.length} programs, ${series.length} channels, ${words.size} answers`);
  } finally {
    await gleaner.stop();
  }
  words.add(gleaner.output);
  assert.ok(
    [...words].some((text) => text.includes("***")),
    "something was hidden",
  );
  for (const text of words) assertHides(all, text, { numbers: true, counts: (piece) => LETTER.test(piece) });
  // in files a quote may be written with a backslash of their own
  const counts = (piece: string): boolean => LETTER.test(piece) && !/["\\]/.test(piece);
  for (const text of filesOf(place.path("data"))) assertHides(all, text, { numbers: true, counts });
});
