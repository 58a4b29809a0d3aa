import assert from "node:assert/strict";
import { test } from "node:test";
import { again } from "../model/testing/again.ts";
import { complaint } from "./testing/house.ts";

/** Texts of a configuration's greatest length, made to keep whoever reads them busy. */

const BYTES = 256 * 1024 - 200;
const MOST_MS = 6_000;

/** So many of a part that the whole is as long as may be. */
function many(part: (index: number) => string, head = "", bytes = BYTES): string {
  let text = head;
  for (let i = 0; ; i++) {
    const next = part(i);
    if (text.length + next.length > bytes) return text;
    text += next;
  }
}

const DATA = "data: ./d\n";
const DEVICES = `${DATA}devices:\n  plug: { type: file, path: ./p }\n`;

const TEXTS: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
  "keys that are not known": [
    many((i) => `k${i}: 1\n`, DATA),
    /"k0" is not known here.*\ngleaner\.yaml: and \d{5} more/s,
  ],
  "keys of one group": [many((i) => `  k${i}: 1\n`, `${DATA}site:\n`), /more like these$/],
  "one key again and again": [many(() => "abcde: 1\n", DATA), /gleaner\.yaml:3:1: YAML: "abcde" stands twice here/],
  "brackets within brackets": [many(() => "[", "data: "), /^gleaner\.yaml:1:71: YAML: nested too deeply/],
  "brackets that end": [`data: ${"[".repeat(BYTES / 2)}${"]".repeat(BYTES / 2)}`, /nested too deeply/],
  "braces within braces": [many(() => "{a: ", "data: "), /nested too deeply/],
  "lists within lists": [many(() => "- "), /YAML: /],
  "keys within keys": [many(() => "? "), /YAML: /],
  anchors: [many(() => "&a ", "data: "), /^gleaner\.yaml:1:7: YAML: anchors and aliases/],
  aliases: [many((i) => `k${i}: *x\n`, "data: &x ./d\n"), /anchors and aliases/],
  tags: [many(() => "!x ", "data: "), /^gleaner\.yaml:1:307: YAML: tags such as !secret/],
  commas: [
    many(() => ",", "data: ["),
    /^gleaner\.yaml:1:\d+: YAML: more words and signs than a configuration ever has$/,
  ],
  colons: [many(() => "a: ", "data: "), /YAML: /],
  "lines that are none": [many(() => "\t:\n", DATA), /more words and signs/],
  comments: [many(() => "#\n", DATA), /more words and signs/],
  "comments of some words": [many(() => "# what a house needs\n", DATA), /^$/],
  "devices that are none": [many((i) => `  d${i}: 1\n`, `${DATA}devices:\n`), /more like these$/],
  "channels of devices that are none": [
    many((i) => `  a.b${i}: plugg${i}.x\n`, `${DEVICES}channels:\n`),
    /no device is called "plugg0"/,
  ],
  "needs that are none": [
    many((i) => `  r${i}: { output: plug, needs: [a.b${i}] }\n`, `${DEVICES}relays:\n`),
    /no channel is called "a.b0"/,
  ],
  "a chain of formulas": [
    many((i) => `  a.b${i}: { formula: a.b${i + 1} }\n`, `${DEVICES}channels:\n`),
    /which no channel is called/,
  ],
  "circles of formulas": [
    many((i) => `  a.b${i}: { formula: a.b${i === 3_000 ? 0 : i + 1} }\n`, `${DEVICES}channels:\n`),
    /the formula depends on itself: a\.b0 → a\.b1 → .* → … → a\.b0/,
  ],
  "formulas of many": [
    many(
      (i) => `  a.b${i}: { formula: ${Array.from({ length: 80 }, (_, k) => `z${k}.y${i}`).join("+")} }\n`,
      `${DEVICES}channels:\n`,
    ),
    /which no channel is called/,
  ],
};

/** Processor time for which a text keeps its reader, ms, and what is said. */
function timed(text: string): { took_ms: number; words: string } {
  const { user: before } = process.cpuUsage();
  const words = complaint(text);
  return { took_ms: (process.cpuUsage().user - before) / 1_000, words };
}

for (const [name, [text, said]] of Object.entries(TEXTS)) {
  test(`read in a few seconds at most: ${name}`, () => {
    assert.ok(Buffer.byteLength(text) <= 256 * 1024);
    const { took_ms, words } = timed(text);
    assert.match(words, said);
    assert.ok(words.length < 1_000_000, `${words.length} characters were said`);
    assert.ok(took_ms < MOST_MS, `${took_ms} ms`);
  });
}

const PARTS: Readonly<Record<string, readonly [part: (index: number) => string, head: string]>> = {
  "keys that are not known": [(i) => `k${i}: 1\n`, DATA],
  "one key again and again": [() => "abcde: 1\n", DATA],
  "lists of nothing": [() => "[ ],\n", "data: ["],
  "channels of devices that are none": [(i) => `  a.b${i}: plugg${i}.x\n`, `${DEVICES}channels:\n`],
  "a chain of formulas": [(i) => `  a.b${i}: { formula: a.b${i + 1} }\n`, `${DEVICES}channels:\n`],
  "needs that are none": [(i) => `  r${i}: { output: plug, needs: [a.b${i}] }\n`, `${DEVICES}relays:\n`],
};

const TIMES = 8;
/** By the square it would be 64 times as long. */
const MOST_TIMES = 24;

for (const [name, [part, head]] of Object.entries(PARTS)) {
  test(`the time grows with the length, not with its square: ${name}`, async () => {
    const [short, long] = [many(part, head, BYTES / TIMES), many(part, head)];
    await again(async () => {
      timed(short);
      const [quick, slow] = [timed(short), timed(long)].map(({ took_ms }) => took_ms);
      assert.ok((slow ?? 0) <= MOST_TIMES * (quick ?? 0), `${quick} ms, and ${TIMES} times as long ${slow} ms`);
    });
  });
}
