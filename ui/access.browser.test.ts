import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { builtPages, PHONE, type Scene, scene } from "./dev/scene.ts";

/** What holds for every page, reader and screen: access, small screens, fingers, size. */

/** Shows the page in each language in turn. */
async function inEachLanguage({ page }: Scene, visit: (language: string) => Promise<void>): Promise<void> {
  for (const language of ["fr", "de", "en"]) {
    await page.locator(`header button[lang=${language}]`).click();
    await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
    // Lines of the journal are read anew.
    await page.locator("article, main ol li, main figure").first().waitFor();
    await visit(language);
  }
}

/** Opens whatever can be opened; of a card's two panels one after the other, card by card. */
async function unfold({ page }: Scene): Promise<void> {
  // A key of the panel brings the card of its relay.
  const [key] = await page.locator("main figure button:enabled").all();
  if (page.url().includes("#/panel")) await key?.click();
  for (const [index, card] of (await page.locator("article").all()).entries()) {
    await card
      .locator("[aria-expanded]")
      .nth(index % 2)
      .click();
  }
  for (const summary of await page.locator("summary").all()) await summary.click();
}

async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof import("axe-core") };
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await tool.run(document, { runOnly: rules });
    if (found.passes.length < 10) return ["axe has hardly looked at anything"];
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`),
    );
  });
}

/** Controls that a finger could miss. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, select, nav a, main a, summary, input")]
      .map((element) => ({ name: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44)
      .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
  );
}

/** Controls that stand out of their card. */
function spills(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(".sheet")].flatMap((sheet) => {
      const edge = sheet.getBoundingClientRect().right;
      return [...sheet.querySelectorAll("button, table, p, select")]
        .filter((part) => part.getBoundingClientRect().right > edge)
        .map((part) => `${part.outerHTML.slice(0, 80)} beyond ${edge} px`);
    }),
  );
}

/** Parts of the page's head that lie upon one another. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = [...document.querySelectorAll("header .name, header time, header .link, nav a, header button")];
    const boxes = parts.map((part) => ({ name: part.textContent?.trim() ?? "", box: part.getBoundingClientRect() }));
    return boxes.flatMap(({ name, box: a }, index) =>
      boxes
        .slice(index + 1)
        .filter(({ box: b }) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

describe("for everybody", () => {
  for (const path of ["/", "/#/history", "/#/journal", "/#/panel"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      // Axe is handed in from outside, which the page's policy would not allow.
      const options: BrowserContextOptions = { colorScheme, bypassCSP: true, reducedMotion: "reduce" };
      test(`axe finds nothing on ${path} (${colorScheme}), in three languages, unfolded, and lost`, () =>
        scene(
          options,
          async (on) => {
            await unfold(on);
            await on.page.evaluate(axe.source);
            await inEachLanguage(on, async (language) => assert.deepEqual(await violations(on.page), [], language));
            on.mock.down(true);
            await on.page.getByText("No connection to Gleaner").waitFor();
            assert.deepEqual(await violations(on.page), [], "lost");
          },
          path,
        ));
    }

    test(`${path} fits a phone without scrolling sideways, even at 320 px, and fingers find everything`, () =>
      scene(
        { viewport: PHONE, hasTouch: true },
        async (on) => {
          await unfold(on);
          for (const width of [320, 360]) {
            await on.page.setViewportSize({ width, height: PHONE.height });
            await inEachLanguage(on, async (language) => {
              const wide = await on.page.evaluate(() => document.documentElement.scrollWidth);
              assert.ok(wide <= width, `${wide} px in ${language}`);
              assert.deepEqual(await spills(on.page), [], `${width} px in ${language}`);
              assert.deepEqual(await overlaps(on.page), [], `${width} px in ${language}`);
            });
          }
          for (const width of [360, 820, 1280]) {
            await on.page.setViewportSize({ width, height: PHONE.height });
            assert.deepEqual(await smallTargets(on.page), [], `${width} px`);
          }
        },
        path,
      ));

    test(`${path} fits without scrolling sideways in letters twice as large, and with long names`, () =>
      scene(
        { viewport: PHONE, hasTouch: true },
        async (on) => {
          await on.page.evaluate(() => {
            document.documentElement.style.fontSize = "200%";
            const name = document.querySelector("article h3");
            if (name) name.textContent = "Warmwasserspeicher".repeat(4);
          });
          for (const width of [360, 412, 820]) {
            await on.page.setViewportSize({ width, height: PHONE.height });
            await inEachLanguage(on, async (language) => {
              const wide = await on.page.evaluate(() => document.documentElement.scrollWidth);
              assert.ok(wide <= width, `${wide} px of ${width} in ${language}`);
              assert.deepEqual(await spills(on.page), [], `${width} px in ${language}`);
              assert.deepEqual(await overlaps(on.page), [], `${width} px in ${language}`);
            });
          }
        },
        path,
      ));
  }

  test("the pages are small and ask nobody else", async () => {
    const html = await readFile(join(builtPages(), "index.html"), "utf8");
    const sizes = { now: 0, others: 0 };
    for (const name of await readdir(join(builtPages(), "assets"))) {
      if (!name.endsWith(".js")) continue;
      const { length } = gzipSync(await readFile(join(builtPages(), "assets", name)));
      sizes[html.includes(name) ? "now" : "others"] += length;
    }
    assert.ok(sizes.now > 10_000 && sizes.now < 60_000, `${sizes.now} bytes of compressed script for Now`);
    assert.ok(sizes.others > 10_000 && sizes.others < 80_000, `${sizes.others} bytes that come later`);
    assert.doesNotMatch(html, /https?:|style=|<style|<script>|onload=/);
    await scene({}, async ({ page, mock }) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.reload();
      await page.locator("article").first().waitFor();
      assert.ok(asked.length >= 4);
      assert.deepEqual(
        asked.filter((url) => /History|Panel/.test(url)),
        [],
        "Now does not load what only other pages need",
      );
      assert.deepEqual(
        asked.filter((url) => !url.startsWith(mock.url)),
        [],
      );
    });
  });
});
