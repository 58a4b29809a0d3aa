import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asUtf8, wideOf } from "./encoding.ts";
import { taken } from "./testing/taken.ts";

const T = 1_795_168_800_000;
const TEXT = `time,channel,value\n${T},küche.leistung,1\n${T + 1},küche.leistung,2\n`;

async function* cut(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

async function utf8(bytes: Buffer, length = 7): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of asUtf8(cut(bytes, length))) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("a text", () => {
  const little = Buffer.from(TEXT, "utf16le");
  const big = Buffer.from(little).swap16();

  it("may be UTF-16, with and without its mark, cut anywhere", async () => {
    for (const [bytes, mark] of [
      [little, "fffe"],
      [big, "feff"],
    ] as const) {
      assert.equal(await utf8(bytes, 64), TEXT);
      assert.equal((await utf8(Buffer.concat([Buffer.from(mark, "hex"), bytes]))).replace("\uFEFF", ""), TEXT);
    }
    assert.equal(await utf8(Buffer.from(TEXT)), TEXT);
    assert.equal(wideOf(Buffer.from("a\0")), undefined);
  });

  it("may have the mark of UTF-8", () => {
    assert.deepEqual(Object.keys(taken("csv", `\uFEFF${TEXT}`).values), ["küche.leistung"]);
  });

  it("may be Windows-1252, which is said", () => {
    const { values, intake } = taken("csv", Buffer.from(TEXT, "latin1"));
    assert.deepEqual(Object.values(values["küche.leistung"] ?? {}), [1, 2]);
    assert.match(intake.notes().join(), /taken as Windows-1252/);
  });

  it("is UTF-8 to its end where it begins so: another byte is damage", () => {
    const { intake } = taken("csv", Buffer.concat([Buffer.from(TEXT), Buffer.from(`${T},k\xfcche,3\n`, "latin1")]));
    assert.equal(intake.readings, 2);
    assert.match(intake.complaints[0] ?? "", /line 4: not UTF-8, as the lines before/);
  });

  it("is said to be no UTF-8 where it is UTF-32, or goes on as UTF-16", async () => {
    const wide = Buffer.from([...TEXT].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));
    const marked = await utf8(Buffer.concat([Buffer.from("fffe0000", "hex"), wide]));
    const words = /bytes of 0 between its letters.*UTF-32.*save the file as UTF-8: .*time/;
    for (const bytes of [wide, marked]) assert.throws(() => taken("csv", bytes), words);
    const { intake } = taken("csv", Buffer.concat([Buffer.from(TEXT), little]));
    assert.match(intake.complaints[0] ?? "", words);
  });
});
