import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.ts";
import { startMock } from "./mock.ts";

/** Pictures of the built pages for looking at: `node ui/dev/shots.ts [folder]`. */

const folder = process.argv[2] ?? join(tmpdir(), "ui-shots");
const SIZES = { phone: { width: 360, height: 780 }, tablet: { width: 1280, height: 800 } } as const;

/** The states that are rarer: grid, open panels, a refusal, a lost server, a day without faults. */
async function special(): Promise<void> {
  const page = await browser.newPage({ viewport: SIZES.tablet, colorScheme: "light", locale: "en-GB" });
  mock.house.withGrid = true;
  await page.goto(mock.url);
  await page.locator("header button", { hasText: "EN" }).click();
  mock.refuse = { status: 409, body: { error: "fault", message: "The relay is at fault.", hint: "Choose Off first." } };
  const card = page.locator("article").first();
  await card.getByRole("button", { name: "For a while" }).click();
  await page.locator("article").nth(1).getByRole("button", { name: "Why" }).click();
  await card.getByRole("radio", { name: "Off" }).click();
  await card.getByRole("alert").waitFor();
  await page.screenshot({ path: join(folder, "special-open.png") });
  mock.refuse = undefined;
  mock.house.faults = [];
  mock.house.weatherLost = false;
  mock.house.withGrid = false;
  mock.house.setMode("fridge", "auto", undefined);
  for (const relay of mock.house.relays.values()) relay.script = { state: "ok" };
  await page.reload();
  await page.locator("article").first().waitFor();
  await page.screenshot({ path: join(folder, "special-calm.png") });
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  console.log(`the calm page is ${tall} px high at 1280 wide`);
  mock.down(true);
  await page.getByRole("alert").waitFor();
  await page.screenshot({ path: join(folder, "special-lost.png") });
}

await mkdir(folder, { recursive: true });
const mock = await startMock(join(import.meta.dirname, "../dist"));
const browser = await launch();
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        locale: "fr-FR",
        reducedMotion: "no-preference",
      });
      const page = await context.newPage();
      await page.goto(mock.url);
      await page.locator("article").first().waitFor();
      for (const language of ["FR", "EN", "DE"]) {
        await page.locator("header button", { hasText: language }).click();
        await page.locator(`html[lang=${language.toLowerCase()}]`).waitFor();
        await page.waitForResponse(() => true, { timeout: 300 }).catch(() => {});
        await page.screenshot({ path: join(folder, `now-${size}-${colorScheme}-${language.toLowerCase()}.png`) });
        if (language === "EN") {
          await page.screenshot({ path: join(folder, `now-${size}-${colorScheme}-full.png`), fullPage: true });
        }
      }
      for (const span of ["hour", "day", "year"]) {
        await page.goto(`${mock.url}/#/history?span=${span}`);
        await page.locator("figure[data-drawn-to]").first().waitFor();
        await page.locator('figure[data-unit="relay"]').waitFor();
        await page.waitForResponse(() => true, { timeout: 500 }).catch(() => {});
        await page.screenshot({ path: join(folder, `history-${span}-${size}-${colorScheme}.png`), fullPage: true });
      }
      await page.goto(`${mock.url}/#/panel`);
      await page.locator("figure").waitFor();
      await page.locator("figure button").nth(1).click();
      await page.screenshot({ path: join(folder, `panel-${size}-${colorScheme}.png`), fullPage: true });
      await page.goto(`${mock.url}/#/journal`);
      await page.locator("main li").first().waitFor();
      await page.screenshot({ path: join(folder, `journal-${size}-${colorScheme}.png`) });
      await context.close();
    }
  }
  await special();
} finally {
  await browser.close();
  await mock.close();
}
