import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { segmentsOf } from "../src/panel/segments.ts";
import { PHONE, type Scene, scene, until } from "./dev/scene.ts";

/** The panel of keys as a picture: what it shows, and what its keys do. */

const play = (how: (scene: Scene) => Promise<void>, options = {}): Promise<void> => scene(options, how, "/#/panel");

/** The digits as their segments are lit. */
function digits(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main figure svg g")].map((digit) =>
      [...digit.children].reduce((lit, part, bit) => lit | (part.classList.contains("lit") ? 1 << bit : 0), 0),
    ),
  );
}

const lamps = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll("main figure svg .lamp")]
      .map((lamp) => (lamp.classList.contains("unknown") ? "?" : lamp.classList.contains("lit") ? "●" : "·"))
      .join(""),
  );

const TOP = 1;
const BOTTOM = 8;
const MIDDLE = 64;
const keys = (page: Page) => page.locator("main figure").getByRole("button");
/** What a screen reader says of a key, from 0. */
const heard = async (page: Page, key: number): Promise<string> =>
  ((await keys(page).nth(key).getAttribute("aria-label")) ?? "").replace(/\s+/g, " ");

describe("the panel of keys", () => {
  test("is reached from Now, and shows what is on, modes, and what nobody knows", () =>
    scene({}, async ({ page }) => {
      await page.locator("main").getByRole("link", { name: "Key panel" }).click();
      await page.locator("main figure").waitFor();
      assert.equal(await page.title(), "Key panel · La Borie");
      await until(
        () => lamps(page),
        (seen) => seen === "●·●?····",
        "the lamps",
      );
      const modes = [0, 0, TOP, MIDDLE, 0, 0, 0, 0];
      await until(
        () => digits(page),
        (seen) => String(seen) === String(modes),
        "the modes",
      );
      assert.equal(await heard(page, 0), "1 Boiler: on, automatic");
      assert.equal(await heard(page, 3), "4 Fridge: nobody knows whether it is on, automatic");
      assert.ok(await keys(page).nth(4).isDisabled());
    }));

  test("a fault is said in eight digits, in the reader's language", () =>
    play(async ({ page }) => {
      await until(
        () => digits(page),
        (seen) => String(seen) === String(segmentsOf("FAULt 4", 8)),
        "English",
      );
      await page.locator("header button[lang=de]").click();
      await until(
        () => digits(page),
        (seen) => String(seen) === String(segmentsOf("FEHLEr 4", 8)),
        "German",
      );
    }));

  test("a key steps at once, the dot blinks, and the house is asked once, two seconds after the last press", () =>
    play(async ({ page, mock }) => {
      const key = keys(page).nth(1);
      await key.click();
      assert.deepEqual((await digits(page))[1], TOP);
      const dots = new Set<number>();
      await until(
        async () => dots.add(((await digits(page))[7] ?? 0) & 128).size,
        (size) => size === 2,
        "the dot blinks",
      );
      await key.click();
      assert.deepEqual([(await digits(page))[1], mock.asked], [BOTTOM, []]);
      await until(
        async () => mock.asked,
        (asked) => asked.length > 0,
        "the house is asked",
      );
      assert.deepEqual(mock.asked, [{ mode: "off" }]);
      await page.locator("article").getByText("Switched off by hand").waitFor();
      assert.equal(await heard(page, 1), "2 Pump: off, forced off");
    }));

  test("by keyboard, heard, and at once for whoever does not want to wait", () =>
    play(async ({ page, mock }) => {
      await keys(page).nth(1).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("status").getByText("Pump: off, in a moment forced on").waitFor();
      await page.getByRole("button", { name: "Do it now" }).click();
      await until(
        async () => mock.asked,
        (asked) => asked.length > 0,
        "the house is asked",
      );
      await until(
        () => lamps(page),
        (seen) => seen[1] === "●",
        "the lamp follows the output",
      );
      assert.ok(await page.getByRole("button", { name: "Do it now" }).isDisabled());
    }));

  test("Off on the relay's own buttons does not wait, and no step undoes it", () =>
    play(async ({ page, mock, radio }) => {
      await keys(page).nth(1).click();
      await radio("pump", "off").click();
      await until(
        async () => mock.asked,
        (asked) => asked.length > 0,
        "Off is asked for at once",
      );
      await until(
        () => digits(page),
        (seen) => seen[1] === BOTTOM,
        "it is shown",
      );
      assert.ok(await page.getByRole("button", { name: "Do it now" }).isDisabled(), "nothing waits any more");
      assert.deepEqual(mock.asked, [{ mode: "off" }]);
    }));

  test("what the house refuses is said, and is not shown as done", () =>
    play(async ({ page, mock }) => {
      mock.refuse = { status: 409, body: { error: "fault", message: "The relay is at fault.", hint: "Choose Off." } };
      await keys(page).nth(0).click();
      await page.getByRole("alert").getByText("The relay is at fault.").waitFor();
      await until(
        () => digits(page),
        (seen) => seen[0] === 0,
        "the mode that stands",
      );
      assert.deepEqual(mock.asked, []);
    }));

  test("whoever leaves the page has pressed all the same", () =>
    play(async ({ page, mock }) => {
      await keys(page).nth(1).click();
      await page.locator("nav a").first().click();
      await until(
        async () => mock.asked,
        (asked) => asked.length > 0,
        "the house is asked",
      );
      assert.deepEqual(mock.asked, [{ mode: "on" }]);
    }));

  test("without the house nobody knows what is on", () =>
    play(async ({ page, mock }) => {
      mock.down(true);
      await until(
        () => lamps(page),
        (seen) => seen.startsWith("????"),
        "all unknown",
      );
    }));

  test("its keys are those of the panel on wires, where there is one", () =>
    play(async ({ page, mock }) => {
      mock.house.keys = ["fridge", null, "boiler", null, null, null, null, null, ...Array<null>(8).fill(null)];
      await page.reload();
      await page.locator("main figure").nth(1).waitFor();
      assert.match(await heard(page, 0), /^1 Fridge/);
      assert.match(await heard(page, 2), /^3 Boiler/);
      assert.equal(await keys(page).count(), 16);
      assert.equal(await page.locator("main figure").nth(1).getAttribute("aria-label"), "Board 2");
    }));

  test("for whoever wants no motion the dot stands while something waits", () =>
    play(
      async ({ page }) => {
        await keys(page).nth(1).click();
        // the dot, seen together with whether something waits
        const look = () =>
          page.evaluate(() => ({
            waits: [...document.querySelectorAll("main .step button")].some((button) => !button.matches(":disabled")),
            dot: document.querySelector("main figure g:last-of-type circle")?.classList.contains("lit") === true,
          }));
        const seen = [];
        for (let now = await look(); now.waits || seen.length === 0; now = await look()) seen.push(now.dot);
        assert.ok(seen.length > 5);
        assert.deepEqual(
          seen.filter((dot) => !dot),
          [],
        );
      },
      { reducedMotion: "reduce" },
    ));

  test("on a phone the keys stand in two rows, in sight without scrolling", () =>
    play(
      async ({ page }) => {
        const boxes = await Promise.all((await keys(page).all()).map((key) => key.boundingBox()));
        assert.equal(new Set(boxes.map((box) => box?.y)).size, 2);
        assert.ok(boxes.every((box) => box && box.y + box.height <= PHONE.height && box.width >= 44));
      },
      { viewport: PHONE, hasTouch: true },
    ));
});
