import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { drawings, FOLDER } from "../tools/wiring-drawings.ts";

test("the pictures of docs/wiring.md are as their program draws them", () => {
  const drawn = drawings();
  assert.deepEqual(readdirSync(FOLDER).sort(), [...drawn.keys()].sort());
  for (const [name, svg] of drawn) {
    assert.ok(
      readFileSync(join(FOLDER, name), "utf8") === svg,
      `docs/wiring/${name}: run node tools/wiring-drawings.ts`,
    );
  }
});

test("the header's picture has each of the 40 pins once, with its numbers", () => {
  const svg = drawings().get("header.svg") ?? "";
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => text);
  assert.deepEqual(
    words.filter((word) => /^\d+$/.test(word)),
    Array.from({ length: 40 }, (_nothing, index) => String(index + 1)),
  );
  assert.equal(words[words.indexOf("16") + 1], "GPIO 23 · wPi 4");
  assert.equal(words.filter((word) => word === "ground").length, 8 + 1, "eight pins and the legend");
});
