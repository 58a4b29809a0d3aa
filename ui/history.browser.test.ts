import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import {
  about,
  area,
  DAY,
  drag,
  drawnSpan,
  graphs,
  HOUR,
  inked,
  length,
  power,
  type Span,
  spanOf,
} from "./dev/graphs.ts";
import { PHONE, scene, until } from "./dev/scene.ts";

/** The graphs in Chromium, over an invented house's past. */

describe("History", () => {
  test("opens with a day up to now: powers, state of charge, relays, a legend and words for those who do not see", () =>
    graphs(async ({ page }) => {
      assert.equal(await page.title(), "History · La Borie");
      assert.equal(length(await spanOf(page)), DAY);
      assert.deepEqual(await page.locator("figure .title").allTextContents(), ["Power · kW", "State of charge · %"]);
      const said = (await power(page).locator("figcaption .hidden").textContent()) ?? "";
      assert.match(said, /to \d+ Nov .*Solar power: least 0\u202fW, mean [\d.]+\u202fk?W, most [\d.]+\u202fk?W/);
      assert.ok((await inked(power(page).locator("canvas"))) > 0.7);
      const bands = page.locator('figure[data-unit="relay"]');
      await until(
        async () => (await bands.locator("figcaption").textContent()) ?? "",
        (words) => /Boiler · on for \d+\u202fh\u202f\d\d, \d starts/.test(words) && /Charger/.test(words),
        "words of the bands",
      );
      assert.ok((await inked(bands.locator("canvas"))) > 0.5);
    }));

  test("thousands of channels: a phone shows some of them, and finds the others by a part of their name", () =>
    scene(
      { viewport: PHONE },
      async ({ page, mock }) => {
        mock.house.past.invented = 9_000;
        await page.reload();
        const list = page.locator("details.fold", { hasText: "Channels" });
        await list.getByText(/of 90\d\d shown/).click();
        await list.getByText(/8,?9\d\d more: write a part of the name/).waitFor();
        assert.ok((await list.getByRole("checkbox").count()) <= 132);
        await list.getByRole("searchbox", { name: "A part of the name" }).fill("chatty 8765");
        await list.getByText("1 found").waitFor();
        assert.equal(await list.locator('label[title="chatty.value_8765"]').count(), 1);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
      },
      "/#/history",
    ));

  test("the presets show their span, live, and the address leads back to it", () =>
    graphs(async ({ page }) => {
      for (const [name, span] of Object.entries({ Hour: HOUR, Week: 7 * DAY, Quarter: 91 * DAY, Year: 365 * DAY })) {
        await page.getByRole("button", { name, exact: true }).first().click();
        await drawnSpan(page, (shown) => length(shown) === span, name);
      }
      assert.match(page.url(), /span=year$/);
      await page.getByRole("button", { name: "All" }).click();
      await drawnSpan(page, (shown) => about(length(shown), 400 * DAY, 0.04), "all");
      await page.goBack();
      await drawnSpan(page, (shown) => length(shown) === 365 * DAY, "back to the year");
      await page.reload();
      await page.locator("figure[data-drawn-to]").first().waitFor();
      assert.equal(length(await spanOf(page)), 365 * DAY);
    }));

  test("after the clock was set back, up to the newest that was recorded, which lies ahead of it", () =>
    graphs(async ({ page, mock }) => {
      const { to } = await spanOf(page);
      mock.house.ahead_ms = HOUR;
      await drawnSpan(page, (shown) => shown.to - to >= HOUR && shown.to - to < 2 * HOUR, "an hour on");
      // set right: recorded time goes on where it was
      mock.house.ahead_ms = 0;
      await drawnSpan(page, (shown) => shown.to - to < HOUR / 2, "back again");
    }));

  test("dragging zooms, a double click goes back, Shift moves, the wheel with Ctrl zooms around the pointer", () =>
    graphs(async ({ page }) => {
      const day = await spanOf(page);
      await drag(page, 0.25, 0.5);
      const quarter = await drawnSpan(page, (span) => about(length(span), DAY / 4), "a quarter of the day");
      assert.ok(about(quarter.from - day.from, DAY / 4, 0.03));
      assert.match(page.url(), /from=\d+&to=\d+/);

      await page.keyboard.down("Shift");
      await drag(page, 0.2, 0.7);
      await page.keyboard.up("Shift");
      const half = (span: Span): boolean => about(quarter.from - span.from, length(quarter) / 2, 0.05);
      const moved = await drawnSpan(page, half, "moved by half its width");
      assert.ok(about(length(moved), length(quarter), 0.001));

      const { left, width, top } = await area(page);
      await page.mouse.move(left + width * 0.25, top + 20);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -240);
      await page.keyboard.up("Control");
      const nearer = await drawnSpan(page, (span) => about(length(span), length(quarter) / 2), "half of it");
      const fixed = moved.from + length(moved) / 4;
      assert.ok(Math.abs(nearer.from + length(nearer) / 4 - fixed) < length(nearer) * 0.02);

      await page.mouse.dblclick(left + width / 2, top + 20);
      await drawnSpan(page, (span) => about(length(span), DAY, 0.001), "the day again");
    }));

  test("keys: arrows, plus, minus, Home, End, 0; the focus is seen", () =>
    graphs(async ({ page }) => {
      const stage = page.locator(".stage");
      await stage.focus();
      await page.keyboard.press("+");
      await drawnSpan(page, (span) => length(span) === DAY / 2, "half a day");
      await page.keyboard.press("ArrowLeft");
      const earlier = await drawnSpan(page, (span) => span.to < Date.now() - HOUR, "earlier");
      await page.keyboard.press("ArrowRight");
      await drawnSpan(page, (span) => span.to > earlier.to, "later");
      await page.keyboard.press("-");
      await drawnSpan(page, (span) => length(span) === DAY, "a day");
      await page.keyboard.press("Home");
      await drawnSpan(page, (span) => about(length(span), 400 * DAY, 0.04), "all");
      await page.keyboard.press("0");
      await drawnSpan(page, (span) => length(span) === DAY && Math.abs(span.to - Date.now()) < 20_000, "the last day");
      assert.notEqual(await stage.evaluate((element) => getComputedStyle(element).outlineStyle), "none");
    }));

  test("live follows the clock, and stops when told", () =>
    graphs(async ({ page }) => {
      await page.locator(".stage").focus();
      for (let press = 0; press < 4; press++) await page.keyboard.press("+");
      const first = await drawnSpan(page, (span) => length(span) < 4 * 60_000, "some minutes");
      await drawnSpan(page, (span) => span.to > first.to && length(span) === length(first), "a later end");
      const live = page.getByRole("button", { name: "Live", exact: true });
      assert.equal(await live.getAttribute("aria-pressed"), "true");
      await live.click();
      assert.equal(await live.getAttribute("aria-pressed"), "false");
    }, "?span=hour"));

  test("the old picture stays, rescaled, until a slow answer has come: no frame is empty, and no old answer wins", () =>
    graphs(async ({ page, mock }) => {
      // What is read ahead is here as well.
      await until(
        async () => mock.seriesAsked.length,
        (count) => count >= 4,
        "questions",
      );
      mock.history_slow_ms = 2_500;
      const canvas = power(page).locator("canvas");
      await canvas.evaluate((element) => {
        if (!(element instanceof HTMLCanvasElement)) return;
        const frames: number[] = [];
        Object.assign(globalThis, { frames });
        const look = (): void => {
          const { width, height } = element;
          const { data = new Uint8ClampedArray() } = element.getContext("2d")?.getImageData(0, 0, width, height) ?? {};
          let coloured = 0;
          for (let at = 0; at < data.length; at += 4) {
            const [r = 0, g = 0, b = 0, a = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
            if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) coloured += 1;
          }
          frames.push(coloured);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await drag(page, 0.6, 0.62);
      await until(
        () => spanOf(page, "shown"),
        (span) => length(span) < DAY / 20,
        "shown before the answer",
      );
      assert.equal(length(await spanOf(page)), DAY, "the fine answer is not here yet");
      assert.ok((await inked(canvas)) > 0.8, "the coarse curve fills the width");
      for (const name of ["Year", "Week", "Hour"])
        await page.getByRole("button", { name, exact: true }).first().click();
      await drawnSpan(page, (span) => length(span) === HOUR, "the last click counts");
      const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
      assert.ok(frames.length > 20, `${frames.length} frames`);
      assert.ok(Math.min(...frames) > 300, `a frame with ${Math.min(...frames)} coloured pixels`);
      assert.equal(length(await spanOf(page)), HOUR);
    }));

  test("values under the cursor, the same time in all panes; a gap says why", () =>
    graphs(async ({ page, mock }) => {
      const { left, width, top } = await area(page);
      await page.mouse.move(left + width * 0.2, top + 30);
      await page.locator(".cursor").waitFor();
      assert.match(
        (await page.locator(".moment").textContent()) ?? "",
        /^(Thu|Fri|Sat|Sun|Mon|Tue|Wed), \d+ \w+ \d{4}, \d\d:\d\d$/,
      );
      const legend = (await power(page).locator("li").first().textContent()) ?? "";
      assert.match(legend, /Solar power\s*\d[\d.]*\u202fk?W/);
      const { from, to } = await spanOf(page, "shown");
      const [gap] = mock.house.past.gaps.filter(({ since }) => since > from);
      assert.ok(gap);
      const middle = ((gap.since + gap.until) / 2 - from) / (to - from);
      await page.mouse.move(left + width * middle, top + 30);
      await page.getByText(/Not recorded from .* Gleaner was not running/).waitFor();
      assert.match((await power(page).locator("li").first().textContent()) ?? "", /Solar power\s*–/);
      const hollow = await power(page)
        .locator("canvas")
        .evaluate((element, part) => {
          if (!(element instanceof HTMLCanvasElement)) return [];
          const x = Math.round(52 + (element.width - 64) * part);
          const { data } = element.getContext("2d")?.getImageData(x, 0, 1, element.height) ?? { data: [] };
          return [...data];
        }, middle);
      for (let at = 0; at < hollow.length; at += 4) {
        const [r = 0, g = 0, b = 0] = hollow.slice(at, at + 3);
        assert.ok(Math.max(r, g, b) - Math.min(r, g, b) < 60, "no curve crosses the gap");
      }
    }));

  test("a click on a band's edge opens the decision, which leads to the journal, whose times lead back", () =>
    graphs(async ({ page, mock }) => {
      const bands = page.locator('figure[data-unit="relay"]');
      await until(
        async () => (await bands.locator("figcaption").textContent()) ?? "",
        (words) => /Boiler · on for/.test(words),
        "bands",
      );
      const run = mock.house.past.runs(mock.house.switches("boiler"), "boiler", 0, Date.now()).at(-1);
      assert.ok(run);
      const edge = { at: run.from };
      const { from, to } = await spanOf(page, "shown");
      const { left, width } = await area(page);
      const box = await bands.locator("canvas").boundingBox();
      assert.ok(box);
      await page.mouse.click(left + (width * (edge.at - from)) / (to - from) + 6, box.y + 28);
      const panel = page.getByRole("region", { name: "Why it switched" });
      await panel.getByText("Charger in float").waitFor();
      assert.match((await panel.textContent()) ?? "", /Boiler\s*on.*State of charge\s*87\.4\u202f%/s);
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });

      await page.getByText("As a table").last().click();
      await page
        .getByRole("row", { name: /Boiler/ })
        .first()
        .getByRole("button")
        .first()
        .click();
      await panel.getByRole("link", { name: "In the journal" }).click();
      const line = page.locator("li.sought");
      await line.waitFor();
      assert.match((await line.textContent()) ?? "", /Boiler.*Charger in float/s);
      await line.getByRole("link").click();
      await page.locator(".stage .mark").waitFor();
      const around = await drawnSpan(page, (span) => length(span) === 2 * HOUR, "two hours");
      assert.ok(Math.abs((around.from + around.to) / 2 - edge.at) < HOUR);
    }));

  test("channels are chosen, stand in the address, and are remembered", () =>
    graphs(async ({ page }) => {
      await page.getByText("Channels").click();
      await page.getByLabel("Outdoor temperature").check();
      await page.locator('figure[data-unit="°C"]').waitFor();
      await page.getByLabel("House", { exact: true }).uncheck();
      assert.match(page.url(), /show=solar\.power,battery\.power,.*outdoor\.temperature/);
      await page.goto(`${new URL(page.url()).origin}/#/`);
      await page.locator("article").first().waitFor();
      await page.getByRole("link", { name: "History" }).click();
      await page.locator('figure[data-unit="°C"][data-drawn-to]').waitFor();
      await page.getByText("Channels").click();
      await page.getByRole("button", { name: "Usual choice" }).click();
      await page.locator('figure[data-unit="°C"]').waitFor({ state: "detached" });
    }));

  test("energy bars per day, month and year; a click shows the bar's time", () =>
    graphs(async ({ page }) => {
      const energy = page.getByRole("region", { name: "Energy" });
      const chart = energy.getByRole("application");
      await chart.locator("rect.up").first().waitFor();
      assert.equal(await chart.locator("rect.up").count(), 31);
      assert.match((await energy.locator(".said").textContent()) ?? "", /^Total: [\d.]+\u202fkWh$/);
      await chart.focus();
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowLeft");
      assert.match((await energy.locator(".said").textContent()) ?? "", /\w+day,? \d+ \w+ \d{4}: [\d.]+\u202fk?Wh$/);
      await page.keyboard.press("Enter");
      await drawnSpan(
        page,
        (span) => length(span) >= 23 * HOUR && length(span) <= 25 * HOUR && span.to < Date.now(),
        "yesterday",
      );
      await energy.getByRole("combobox").selectOption("battery.power");
      await energy.getByRole("button", { name: "Month" }).click();
      await until(
        async () => (await energy.locator(".said").textContent()) ?? "",
        (words) => /charged.*discharged/.test(words),
        "charged and discharged",
      );
      await until(
        () => chart.locator("rect.up").count(),
        (count) => count === 12,
        "months",
      );
      await chart.locator("rect.up").nth(10).click({ force: true });
      await drawnSpan(page, (span) => length(span) > 27 * DAY && length(span) < 32 * DAY, "a month");
    }));

  test("CSV and PNG hold what is shown", () =>
    graphs(async ({ page }) => {
      const save = async (name: string): Promise<Buffer> => {
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name, exact: true }).click(),
        ]);
        assert.match(file.suggestedFilename(), new RegExp(`^gleaner-[\\dT-]+\\.${name.toLowerCase()}$`));
        return readFile(await file.path());
      };
      const { from, to } = await spanOf(page);
      const [head = "", ...lines] = (await save("CSV")).toString("utf8").trimEnd().split("\r\n");
      const names = head.split(",");
      assert.deepEqual(names.slice(0, 5), [
        "time",
        "utc_ms",
        "solar.power min W",
        "solar.power mean W",
        "solar.power max W",
      ]);
      assert.ok(names.includes("relay.boiler") && names.includes("charger.state"));
      assert.ok(lines.length > 500 && lines.length < 1_500, `${lines.length} lines`);
      for (const line of [lines[0] ?? "", lines.at(-1) ?? ""]) {
        const [time = "", utc = "", min, mean, max] = line.split(",");
        assert.equal(Date.parse(time), Math.floor(Number(utc) / 1000) * 1000);
        assert.match(time, /\+0[12]:00$/);
        assert.ok(Number(utc) > from - HOUR && Number(utc) <= to);
        assert.ok(Number(min) <= Number(mean) && Number(mean) <= Number(max));
      }
      const png = await save("PNG");
      assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
      const width = png.readUInt32BE(16);
      const height = png.readUInt32BE(20);
      assert.ok(width > 1_200 && width < 1_300 && height > 500 && height < 1_500, `${width} × ${height}`);
      assert.ok(png.length > 20_000);
    }));

  test("a failure keeps the picture and says what to do; a house without readings says so", () => {
    const to = Date.now() - DAY;
    return graphs(
      async ({ page, mock }) => {
        mock.down(true);
        await page.locator(".stage").focus();
        // Closer: wider spans are read ahead, and may be there already.
        await page.keyboard.press("+");
        const again = page.getByRole("button", { name: "Try again" });
        const alert = page.getByRole("alert").filter({ has: again });
        await alert.getByText("The history could not be read. Gleaner does not answer yet.").waitFor();
        assert.ok((await inked(power(page).locator("canvas"))) > 0.3);
        await again.click();
        await again.waitFor();
        mock.down(false);
        // By itself, once it has rested.
        await drawnSpan(page, (span) => length(span) === DAY / 2, "half a day");
        mock.house.past.isEmpty = true;
        await page.reload();
        await page.getByText("Nothing has been recorded yet").waitFor();
      },
      `?from=${to - DAY}&to=${to}`,
    );
  });

  test("on a phone one finger moves, two zoom, and a tap reads", () =>
    graphs(
      async ({ page }) => {
        const { left, width, top } = await area(page);
        const client = await page.context().newCDPSession(page);
        const y = top + 60;
        const touch = async (type: "touchStart" | "touchMove" | "touchEnd", ...parts: number[]): Promise<void> => {
          const touchPoints = parts.map((part, id) => ({ x: left + part * width, y, id }));
          await client.send("Input.dispatchTouchEvent", { type, touchPoints });
        };
        const day = await spanOf(page);
        await touch("touchStart", 0.2);
        for (const part of [0.3, 0.5, 0.7]) await touch("touchMove", part);
        await touch("touchEnd");
        const moved = await drawnSpan(page, (span) => about(day.to - span.to, DAY / 2, 0.1), "moved by half a day");
        assert.ok(about(length(moved), DAY, 0.001));
        await touch("touchStart", 0.4, 0.6);
        for (const by of [0.05, 0.1, 0.2]) await touch("touchMove", 0.4 - by, 0.6 + by);
        await touch("touchEnd");
        const nearer = await drawnSpan(page, (span) => about(length(span), DAY / 3, 0.1), "a third");
        assert.ok(Math.abs((nearer.from + nearer.to) / 2 - (moved.from + moved.to) / 2) < HOUR);
        await page.touchscreen.tap(left + width / 2, y);
        await page.locator(".cursor").waitFor();
      },
      "",
      { viewport: PHONE, hasTouch: true },
    ));

  test("Now tells what is written to the disk", () =>
    scene({}, async ({ page }) => {
      const storage = page.getByRole("region", { name: "Devices" }).getByRole("list", { name: "Storage" });
      assert.match(
        (await storage.textContent()) ?? "",
        /Written today 12\u202fMB · about 88\u202fMB a day.*database 340\u202fMB.*last saved \d+\u202fs ago/s,
      );
    }));
});
