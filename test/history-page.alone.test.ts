import assert from "node:assert/strict";
import { test } from "node:test";
import { measureScreen, PROMISED_YEAR_BARE } from "../bench/screen.ts";
import { again } from "../src/model/testing/again.ts";

test("a year is on the screen within twelve bare pages of the click", (t) =>
  again(async () => {
    const { first_year_ms, year_ms, month_ms, bare_ms } = await measureScreen((line) => t.diagnostic(line));
    t.diagnostic(
      `the first time ${first_year_ms.toFixed(0)} ms, again ${year_ms.toFixed(0)} ms, a month ${month_ms.toFixed(0)} ms; a bare page ${bare_ms.toFixed(0)} ms`,
    );
    assert.ok(first_year_ms <= PROMISED_YEAR_BARE * bare_ms, `the first time ${first_year_ms} ms`);
    assert.ok(year_ms <= PROMISED_YEAR_BARE * bare_ms, `again ${year_ms} ms`);
  }));
