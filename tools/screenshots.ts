/**
 * Takes the pictures in docs/screenshots: `npm run screenshots`. Runs the simulated house in a folder of its own, at a
 * place on earth where it is early afternoon just now, so that the sun shines whenever the pictures are taken.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import type { ModelState } from "../src/lab/model-house/model-state.ts";
import { State } from "../src/web/api.ts";

const ROOT = join(import.meta.dirname, "..");
const PICTURES = join(ROOT, "docs", "screenshots");
const CHROMIUM = "/usr/bin/chromium";
const SIZES = { phone: { width: 360, height: 780 }, tablet: { width: 1280, height: 800 } } as const;
const SCHEMES = ["light", "dark"] as const;
const LARGEST_BYTES = 300_000;
/** Enough of a past for a full journal and for the battery to have found its rhythm. */
const DAYS = "4";
const HOUR_SHOWN = 13;
const START_MS = 120_000;
/** Each has clouds of its own; the first under which the sun carries the loads gets the picture. */
const SEEDS = [1, 2, 3, 4, 5, 6] as const;
const STOP_MS = 10_000;

interface Place {
  readonly longitude: number;
  readonly time_zone: string;
}

/** Where the clock shows about one in the afternoon at this hour of UTC. */
function placeOfMidday(utc_hour: number): Place {
  const offset = ((HOUR_SHOWN - utc_hour + 35) % 24) - 11;
  // The signs of these zones are the other way round: Etc/GMT-5 is five hours ahead of UTC.
  const time_zone = offset === 0 ? "Etc/GMT" : `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
  return { longitude: offset * 15, time_zone };
}

/** The simulated house's configuration, for a folder of its own and another place. */
function relocate(config: string, { longitude, time_zone }: Place, seed: number): string {
  return (
    config
      .replaceAll("../../data/simulated", "./data")
      .replaceAll(/\blatitude: [\d.]+/g, "latitude: 32")
      .replaceAll(/\blongitude: [\d.]+/g, `longitude: ${longitude}`)
      .replaceAll("Europe/Paris", time_zone)
      .replace(/\bport: \d+/, "port: 0")
      .replace(/^( *)type: model-house$/m, `$&\n$1seed: ${seed}\n$1latitude: 32\n$1longitude: ${longitude}`)
      // the house has just been started: without their rests the relays are on when the picture is taken
      .replaceAll(/\bmin_off: \d+ min/g, "min_off: 1 s")
  );
}

/** How the house stands when it starts: the morning's sun has filled the battery. */
function fullAtMidday(): ModelState {
  return {
    version: 1,
    at: Date.now(),
    charge: 0.995,
    charger: { stage: "float", absorbed_ms: 0, low_ms: 0 },
    inverter: true,
    tank: { temperature_c: 40, calls: true },
    freezer: { temperature_c: -18, calls: true },
    on: {},
  };
}

async function copyHouse(folder: string, seed: number): Promise<string> {
  const example = join(ROOT, "examples", "simulated");
  for (const name of await readdir(example)) {
    if (name.endsWith(".ts")) await cp(join(example, name), join(folder, name));
  }
  const file = join(folder, "gleaner.yaml");
  const config = await readFile(join(example, "gleaner.yaml"), "utf8");
  await writeFile(file, relocate(config, placeOfMidday(new Date().getUTCHours()), seed));
  await mkdir(join(folder, "data"), { mode: 0o700 });
  await writeFile(join(folder, "data", "house.json"), JSON.stringify(fullAtMidday()));
  return file;
}

/** Resolves with the address that the house says once it is up. @throws Error when it ends or takes too long */
async function addressOf(house: ChildProcess): Promise<string> {
  const { stdout } = house;
  if (!stdout) throw new Error("the house has no output");
  const late = setTimeout(() => house.kill("SIGKILL"), START_MS);
  try {
    for await (const line of createInterface({ input: stdout })) {
      const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
      if (url !== undefined) return url;
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error("the simulated house did not come up: run npm start to see why");
}

async function stopped(house: ChildProcess): Promise<void> {
  if (house.exitCode !== null || house.signalCode !== null) return;
  const hard = setTimeout(() => house.kill("SIGKILL"), STOP_MS);
  const end = once(house, "exit");
  house.kill("SIGTERM");
  await end;
  clearTimeout(hard);
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(PICTURES, `${name}.png`);
  await page.evaluate("document.fonts.ready");
  await page.screenshot({ path, animations: "disabled" });
  const { size } = await stat(path);
  if (size > LARGEST_BYTES) throw new Error(`${path} has ${size} bytes: at most ${LARGEST_BYTES}`);
  console.log(`${path} ${Math.round(size / 1000)} kB`);
}

/** Every page in one size and colour scheme, in English. */
async function pictures(browser: Browser, url: string, size: keyof typeof SIZES, scheme: "light" | "dark") {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: scheme,
    locale: "en-GB",
    reducedMotion: "reduce",
    deviceScaleFactor: size === "phone" ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("article").first().waitFor();
  await page.locator("header button", { hasText: "EN" }).click();
  await page.locator("html[lang=en]").waitFor();
  await shoot(page, `now-${size}-${scheme}`);
  await page.goto(`${url}/#/history`);
  await page.locator("figure[data-drawn-to]").first().waitFor();
  // The bands' words follow their runs, which come after the curves.
  await page.locator('figure[data-unit="relay"] figcaption', { hasText: /\d starts?/ }).waitFor();
  await shoot(page, `history-${size}-${scheme}`);
  await page.goto(`${url}/#/journal`);
  await page.locator("main li").first().waitFor();
  await shoot(page, `journal-${size}-${scheme}`);
  await context.close();
}

