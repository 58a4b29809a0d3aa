import assert from "node:assert/strict";
import { test } from "node:test";
import { noAnswer } from "../../hands/within.ts";
import { say } from "../../model/index.ts";
import { textOf } from "./files.ts";

test("a script in another encoding is refused in every language", () => {
  for (const [bytes, en, fr, de] of [
    [Buffer.from([0xff, 0xfe, 0x61, 0]), /a\.js is UTF-16 .* save it as UTF-8$/, /est en UTF-16/, /ist in UTF-16/],
    [Buffer.from("// 1\n// \u00e9", "latin1"), /a\.js is not UTF-8 text \(by line 2 /, /à la ligne 2/, /in Zeile 2/],
  ] as const) {
    const read = textOf("a.js", bytes);
    assert.ok(!read.ok && read.why);
    assert.match(read.problem, en);
    assert.equal(say(read.why, "en"), read.problem);
    assert.match(say(read.why, "fr"), fr);
    assert.match(say(read.why, "de"), de);
  }
});

test("a script whose disk does not answer is told so in every language", () => {
  const read = textOf("a.js", noAnswer("/net/a.js"));
  assert.ok(!read.ok && read.why);
  assert.equal(read.problem, "/net/a.js does not answer: look at the disk or the network share it lies on");
  assert.equal(say(read.why, "en"), read.problem);
  assert.match(say(read.why, "de"), /^\/net\/a\.js antwortet nicht: /);
});
