import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { CSV_HEADER, GREATEST_NUMBER, saysUnknown, type Unit, type Value } from "../model/index.ts";
import { FORMATS, type Format, writeLine } from "./formats.ts";
import { Intake } from "./intake.ts";
import { readingOf } from "./reader.ts";
import { Scanner } from "./scan.ts";
import { assertSameBothWays, plainly } from "./testing/both-ways.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";
import { taken } from "./testing/taken.ts";

/** A channel's unit as exports tell it. */
const unitOf = (value: Value): Unit => (typeof value === "string" ? null : "");

describe("the forms of readings", () => {
  for (const format of FORMATS) {
    it(`${format} gives back what was written`, () => {
      const aState = fc.oneof(
        fc.stringMatching(/^[^\r\n\0]{0,20}$/),
        fc.stringMatching(/^['=+@\t＝-]{1,3}[^\r\n\0]{0,5}$/),
        fc.constantFrom("12", "-1.5", "1e3", "nan", "12abc", "'12", "''", "2026-01-01"),
      );
      const aReading = fc.record({
        channel: fc.stringMatching(/^[\w.,= "'@+-]{0,20}[\w]$/),
        at: fc.integer({ min: 1e11, max: 4e12 }),
        value: fc.oneof(
          fc.double({ noNaN: true, min: -GREATEST_NUMBER, max: GREATEST_NUMBER }).map((n) => n + 0),
          // line protocol has a word for what is not known, and it is no state
          format === "influx" ? aState.filter((words) => !saysUnknown(words.trim())) : aState,
        ),
      });
      fc.assert(
        fc.property(aReading, (reading) => {
          fc.pre(reading.channel.trim() === reading.channel && !reading.channel.startsWith("relay."));
          fc.pre(format !== "influx" || !/\\/.test(reading.channel));
          const line = writeLine(format, reading, unitOf(reading.value));
          const head = format === "csv" ? `${CSV_HEADER}\n` : "";
          const { loader, intake } = taken(format, `${head}${line}\n`);
          assert.deepEqual(intake.complaints, [], line);
          assert.deepEqual([...loader.all], [[reading.channel, [[reading.at, reading.value]]]], line);
        }),
        { numRuns: 300 },
      );
    });
  }

  it("mean the same whether read from their bytes or from their words", () => {
    for (const format of FORMATS) assertSameBothWays(format, 100);
  });

  it("are read from their bytes where they are plain", () => {
    for (const [format, line] of [
      ["csv", "2026-05-01T10:00:00.250Z,pv,-12.5"],
      ["csv", "1777629600250,pv,-12.5"],
      ["jsonl", '{"channel":"pv","at":1777629600250,"value":-12.5,"unit":"W"}'],
      ["influx", "pv value=-12.5 1777629600250999999"],
      ["influx", "W,room=cellar,id=7 pv=-12.5i 1777629600250999999"],
    ] as const) {
      const scanner = new Scanner(format);
      const loader = new MemoryLoader();
      assert.ok(!scanner.take(Buffer.from(line), 0, line.length, true), line);
      scanner.learn(loader.basket("pv", "W"));
      assert.ok(scanner.take(Buffer.from(line), 0, line.length, true), line);
      assert.deepEqual(loader.all.get("pv"), [[1_777_629_600_250, -12.5]]);
    }
  });

  it("say the unit of numbers of time also where they could be read from their bytes", () => {
    const lines = ["2026-11-20T10:00:00Z,pv,1", "2026-11-20T10:00:01Z,pv,2", "1795168802000,pv,3", "1795168803,pv,4"];
    const { loader, intake } = taken("csv", `time,channel,value\n${lines.join("\n")}\n`);
    assert.deepEqual(
      loader.all.get("pv")?.map(([at]) => at),
      [1_795_168_800_000, 1_795_168_801_000, 1_795_168_802_000],
    );
    assert.match(intake.complaints.join(), /"1795168803" would be seconds, and the times before are milliseconds/);
  });

  it("are read from their bytes as from their words where numbers begin with noughts", () => {
    const json = (at: string, value: string): string => `{"channel":"pv","at":${at},"value":${value}}`;
    const [T, AGAIN] = ["1795168800000", "01795168800001"];
    for (const [format, lines] of [
      ["csv", [`${T},pv,1`, `${AGAIN},pv,-007.5`, "1795168800002,pv,00", "1795168800003,pv,0.5"]],
      ["jsonl", [json(T, "1"), json(AGAIN, "1"), json(T, "007"), json(T, "-007"), json("1795168800009", "-0.5")]],
      ["influx", [`pv value=1 ${T}000000`, `pv value=-007.5 ${AGAIN}000000`, "pv value=00i 1795168800002000000"]],
    ] as const) {
      const text = lines.map((line) => `${line}\n`).join("");
      assert.deepEqual(taken(format, text).loader.all, plainly(format, text), format);
    }
  });

  it("say what is wrong with a line", () => {
    const good = "1795168800000,pv,12\n";
    for (const [format, line, words] of [
      ["csv", `${good}1,pv`, /three fields \(time,channel,value\) expected in: 1,pv/],
      ["csv", `${good}yesterday,pv,"1"`, /"yesterday" is no time/],
      ["csv", `${good}1,"pv,2`, /quote is missing/],
      ["csv", `${good}1,"pv" x,2`, /quote is missing/],
      ["csv", `${good}2026-03-10T07:00:00Z,pv,1500\r2026-03-10T07:00:01Z,pv,1500`, /save the file with LF/],
      ["csv", `${good}2026-03-10T07:00:00Z,k\uFFFDche,1500`, /save the file as UTF-8/],
      ["jsonl", "{", /no JSON/],
      ["jsonl", '{"channel":"pv"}', /"channel", "at" and "value" expected/],
      ["jsonl", '{"channel":"pv","at":1795168800000,"value":{}}', /"channel", "at" and "value" expected/],
      ["influx", "pv 12", /name value=12.5/],
      ["influx", "pv value=12", /name value=12.5/],
      ["influx", "pv value=1x 1795168800000000000", /"1x" is neither a number nor true, false or "words"/],
    ] as const) {
      const { intake } = taken(format, line);
      assert.match(intake.complaints[0] ?? "", words, line);
      assert.equal(intake.refused, 1, line);
    }
    assert.throws(() => taken("csv", "time,channel,value\r2026-03-10T07:00:00Z,pv,1500"), /end with CR only/);
  });
});

it("shows a long line without half a character at its cut", () => {
  for (const before of ["", "x", "xx"]) {
    const [complaint = ""] = taken("csv", `time,channel,value\n${before}${"😀".repeat(60)},pv,1\n`).intake.complaints;
    assert.match(complaint, /…/, before);
    assert.ok(complaint.isWellFormed(), complaint);
  }
});

function intakeFor(format: Format, loader = new MemoryLoader()): Intake {
  return new Intake(format, readingOf(format, [`${CSV_HEADER}`], { zone: "UTC" }), loader);
}

it("counts a line that is too long once, and keeps the bound of what it holds", () => {
  const intake = intakeFor("csv");
  const long = Buffer.from("x".repeat(50_000));
  for (let i = 0; i < 10; i++) intake.take(long);
  intake.take(Buffer.from("\n1795168800000,pv,1\n"));
  const { lines, refused, readings, complaints, bytes } = intake;
  assert.deepEqual({ lines, refused, readings, bytes }, { lines: 2, refused: 1, readings: 1, bytes: 500_020 });
  assert.match(complaints[0] ?? "", /^line 1: a line of more than/);
});

it("refuses a line that is too long however its bytes arrive", () => {
  const at = "1795168800000";
  const most = "x".repeat(65_536 - `${at},,7`.length);
  const text = Buffer.from(`${at},${most},7\n${at},${most}x,7\n${at},pv,7\n`);
  const report = (pieces: readonly Buffer[]) => {
    const intake = intakeFor("csv");
    for (const piece of pieces) intake.take(piece);
    const { lines, refused, readings, complaints } = intake;
    return { lines, refused, readings, complaints };
  };
  const whole = report([text]);
  assert.deepEqual(whole, report([text.subarray(0, 100_000), text.subarray(100_000, 131_080), text.subarray(131_080)]));
  assert.deepEqual([whole.refused, whole.readings], [2, 1]);
  assert.match(whole.complaints[1] ?? "", /^line 2: a line of more than 65536 bytes/);
});

/** What comes of lines, each taken alone. */
function intakeOf(lines: Iterable<string>): { intake: Intake; loader: MemoryLoader } {
  const loader = new MemoryLoader();
  const intake = intakeFor("jsonl", loader);
  for (const line of lines) intake.take(Buffer.from(`${line}\n`));
  return { intake, loader };
}

const said = (channel: string, unit: string | null = "W"): string =>
  JSON.stringify({ channel, at: 1_795_168_800_000, value: 1, unit });

it("refuses names and units that may not be kept, one by one and in words", () => {
  for (const [line, words] of [
    [said(""), /the channel "" is empty/],
    [said("a\r\nb"), /the channel "a\\r\\nb" has characters that do not show/],
    [said("a\0"), /characters that do not show/],
    [said("gnp.\u202egnihtyreve"), /the channel "gnp\.\\u\{202e\}gnihtyreve" has characters that do not show/],
    [said("x".repeat(201)), /has 201 characters: at most 200/],
    [said("relay.heater"), /begins with "relay\."/],
    [said("__proto__"), /JavaScript's own/],
    [said("pv", "u".repeat(60_000)), /the unit "u+…" of "pv" has 60000 characters: at most 16/],
    [said("pv", "W\u200b"), /the unit .* of "pv" has characters that do not show/],
  ] as const) {
    const { intake, loader } = intakeOf([line]);
    assert.deepEqual([intake.readings, intake.refused, loader.all.size], [0, 1, 0], line.slice(0, 80));
    assert.match(intake.complaints[0] ?? "", words);
    assert.ok((intake.complaints[0] ?? "").length < 300);
  }
});

it("of a file that names ever more channels the first 2,000 are taken, and the rest counted", () => {
  const names = 5_000;
  const { intake, loader } = intakeOf(Array.from({ length: names }, (_, i) => said(`name${i}`)));
  assert.deepEqual([intake.readings, intake.refused, loader.all.size], [2_000, names - 2_000, 2_000]);
  assert.match(intake.complaints[0] ?? "", /line 2001: "name2000" would be channel 2001: a file has at most 2000/);
  assert.match(intake.complaints[0] ?? "", / \(3000 such lines: 2001, 2002, 2003, 2004, 2005, …\)$/);
  assert.deepEqual([intake.complaints.length, intake.further], [1, 0]);
});

it("CSV holds nothing that a spreadsheet would run, and is read back as it was", () => {
  const at = Date.UTC(2026, 4, 1);
  const read = (line: string) => [...taken("csv", `${CSV_HEADER}\n${line}\n`).loader.all][0];
  for (const words of ["=cmd|'/c calc'!A1", "+1+1", "-5", "@SUM(A1)", "\t=1", "'quoted'", "'=1", "＝1", "-"]) {
    const state = writeLine("csv", { channel: "mode", at, value: words }, null);
    assert.match(state, /^2026-05-01T00:00:00\.000Z,mode,"'/, words);
    assert.deepEqual(read(state), ["mode", [[at, words]]]);
    if (words.includes("\t")) continue;
    const name = writeLine("csv", { channel: words, at, value: -5 }, "W");
    assert.match(name, /^2026-05-01T00:00:00\.000Z,"?'.*,-5$/, words);
    assert.deepEqual(read(name), [words, [[at, -5]]]);
  }
  // what needs no apostrophe has none, and one that stands alone is a word's own
  assert.equal(writeLine("csv", { channel: "pv-1", at, value: -5 }, "W"), "2026-05-01T00:00:00.000Z,pv-1,-5");
  assert.equal(writeLine("csv", { channel: "a", at, value: "on" }, null), '2026-05-01T00:00:00.000Z,a,"on"');
  assert.deepEqual(read(`${at},'tis,"'12"`), ["'tis", [[at, "12"]]]);
  assert.deepEqual(read(`${at},a,+5`), ["a", [[at, 5]]]);
  const lines = `${at},'=x,1\n${at + 1},'=x,2\n`;
  assert.deepEqual(read(lines), [
    "=x",
    [
      [at, 1],
      [at + 1, 2],
    ],
  ]);
});