const RELAYS_ON = 3;
const SETTLE_MS = 90_000;
/** The sun and the battery follow a load that went on within seconds. */
const FOLLOW_MS = 6_000;
/** Less than this is drawn from the battery, W. */
const HARDLY_DRAWN_W = 100;

/** Whether the house comes to show what it is for: its past is lived through, loads on, and the sun carries them. */
async function shines(url: string): Promise<boolean> {
  const end = performance.now() + SETTLE_MS;
  let since: number | undefined;
  while (performance.now() < end) {
    const { relays, channels, past_share } = State.parse(await (await fetch(`${url}/api/state`)).json());
    const on = Object.values(relays).filter((relay) => relay.on).length;
    if (on < RELAYS_ON || past_share !== undefined) since = undefined;
    else since ??= performance.now();
    if (since !== undefined && performance.now() - since >= FOLLOW_MS) {
      return Number(channels["battery.power"]?.value) > -HARDLY_DRAWN_W;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}

/** Runs a simulated house of its own for as long as `visit` takes. */
async function withHouse<T>(seed: number, visit: (url: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-screenshots-"));
  const config = await copyHouse(folder, seed);
  const command = [join(ROOT, "src", "main.ts"), "simulate", "--config", config, "--days", DAYS];
  const house = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await addressOf(house);
    house.stdout?.resume();
    return await visit(url);
  } finally {
    await stopped(house);
    await rm(folder, { recursive: true });
  }
}

async function takeAll(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const size of ["phone", "tablet"] as const) {
      for (const scheme of SCHEMES) await pictures(browser, url, size, scheme);
    }
  } finally {
    await browser.close();
  }
}

const prepare: { buildPages(node: string): void } = createRequire(import.meta.url)("./prepare.cjs");
prepare.buildPages(process.execPath);
await mkdir(PICTURES, { recursive: true });
let taken = false;
for (const seed of SEEDS) {
  taken = await withHouse(seed, async (url) => {
    const sunny = await shines(url);
    if (sunny) await takeAll(url);
    return sunny;
  });
  if (taken) break;
  console.log(`Seed ${seed} has clouds just now: the next one`);
}
if (!taken) throw new Error("no seed gives a sunny house just now: try again in a few minutes");
