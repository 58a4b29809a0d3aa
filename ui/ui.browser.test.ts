import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Locator } from "playwright-core";
import { reason, text } from "../src/model/reasons.ts";
import { PHONE, type Scene, scene, TABLET, until } from "./dev/scene.ts";

/** The built pages in Chromium, under the server's content security policy, against an invented house. */

function countdownOf(text: string | null): number {
  const match = /(\d+):(\d\d)/.exec(text ?? "");
  return match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
}

async function colourOf(locator: Locator): Promise<string> {
  return locator.evaluate((element) => getComputedStyle(element).color);
}

describe("Now", () => {
  test("shows the house: relays in order, values, devices, faults and the flow", () =>
    scene({}, async ({ page, card }) => {
      assert.equal(await page.title(), "Now · La Borie");
      assert.deepEqual(await page.locator("article h3").allTextContents(), ["Boiler", "Pump", "Car charger", "Fridge"]);
      const boiler = (await card("boiler").textContent()) ?? "";
      for (const words of ["on", "Charger in float", "may switch off in", "3 starts", "1.20\u202fkW"]) {
        assert.ok(boiler.includes(words), `${words} in ${boiler}`);
      }
      assert.match(
        (await card("fridge").textContent()) ?? "",
        /fault.*Really off although ordered on.*Check the output/s,
      );
      assert.match((await card("car_charger").textContent()) ?? "", /cannot be used as it is.*car_charger\.ts:14:7/s);
      assert.match((await page.getByRole("region", { name: "Faults" }).textContent()) ?? "", /3 faults/);
      assert.match((await page.getByRole("region", { name: "Devices" }).textContent()) ?? "", /Weather station\s*lost/);
      const flow = await page.getByRole("region", { name: "Energy now" }).getByRole("img").getAttribute("aria-label");
      assert.match(flow ?? "", /^Sun [\d.]+ kW, float; House [\d.]+ (k?)W; Battery 87\.4\u202f%, \d+ W, charging$/);
      assert.equal(await page.locator("input:checked").count(), 4);
    }));

  test("a click shows at once, is sent, and the lamp follows the server", () =>
    scene({}, async ({ mock, card, radio }) => {
      mock.slow_ms = 2_000;
      await radio("boiler", "off").click();
      assert.ok(await radio("boiler", "off").isChecked());
      assert.match((await card("boiler").textContent()) ?? "", /switching…/);
      await card("boiler").getByText("Switched off by hand").waitFor();
      assert.match((await card("boiler").locator(".lamp").textContent()) ?? "", /off/);
      assert.deepEqual(mock.asked, [{ mode: "off" }]);
    }));

  test("what is chosen already is chosen anew by a click, so that a fault is acknowledged; On is not", () =>
    scene({}, async ({ mock, card, radio }) => {
      assert.ok(await radio("fridge", "auto").isChecked());
      await radio("fridge", "auto").click();
      await card("fridge").getByText("Really off although ordered on").waitFor({ state: "detached" });
      await radio("car_charger", "on").click();
      await radio("fridge", "off").click();
      await card("fridge").getByText("Switched off by hand").waitFor();
      assert.deepEqual(mock.asked, [{ mode: "auto" }, { mode: "off" }]);
    }));

  test("arrow keys move between the modes and switch nothing, Enter and Space do, and a screen reader hears it", () =>
    scene({}, async ({ page, mock, card, radio }) => {
      const focused = (): Promise<string | null | undefined> =>
        page.evaluate(() => document.activeElement?.parentElement?.textContent.trim());
      await radio("pump", "auto").focus();
      const seen: unknown[] = [];
      for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowUp", "Home", "End"]) {
        await page.keyboard.press(key);
        seen.push(await focused());
      }
      assert.deepEqual(seen, ["On", "Off", "On", "Auto", "Off", "Off", "On"]);
      assert.ok(await radio("pump", "auto").isChecked());
      assert.deepEqual(mock.asked, []);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      assert.equal(await focused(), "Auto");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Space");
      await card("pump").getByText("Switched off by hand").waitFor();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await card("pump").getByText("Switched on by hand").waitFor();
      assert.ok(await radio("pump", "on").isChecked());
      assert.deepEqual(mock.asked, [{ mode: "off" }, { mode: "on" }]);
      await page.getByRole("status").getByText("Pump: on. Switched on by hand").waitFor();
    }));

  test("every control is reached by Tab", () =>
    scene({}, async ({ page }) => {
      const seen = new Set<string>();
      for (let press = 0; press < 40; press++) {
        await page.keyboard.press("Tab");
        seen.add(
          await page.evaluate(() => {
            const at = document.activeElement;
            return at instanceof HTMLInputElement
              ? at.name
              : (at?.getAttribute("aria-controls") ?? at?.textContent ?? "");
          }),
        );
      }
      for (const name of [
        "Skip to the content",
        "Now",
        "Journal",
        "FR",
        "mode-boiler",
        "mode-fridge",
        "panel-fridge",
      ]) {
        assert.ok([...seen].includes(name), `${name} in ${[...seen].join(", ")}`);
      }
    }));

  test("faults stand in one line that stays in sight, unfold, and lead to their causes", () =>
    scene({ viewport: PHONE }, async ({ page, mock, card }) => {
      for (const id of ["boiler", "pump"]) {
        const relay = mock.house.relays.get(id);
        if (relay) relay.broken = reason("output_failed", { problem: "EIO" });
      }
      const faults = page.getByRole("region", { name: "Faults" });
      await faults.getByText("5 faults").waitFor();
      const height = async (): Promise<number> => (await faults.boundingBox())?.height ?? 0;
      assert.ok((await height()) <= 48, `${await height()} px of a phone's screen`);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await until(
        async () => (await faults.boundingBox())?.y,
        (y) => y === 0,
        "in sight when scrolled",
      );
      await faults.locator("summary").click();
      await faults.getByRole("link", { name: "Relay Pump: The output does not answer: EIO" }).click();
      const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);
      assert.equal(await focused(), "card-pump");
      const top = (await card("pump").boundingBox())?.y ?? 0;
      assert.ok(top >= 44 && top < PHONE.height, `${top}`);
      assert.ok((await height()) <= 48, "it has folded itself");

      await page.goto(`${mock.url}/#/journal`);
      await page.locator("main li").first().waitFor();
      await faults.locator("summary").click();
      await faults.getByRole("link", { name: /^Weather station has gone silent/ }).click();
      await until(focused, (id) => id === "device-weather", "the device");
      await faults.locator("summary").click();
      await faults.getByRole("link", { name: /disk full/ }).click();
      await page.getByRole("heading", { name: "Journal", level: 1 }).waitFor({ state: "attached" });
    }));

  test("relays, values and devices have their owner's names in the reader's language", () =>
    scene({}, async ({ page, card }) => {
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.getByRole("heading", { name: "Brunnenpumpe" }).waitFor();
      await page.getByRole("rowheader", { name: "Füllstand der Zisterne" }).waitFor();
      await page.getByRole("region", { name: "Geräte" }).getByText("Wetterstation").waitFor();
      await card("pump").getByRole("button", { name: "Warum" }).click();
      await card("pump").getByRole("rowheader", { name: "Füllstand der Zisterne" }).waitFor();
      await page.goto(`${page.url().replace(/#.*/, "")}#/journal`);
      await page.locator("main li").getByText("Wetterstation antwortet nicht mehr").waitFor();
      await page.locator("main li").getByText("Brunnenpumpe", { exact: true }).first().waitFor();
      await page.goto(`${page.url().replace(/#.*/, "")}#/history?span=day`);
      await page.locator("figcaption").getByText("Brunnenpumpe").waitFor({ state: "attached" });
    }));

  test("an override for a while counts down to its end", () =>
    scene({}, async ({ mock, card }) => {
      await card("pump").getByRole("button", { name: "For a while" }).click();
      await card("pump").getByRole("button", { name: "On for 1 h" }).click();
      const line = card("pump").getByText("back to automatic in");
      await line.waitFor();
      assert.deepEqual(mock.asked, [{ mode: "on", for: "1 h" }]);
      const left = countdownOf(await line.textContent());
      assert.ok(left > 3_500 || Number.isNaN(left), `${left}`);
    }));

  test("the guard's countdown ticks every second", () =>
    scene({}, async ({ card }) => {
      const line = card("boiler").getByText("may switch off in");
      const first = countdownOf(await line.textContent());
      assert.ok(first > 300 && first <= 372, `${first}`);
      const seen = new Set<number>();
      await until(
        async () => seen.add(countdownOf(await line.textContent())).size,
        (count) => count >= 4,
        "different countdowns",
      );
      assert.deepEqual(
        [...seen],
        [...seen].sort((a, b) => b - a),
      );
    }));

  test("a refusal is told by the card, and the switch jumps back", () =>
    scene({}, async ({ mock, card, radio }) => {
      mock.refuse = { status: 409, body: { error: "read_only", message: "This is a replay.", hint: "Run the house." } };
      await radio("boiler", "on").click();
      const alert = card("boiler").getByRole("alert");
      await alert.waitFor();
      assert.match((await alert.textContent()) ?? "", /Not switched\.\s+This is a replay\.\s+Run the house\./);
      assert.ok(await radio("boiler", "auto").isChecked());
      await alert.getByRole("button", { name: "Close" }).click();
      await alert.waitFor({ state: "detached" });
    }));

  test("a refusal that the page knows is in the reader's language", () =>
    scene({}, async ({ page, mock, card, radio }) => {
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.locator("html[lang=de]").waitFor({ state: "attached" });
      mock.refuse = { status: 503, body: { error: "starting", message: "not yet", hint: "wait" } };
      await radio("boiler", "on").click();
      await card("boiler").getByRole("alert").getByText("Gleaner startet gerade").waitFor();
    }));

  test("why: the values that decided, with unit and age, and what the script took", () =>
    scene({}, async ({ card }) => {
      await card("boiler").getByRole("button", { name: "Why" }).click();
      const rows = await card("boiler").locator("tbody tr").allTextContents();
      assert.equal(rows.length, 3);
      assert.match(rows[1] ?? "", /State of charge\s*87\.4\u202f%\s*0\u202fs/);
      await card("boiler").getByText("run took 94\u202fkB of memory, 16 MB at most").waitFor();
    }));

  test("the language changes the page and the server's sentences, and is remembered", () =>
    scene({}, async ({ page, card }) => {
      await page.getByRole("button", { name: "Français" }).click();
      await card("fridge").getByText("En défaut\u202f: choisissez Arrêt ou Auto").waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), "fr");
      await page.reload();
      await card("fridge").getByText("En défaut\u202f: choisissez").waitFor();
      assert.equal(await page.title(), "Maintenant · La Borie");
    }));

  test("who chose no language reads that of the browser, page and sentences", () =>
    scene({}, async ({ page, mock }) => {
      for (const [locale, language, title, sentence] of [
        ["fr-CA", "fr", "Maintenant · La Borie", "En défaut\u202f: choisissez Arrêt ou Auto"],
        ["de-AT", "de", "Jetzt · La Borie", "Gestört: mit Aus oder Auto quittieren"],
        ["it-IT", "en", "Now · La Borie", "At fault: choose Off or Auto"],
      ] as const) {
        const context = await page.context().browser()?.newContext({ locale });
        assert.ok(context);
        try {
          const fresh = await context.newPage();
          await fresh.goto(mock.url);
          await fresh.getByText(sentence).first().waitFor();
          assert.deepEqual([await fresh.locator("html").getAttribute("lang"), await fresh.title()], [language, title]);
        } finally {
          await context.close();
        }
      }
    }));

  test("a stale value is grey, with the word and its age", () =>
    scene({}, async ({ page }) => {
      const stale = page.getByRole("row", { name: /Outdoor temperature/ });
      const fresh = page.getByRole("row", { name: /Battery voltage/ });
      assert.match((await stale.textContent()) ?? "", /14\.2.*old, 8\u202fmin/s);
      assert.notEqual(await colourOf(stale.locator(".value")), await colourOf(fresh.locator(".value")));
    }));

  test("what nobody named waits folded up below the named values", () =>
    scene({}, async ({ page }) => {
      const values = page.getByRole("region", { name: "Values" });
      const wind = values.getByRole("row", { name: /weather\.wind/ });
      const rows = values.locator("tbody tr");
      assert.match((await rows.first().textContent()) ?? "", /Solar power/);
      assert.equal(await wind.isVisible(), false);
      await values.getByText("Other values (5)").click();
      await wind.waitFor();
      assert.match((await wind.textContent()) ?? "", /unknown.*never seen/s);
    }));

  test("value and unit stand on one line, on the narrowest phone too, and long names stay in their column", () =>
    scene({ viewport: { width: 320, height: 700 } }, async ({ page }) => {
      await page.locator("main summary").click();
      const lines = await page.locator("td .number").evaluateAll((all) =>
        all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom)));
          return { text: one.textContent ?? "", lines: tops.size, cut: one.scrollWidth > one.clientWidth };
        }),
      );
      assert.ok(lines.length > 10);
      for (const each of lines) assert.deepEqual(each, { ...each, lines: 1, cut: false });
      const names = await page
        .locator("th .name")
        .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth));
      assert.deepEqual(Math.max(...names), 0);
    }));

  test("a long name of the house is cut, and the head stays one row from a tablet on", () =>
    scene({}, async ({ page }) => {
      await page.locator("header .name").evaluate((name) => {
        name.textContent = "La Borie Haute, chez Marcel et Jeannette, au bout du chemin des Tilleuls, 3e étage";
      });
      for (const language of ["fr", "de", "en"]) {
        await page.locator(`header button[lang=${language}]`).click();
        for (const width of [820, 1024, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const height = await page.locator("header").evaluate((head) => head.getBoundingClientRect().height);
          assert.ok(height <= 61, `${height} px high at ${width} px in ${language}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} px of ${width} in ${language}`);
        }
      }
    }));

  test("a charger's longest word stays whole on a phone, in every language", () =>
    scene({ viewport: PHONE }, async ({ page }) => {
      for (const [language, word] of [
        ["fr", "absorption"],
        ["de", "Absorption"],
        ["en", "absorption"],
      ] as const) {
        await page.locator(`header button[lang=${language}]`).click();
        await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
        const lines = await page
          .locator(".values .state")
          .first()
          .evaluate((state, said) => {
            state.textContent = said;
            return state.getClientRects().length;
          }, word);
        assert.equal(lines, 1, language);
      }
    }));

  test("the countdown is not said twice", () =>
    scene({}, async ({ card }) => {
      const pump = (await card("pump").textContent()) ?? "";
      assert.equal(pump.match(/may switch on in/gi)?.length, 1, pump);
      const line = card("pump").getByText("May switch on in");
      const first = countdownOf(await line.textContent());
      await until(
        async () => countdownOf(await line.textContent()),
        (left) => left < first,
        "the sentence's countdown",
      );
    }));

  test("without a server everything turns grey, nothing moves, and it all comes back", () =>
    scene({ reducedMotion: "no-preference" }, async ({ page, mock, card }) => {
      const value = page.getByRole("row", { name: /Battery voltage/ }).locator(".value");
      const alive = await colourOf(value);
      assert.ok((await page.locator(".drift").count()) > 0);
      mock.down(true);
      await page.getByText("No connection to Gleaner").waitFor();
      assert.notEqual(await colourOf(value), alive);
      assert.equal(await page.locator(".drift").count(), 0);
      assert.equal(await card("boiler").getByText("may switch off in").count(), 0);
      assert.match((await page.locator(".link").textContent()) ?? "", /Reconnecting · last seen \d+\u202fs ago/);
      mock.down(false);
      await page.getByRole("button", { name: "Try now" }).click();
      await page.getByText("No connection to Gleaner").waitFor({ state: "detached" });
      await until(
        () => colourOf(value),
        (colour) => colour === alive,
        "colour of a live value",
      );
    }));

  test("across a restart it says that the house starts, in the reader's language, and goes on by itself", () =>
    scene({}, async ({ page, mock, card }) => {
      mock.start(true);
      await page.getByRole("status").getByText("Gleaner is starting").waitFor();
      assert.equal(await card("boiler").getByText("may switch off in").count(), 0);
      assert.equal((await page.locator(".link span").last().textContent()) ?? "", "Starting…");
      for (const [language, words] of [
        ["Deutsch", "Gleaner startet"],
        ["Français", "Gleaner démarre"],
      ] as const) {
        await page.getByRole("button", { name: language }).click();
        await page.getByRole("status").getByText(words).waitFor();
      }
      await page.reload();
      await page.getByRole("status").getByText("Gleaner démarre").waitFor();
      assert.equal(await page.getByText("Connexion…").count(), 0);
      assert.equal(await page.locator("article").count(), 0);
      mock.start(false);
      await page.getByText("Gleaner démarre").waitFor({ state: "detached" });
      await card("boiler").waitFor();
    }));

  test("nothing moves for a reader who asked for that", () =>
    scene({ reducedMotion: "reduce" }, async ({ page }) => {
      assert.ok((await page.locator(".arrow").count()) >= 3);
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    }));

  test("a day without faults fits a 1280×800 tablet without scrolling", () =>
    scene({}, async ({ page, mock }) => {
      mock.house.faults = [];
      mock.house.weatherLost = false;
      mock.house.setMode("fridge", "auto", undefined);
      for (const relay of mock.house.relays.values()) relay.script = { state: "ok" };
      const height = (): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);
      for (const language of ["English", "Deutsch", "Français"]) {
        await page.getByRole("button", { name: language }).click();
        await until(height, (px) => px <= TABLET.height, `height in ${language}`);
      }
    }));
});

