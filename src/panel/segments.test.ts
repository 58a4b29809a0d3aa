import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../model/language.ts";
import { faultMessage, MESSAGE_NAMES, message } from "./messages.ts";
import { BOARD } from "./places.ts";
import { SHOWN, segmentsOf } from "./segments.ts";

test("every letter of every message has a glyph, in each language, and eight digits are enough", () => {
  for (const language of LANGUAGES) {
    const said = [...MESSAGE_NAMES.map((name) => message(name, language)), faultMessage(8, language)];
    for (const words of said) {
      assert.deepEqual(
        [...words].filter((letter) => !SHOWN.has(letter)),
        [],
        words,
      );
      assert.equal(segmentsOf(words, BOARD).length, BOARD, words);
    }
  }
});

test("glyphs as the board's own table has them: top, right, right, bottom, left, left, middle", () => {
  assert.deepEqual(segmentsOf("boot", 8), [0x7c, 0x5c, 0x5c, 0x78, 0, 0, 0, 0]);
  assert.deepEqual(segmentsOf("-_1", 3), [0x40, 0x08, 0x06]);
});

test("what cannot be shown is refused, not shown as something else", () => {
  assert.throws(() => segmentsOf("KEY", 8), /cannot show "K"/);
  assert.throws(() => segmentsOf("123456789", 8), /longer than 8 digits/);
});

test("two letters never look the same, but for S and 5, O and 0", () => {
  const seen = new Map<number, string>();
  for (const letter of SHOWN) {
    const [glyph = 0] = segmentsOf(letter, 1);
    const other = seen.get(glyph);
    if (other !== undefined) assert.ok(["0O", "5S"].includes(other + letter), `${other} and ${letter}`);
    seen.set(glyph, letter);
  }
});
