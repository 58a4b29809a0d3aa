import { test } from "node:test";
import { FORMATS } from "./formats.ts";
import { assertSameBothWays } from "./testing/both-ways.ts";

for (const format of FORMATS) {
  test(`lines of ${format} mean the same whether read from their bytes or from their words`, () => {
    assertSameBothWays(format, 1_000);
  });
}