describe("Journal", () => {
  const journal = (play: (scene: Scene) => Promise<void>): Promise<void> => scene({}, play, "/#/journal");

  test("newest first, filtered, older on demand", () =>
    journal(async ({ page }) => {
      const lines = page.locator("main li").filter({ has: page.locator("time") });
      assert.equal(await page.title(), "Journal · La Borie");
      assert.equal(await lines.count(), 50);
      const times = await page
        .locator("main li time")
        .evaluateAll((all) => all.map((one) => one.getAttribute("datetime") ?? ""));
      assert.deepEqual(times, [...times].sort().reverse());
      await page.getByRole("button", { name: "Older lines" }).click();
      await until(
        () => lines.count(),
        (count) => count === 100,
        "lines",
      );
      await page.getByRole("button", { name: "Older lines" }).click();
      await page.getByText("This is the oldest line.").waitFor();
      assert.equal(await lines.count(), 127);
      await page.getByLabel("Kind").selectOption("refused");
      assert.equal(await lines.count(), 1);
      await page.getByLabel("Relay").selectOption("boiler");
      await page.getByText("No line fits the filter.").waitFor();
    }));

  test("lines of one millisecond are all there, each once, over every edge of a page", () =>
    journal(async ({ page, mock }) => {
      const at = mock.house.born - 60_000;
      mock.house.journal = Array.from({ length: 120 }, (_, index) => ({
        at,
        kind: "switch" as const,
        relay: "boiler",
        on: index % 2 === 0,
        why: text(index % 3 === 0 ? "Charger in float" : `line ${120 - index}`),
      }));
      await page.reload();
      const lines = page.locator("main ol > li");
      for (const count of [50, 100, 120]) {
        await until(
          () => lines.count(),
          (found) => found === count,
          `${count} lines`,
        );
        if (count < 120) await page.getByRole("button", { name: "Older lines" }).click();
      }
      const said = (await lines.allTextContents()).flatMap((words) => /line \d+/.exec(words)?.[0] ?? []);
      assert.equal(said.length, 80);
      assert.equal(new Set(said).size, 80);
      await page.getByText("This is the oldest line.").waitFor();
    }));

  test("the top follows what happens", () =>
    journal(async ({ page, mock }) => {
      mock.house.setMode("pump", "on", undefined);
      const first = page.locator("main ol li").first();
      await until(
        () => first.textContent(),
        (text) => /Pump/.test(text ?? "") && /Switched on by hand/.test(text ?? ""),
        "first line",
      );
    }));

  test("inputs unfold, sentences change with the language", () =>
    journal(async ({ page }) => {
      await page.locator("main li summary").first().click();
      await page.locator("main li details[open] tbody tr").first().waitFor();
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.getByText("Gleaner ist gestartet").waitFor();
    }));
});
