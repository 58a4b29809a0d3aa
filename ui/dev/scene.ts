import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { build } from "vite";
import { launch } from "./browser.ts";
import { type Mock, startMock } from "./mock.ts";

/** For the browser tests: the pages built afresh, Chromium, and an invented house for every scene. */

export const PHONE = { width: 360, height: 780 };
export const TABLET = { width: 1280, height: 800 };
const PATIENCE_MS = 15_000;

let folder: string;
let browser: Browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "gleaner-pages-"));
  const configFile = join(import.meta.dirname, "../vite.config.ts");
  await build({
    configFile,
    logLevel: "warn",
    build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Where the built pages lie while the tests run. */
export function builtPages(): string {
  return folder;
}

export interface Scene {
  readonly page: Page;
  readonly mock: Mock;
  card(id: string): Locator;
  radio(id: string, mode: "off" | "auto" | "on"): Locator;
}

/** What is there as soon as a page shows something. */
function readyOf(path: string): string {
  if (path.startsWith("/#/history")) return "figure[data-drawn-to]";
  if (path.startsWith("/#/panel")) return "main figure";
  return path === "/" ? "article" : "main li";
}

/** A fresh house and a fresh reader; afterwards nothing may have offended the policy or thrown. */
export async function scene(
  options: BrowserContextOptions,
  play: (scene: Scene) => Promise<void>,
  path = "/",
): Promise<void> {
  const mock = await startMock(folder);
  const context = await browser.newContext({ viewport: TABLET, locale: "en-GB", ...options });
  const wrong: string[] = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => {
      // A refused request and a cut stream are logged by the browser itself: some scenes bring them about.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        wrong.push(message.text());
    });
    await page.addInitScript(
      () => localStorage.getItem("gleaner.language") ?? localStorage.setItem("gleaner.language", "en"),
    );
    await page.goto(mock.url + path);
    await page.locator(readyOf(path)).first().waitFor();
    const card = (id: string): Locator => page.locator(`article[aria-labelledby="relay-${id}"]`);
    await play({
      page,
      mock,
      card,
      radio: (id, mode) => card(id).getByRole("radio").nth(["off", "auto", "on"].indexOf(mode)),
    });
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
    await mock.close();
  }
}

/** Waits until the condition holds; the last answer is in the error. */
export async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    assert.ok(Date.now() < end, `${what}: still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
