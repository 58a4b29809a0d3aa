import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, type Case, decide } from "../testing/decide.ts";
import { NOON, world } from "../testing/world.ts";

const LETTERS = "d D j l N S w z W o F M m n t L Y y a A g G h H i s U".split(" ");

/** Every letter at a civil time in Paris. */
const all = (year: number, month: number, day: number, hour: number, minute = 5): Case => {
  const offset = month > 3 && month < 11 ? 2 : 1;
  const at = Date.UTC(year, month - 1, day, hour - offset, minute, 9);
  const body = `return on(${JSON.stringify(LETTERS)}.map((letter) => date(letter)).join(" "))`;
  return [body, "", world({ at })];
};

test("every format, at times that are told in odd ways", async () => {
  const cases: readonly (readonly [Case, string])[] = [
    [all(2026, 7, 1, 12), "01 Wed 1 Wednesday 3 st 3 181 27 2026 July Jul 07 7 31 0 2026 26 pm PM 12 12 12 12 05 09"],
    [all(2027, 1, 3, 0), "03 Sun 3 Sunday 7 rd 0 2 53 2026 January Jan 01 1 31 0 2027 27 am AM 12 0 12 00 05 09"],
    [all(2027, 1, 4, 13), "04 Mon 4 Monday 1 th 1 3 01 2027 January Jan 01 1 31 0 2027 27 pm PM 1 13 01 13 05 09"],
    [
      all(2024, 2, 29, 23),
      "29 Thu 29 Thursday 4 th 4 59 09 2024 February Feb 02 2 29 1 2024 24 pm PM 11 23 11 23 05 09",
    ],
    [all(2024, 12, 30, 9), "30 Mon 30 Monday 1 th 1 364 01 2025 December Dec 12 12 31 1 2024 24 am AM 9 9 09 09 05 09"],
    [all(2026, 1, 1, 9), "01 Thu 1 Thursday 4 st 4 0 01 2026 January Jan 01 1 31 0 2026 26 am AM 9 9 09 09 05 09"],
    [all(2005, 1, 1, 9), "01 Sat 1 Saturday 6 st 6 0 53 2004 January Jan 01 1 31 0 2005 05 am AM 9 9 09 09 05 09"],
    [all(2025, 12, 29, 9), "29 Mon 29 Monday 1 th 1 362 01 2026 December Dec 12 12 31 0 2025 25 am AM 9 9 09 09 05 09"],
    [all(2026, 3, 3, 9), "03 Tue 3 Tuesday 2 rd 2 61 10 2026 March Mar 03 3 31 0 2026 26 am AM 9 9 09 09 05 09"],
    [all(2021, 1, 1, 9), "01 Fri 1 Friday 5 st 5 0 53 2020 January Jan 01 1 31 0 2021 21 am AM 9 9 09 09 05 09"],
    [all(2022, 1, 1, 9), "01 Sat 1 Saturday 6 st 6 0 52 2021 January Jan 01 1 31 0 2022 22 am AM 9 9 09 09 05 09"],
    [all(2026, 3, 12, 9), "12 Thu 12 Thursday 4 th 4 70 11 2026 March Mar 03 3 31 0 2026 26 am AM 9 9 09 09 05 09"],
    [all(2100, 3, 22, 9), "22 Mon 22 Monday 1 nd 1 80 12 2100 March Mar 03 3 31 0 2100 00 am AM 9 9 09 09 05 09"],
    [all(2000, 3, 13, 9), "13 Mon 13 Monday 1 th 1 72 11 2000 March Mar 03 3 31 1 2000 00 am AM 9 9 09 09 05 09"],
  ];
  for (const [[body, , at], said] of cases) {
    const seconds = Math.floor((at?.snapshot.now.at ?? 0) / 1_000);
    assert.equal(await decide(body, at), `on ${said} ${seconds}`);
  }
});

test("formats of several letters, with words between them", async () => {
  await assertSaid([
    ['return on(date("H:i"))', "on 12:00"],
    ['return on(date("Y-m-d H:i:s"))', "on 2026-07-01 12:00:00"],
    ['return on(date("\\\\H\\\\e\\\\u\\\\r\\\\e G"))', "on Heure 12"],
    ['return on(date("j. n. é ✓ 😀"))', "on 1. 7. é ✓ 😀"],
    ['return on(date("G \\\\"))', "on 12 \\"],
    [
      'return on([date("G") === 12, date("n") === 7, date("H") === "12", date("G.") === "12."].join())',
      "on true,true,true,true",
    ],
    ['switch (date("G")) { case 12: return on("noon") } return off("other")', "on noon"],
    ['return on(date("z") + date("N") + "")', "on 184"],
    [
      `return on([time(), time() === Math.floor(now.ms / 1000), date("U") === time()].join())`,
      `on ${NOON / 1_000},true,true`,
    ],
    ['return on(date("G", time()) + "")', "on 12"],
  ]);
});

test("a format that is not known here is refused in words, and so is another moment", async () => {
  const format = /date\(…\) needs a format in quotes, such as date\(\\"G\\"\) for the hour/;
  await assertSaid([
    ...["e", "T", "P", "O", "Z", "c", "r", "I", "u", "v", "B", "toString"].map(
      (letters): Case => [
        `date("G ${letters}")`,
        new RegExp(`date\\(\\\\"${letters === "toString" ? "r" : letters}\\\\"\\) is not known here: there are d D j`),
      ],
    ),
    ["date()", format],
    ['date("")', format],
    ["date(5)", format],
    ['date("G".repeat(65))', format],
    ['return on(date("G".repeat(64)))', `on ${"12".repeat(64)}`],
    ['date("G", time() - 3600)', /date\(…\) tells the moment of the run only: leave the second argument out/],
    ['date("G", null)', /leave the second argument out/],
  ]);
  const one = await bench("export default ({ on }) => on([typeof date('G'), typeof date('H')].join(' '))");
  assert.equal(one().said, "on number string");
  await one.host.stop();
});
