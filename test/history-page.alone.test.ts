import { test } from "node:test";
import { boundsOf, measureScreen } from "../bench/screen.ts";
import { again } from "../src/model/testing/again.ts";
import { assertKept } from "./support/kept.ts";

test("a year is on the screen soon after the click", (t) =>
  again(async () => {
    const measured = await measureScreen((line) => t.diagnostic(line));
    t.diagnostic(`a month ${measured.month_ms.toFixed(0)} ms`);
    assertKept(t, boundsOf(measured));
  }));
