import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnLink } from "./own-link.ts";

const [US, ROOT, SOMEBODY] = [1000, 0, 1001];

/** Whose link, whose folder and with which permissions; whether it may be followed. */
const CASES: readonly (readonly [link: number, folder: number, mode: number, own: boolean])[] = [
  [US, US, 0o755, true],
  [ROOT, US, 0o755, true],
  [US, ROOT, 0o755, true],
  [SOMEBODY, US, 0o700, false],
  [US, SOMEBODY, 0o755, false],
  [US, US, 0o775, false],
  [US, US, 0o757, false],
  // as /tmp
  [US, ROOT, 0o1777, true],
  [SOMEBODY, ROOT, 0o1777, false],
];

for (const [link, folder, mode, own] of CASES) {
  test(`a link of ${link} in a folder of ${folder} with ${mode.toString(8)} is ${own ? "" : "not "}our own`, () => {
    assert.equal(isOwnLink({ uid: link, mode: 0o777 }, { uid: folder, mode: 0o040000 | mode }, US), own);
  });
}

test("without users only what is root's is sure", () => {
  assert.equal(isOwnLink({ uid: ROOT, mode: 0 }, { uid: ROOT, mode: 0 }, undefined), true);
  assert.equal(isOwnLink({ uid: US, mode: 0 }, { uid: ROOT, mode: 0 }, undefined), false);
});
