import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "./fitted.ts";

const widthOf = (words: string): number => [...words].length;

test("a name that finds room stays whole", () => {
  assert.equal(fitted("Boiler · on 5 min", 17, widthOf), "Boiler · on 5 min");
});

test("a long name is cut, not what is said of it, and within no letter", () => {
  assert.equal(fitted("Pump behind the barn · on 5 min", 20, widthOf), "Pump beh… · on 5 min");
  assert.equal(fitted("Pump behind the barn", 6, widthOf), "Pump…");
  assert.equal(fitted("🔥🔥🔥🔥🔥🔥", 4, widthOf), "🔥🔥🔥…");
});

test("where there is hardly any room a letter is left", () => {
  assert.equal(fitted("Pump · on 5 min, 3 starts", 3, widthOf), "P… · on 5 min, 3 starts");
  assert.equal(fitted("", -1, widthOf), "…");
});
