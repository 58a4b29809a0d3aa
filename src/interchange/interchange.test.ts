import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { flawOfForeignName, type Reading } from "../model/index.ts";
import { FORMATS, parseLine, writeLine } from "./formats.ts";
import { Intake } from "./intake.ts";
import { BadLine } from "./line.ts";
import { Scanner } from "./scan.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";

function canBeKept({ channel, value }: Reading): boolean {
  return flawOfForeignName(channel) === undefined && Number.isFinite(typeof value === "number" ? value : 0);
}

/** What lines say, read one by one: of two readings of one instant the first stays. */
function plainly(format: (typeof FORMATS)[number], lines: readonly string[]): Map<string, unknown[]> {
  const all = new Map<string, Map<number, unknown>>();
  for (const line of lines) {
    try {
      const reading = parseLine(format, line);
      if (!reading || !canBeKept(reading)) continue;
      const { channel, at, value } = reading;
      const values = all.get(channel) ?? new Map<number, unknown>();
      all.set(channel, values);
      if (!values.has(at)) values.set(at, typeof value === "number" ? value + 0 : value);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
    }
  }
  return new Map([...all].map(([name, values]) => [name, [...values].sort(([a], [b]) => a - b)]));
}

describe("the forms of readings", () => {
  for (const format of FORMATS) {
    it(`${format} gives back what was written`, () => {
      const aReading = fc.record({
        channel: fc.stringMatching(/^[\w.,= "'@+-]{0,20}[\w]$/),
        at: fc.integer({ min: -1e12, max: 4e12 }),
        value: fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
          fc.stringMatching(/^[^\r\n\0]{0,20}$/),
          fc.stringMatching(/^['=+@\t＝-]{1,3}[^\r\n\0]{0,5}$/),
        ),
      });
      fc.assert(
        fc.property(aReading, (reading) => {
          fc.pre(reading.channel.trim() === reading.channel);
          fc.pre(format !== "influx" || !/\\/.test(reading.channel));
          const { channel, at, value } = parseLine(format, writeLine(format, reading, undefined)) ?? {};
          assert.deepEqual({ channel, at, value }, { ...reading });
        }),
        { numRuns: 300 },
      );
    });
  }

  it("mean the same whether read from their bytes or from their words", () => {
    const field = fc.constantFrom(
      "pv",
      "",
      "a b",
      "0",
      "-1.5",
      "12.50",
      "1e3",
      "1795168800000",
      '"on"',
      "-",
      ".5",
      "1.",
      "7".repeat(20),
    );
    const time = fc.constantFrom(
      "1795168800000",
      "2026-05-01T10:00:00.250Z",
      "2026-05-01T10:00:00Z",
      "2026-02-30T10:00:00Z",
      "2026-05-01T24:00:00Z",
      "2026-05-01T10:00:00.2Z",
      "2026-05-01",
      "x",
    );
    const csv = fc.tuple(time, field, field).map(([at, channel, value]) => `${at},${channel},${value}`);
    const jsonEnd = fc.constantFrom("}", ',"unit":"W"}', ',"unit":null}', ',"x":1}', "} ");
    const jsonl = fc
      .tuple(field, field, time, jsonEnd)
      .map(([channel, value, at, end]) => `{"channel":"${channel}","at":${at},"value":${value}${end}`);
    const tags = fc.constantFrom("", "", ",room=cellar", ",room=a\\ b,x=1", ",=", ",room");
    const influx = fc
      .tuple(
        field,
        tags,
        fc.constantFrom("value", "temp", "a=b"),
        field,
        fc.constantFrom("", "i"),
        time,
        fc.constantFrom("000000", "", "123456"),
      )
      .map(([channel, tag, name, value, type, at, ns]) => `${channel}${tag} ${name}=${value}${type} ${at}${ns}`);
    const some = (line: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(line, { maxLength: 60, size: "max" });
    for (const [format, lines] of [
      ["csv", some(csv)],
      ["jsonl", some(jsonl)],
      ["influx", some(influx)],
    ] as const) {
      fc.assert(
        fc.property(lines, (text) => {
          const loader = new MemoryLoader();
          const intake = new Intake(format, "UTC", loader);
          intake.take(Buffer.from(text.map((line) => `${line}\n`).join("")));
          assert.deepEqual(loader.all, plainly(format, text));
        }),
        { numRuns: 400 },
      );
    }
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
      assert.ok(!scanner.take(Buffer.from(line), 0, line.length), line);
      scanner.learn(loader.basket("pv"));
      assert.ok(scanner.take(Buffer.from(line), 0, line.length), line);
      assert.deepEqual(loader.all.get("pv"), [[1_777_629_600_250, -12.5]]);
    }
  });

  it("are read from their bytes as from their words where numbers begin with noughts", () => {
    for (const [format, lines] of [
      ["csv", ["0,pv,1", "007,pv,-007.5", "8,pv,00", "9,pv,0.5"]],
      [
        "jsonl",
        [
          ["0", "1"],
          ["007", "1"],
          ["1", "007"],
          ["2", "-007"],
          ["3", "00.5"],
          ["4", "-0.5"],
          ["5", "0"],
        ],
      ],
      ["influx", ["pv value=1 0000000000", "pv value=-007.5 1000000000", "pv value=00i 2000000000"]],
    ] as const) {
      const text = lines.map((line) =>
        typeof line === "string" ? line : `{"channel":"pv","at":${line[0]},"value":${line[1]}}`,
      );
      const loader = new MemoryLoader();
      new Intake(format, "UTC", loader).take(Buffer.from(text.map((line) => `${line}\n`).join("")));
      assert.deepEqual(loader.all, plainly(format, text), format);
    }
  });

  it("read what other programs write", () => {
    assert.deepEqual(parseLine("influx", "house,room=cellar temp=12.5 1795168800000000000"), {
      channel: "house.cellar.temp",
      at: 1_795_168_800_000,
      value: 12.5,
    });
    for (const [word, state] of [
      ["t", "on"],
      ["TRUE", "on"],
      ["f", "off"],
      ["False", "off"],
    ] as const) {
      assert.equal(parseLine("influx", `relay value=${word} 1795168800000000000`)?.value, state);
    }
    assert.deepEqual(parseLine("influx", "relay value=1i 1795168800000000000")?.value, 1);
    assert.deepEqual(parseLine("csv", "1795168800000,pv,12")?.at, 1_795_168_800_000);
    assert.deepEqual(parseLine("csv", "2026-05-01T00:00:00Z,mode,float")?.value, "float");
    for (const line of ["time,channel,value", "# a note", "  "]) assert.equal(parseLine("csv", line), null);
  });

  it("say what is wrong with a line", () => {
    for (const [format, line, words] of [
      ["csv", "1,pv", /three fields/],
      ["csv", 'yesterday,pv,"1"', /"yesterday" is no time/],
      ["csv", '1,"pv,2', /quote is missing/],
      ["csv", "time,channel,value\r2026-03-10T07:00:00Z,pv,1500", /save the file with LF/],
      ["csv", "2026-03-10T07:00:00Z,k\uFFFDche,1500", /save the file as UTF-8/],
      ["jsonl", "{", /no JSON/],
      ["jsonl", '{"channel":"pv"}', /"channel", "at" and "value" expected/],
      ["influx", "pv 12", /name value=12.5/],
    ] as const) {
      assert.throws(
        () => parseLine(format, line),
        (error) => error instanceof BadLine && words.test(error.message),
      );
    }
  });
});

it("counts a line that is too long once, and keeps the bound of what it holds", () => {
  const intake = new Intake("csv", "UTC", new MemoryLoader());
  const long = Buffer.from("x".repeat(50_000));
  for (let i = 0; i < 10; i++) intake.take(long);
  intake.take(Buffer.from("\n1,pv,1\n"));
  const { lines, refused, readings, complaints, bytes } = intake;
  assert.deepEqual({ lines, refused, readings, bytes }, { lines: 2, refused: 1, readings: 1, bytes: 500_008 });
  assert.match(complaints[0] ?? "", /^line 1: a line of more than/);
});

it("refuses a line that is too long however its bytes arrive", () => {
  const most = "x".repeat(65_536 - "1,,7".length);
  const text = Buffer.from(`1,${most},7\n1,${most}x,7\n2,pv,7\n`);
  const report = (pieces: readonly Buffer[]) => {
    const intake = new Intake("csv", "UTC", new MemoryLoader());
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
  const intake = new Intake("jsonl", "UTC", loader);
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
  const names = 50_000;
  const { intake, loader } = intakeOf(Array.from({ length: names }, (_, i) => said(`name${i}`)));
  assert.deepEqual([intake.readings, intake.refused, loader.all.size], [2_000, names - 2_000, 2_000]);
  assert.match(intake.complaints[0] ?? "", /line 2001: "name2000" would be channel 2001: a file has at most 2000/);
  assert.equal(intake.complaints.length, 5);
});

it("CSV holds nothing that a spreadsheet would run, and is read back as it was", () => {
  const at = Date.UTC(2026, 4, 1);
  for (const words of ["=cmd|'/c calc'!A1", "+1+1", "-5", "@SUM(A1)", "\t=1", "'quoted'", "'=1", "＝1", "-"]) {
    const state = writeLine("csv", { channel: "mode", at, value: words }, null);
    assert.match(state, /^2026-05-01T00:00:00\.000Z,mode,"'/, words);
    assert.equal(parseLine("csv", state)?.value, words);
    const name = writeLine("csv", { channel: words, at, value: -5 }, "W");
    assert.match(name, /^2026-05-01T00:00:00\.000Z,"?'.*,-5$/, words);
    assert.deepEqual(parseLine("csv", name), { channel: words, at, value: -5 });
  }
  // what needs no apostrophe has none, and one that stands alone is a word's own
  assert.equal(writeLine("csv", { channel: "pv-1", at, value: -5 }, "W"), "2026-05-01T00:00:00.000Z,pv-1,-5");
  assert.equal(parseLine("csv", "0,'tis,\"'twas\"")?.channel, "'tis");
  assert.equal(parseLine("csv", "0,'tis,\"'twas\"")?.value, "'twas");
  assert.equal(parseLine("csv", "0,a,+5")?.value, 5);
  const lines = `0,'=x,1\n60000,'=x,2\n`;
  const loader = new MemoryLoader();
  const intake = new Intake("csv", "UTC", loader);
  intake.take(Buffer.from(lines));
  assert.deepEqual(
    [...loader.all],
    [
      [
        "=x",
        [
          [0, 1],
          [60_000, 2],
        ],
      ],
    ],
  );
});
