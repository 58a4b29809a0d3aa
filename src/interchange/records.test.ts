import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importReadings } from "./import.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";
import { taken } from "./testing/taken.ts";

/** Fields of CSV that go over several lines, and quotes that nothing closes. */

const T = 1_795_168_800_000;
const instant = (i: number): string => new Date(T + i).toISOString().replace(".000Z", "Z");

function of(text: string, options: Parameters<typeof taken>[2] = {}) {
  const { values, intake } = taken("csv", text, options);
  return { values, refused: intake.refused, lines: intake.lines, complaints: intake.complaints };
}

describe("a quoted field with line breaks", () => {
  it("belongs to its row, whatever its lines seem to be", () => {
    const text = `time,channel,value,note
${T},pv,1,"seen by ""A""
${T + 1},pv,999

# no comment"\r
${T + 2},pv,3,"a","b
c",
${T + 3},pv,4,none
`;
    assert.deepEqual(of(text, { columns: "time,channel,value,-,-,-" }), {
      values: { pv: { [instant(0)]: 1, [instant(2)]: 3, [instant(3)]: 4 } },
      refused: 0,
      lines: 8,
      complaints: [],
    });
  });

  it("may be a state, a name or a header: its line breaks are blanks", () => {
    assert.deepEqual(of(`time,channel,value\n${T},"a\nb","bulk,\r\nthen float"\n`).values, {
      "a b": { [instant(0)]: "bulk, then float" },
    });
    const { values } = of(`Zeit;"Leistung\n(kW)";Zähler\n10.03.2026 07:00;1,5;7\n`, {
      columns: "Zeit=time,Leistung=pv",
    });
    assert.deepEqual(values, { pv: { "2026-03-10T07:00:00Z": 1_500 } });
  });

  it("is told with all of its lines when its row is none", () => {
    const { complaints } = of(`time,channel,value\n${T},pv,1\n${T},"a\nb\nc"\n${T + 1},pv,2\n`);
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? "", /^lines 3 to 5: three fields/);
  });

  it("is read whole by who goes on after a stop", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${T + i},pv,${i},"one\ntwo\n${T},pv,-1"\n`);
    const text = Buffer.from(`time,channel,value,note\n${rows.join("")}`);
    async function* cut(from: number): AsyncGenerator<Buffer> {
      for (let at = from; at < text.length; at += 30) yield text.subarray(at, at + 30);
    }
    for (let pieces = 1; pieces < 50; pieces += 7) {
      const loader = new MemoryLoader();
      let asked = 0;
      const options = { format: "csv", file: "f", columns: "time,channel,value,-" } as const;
      await importReadings(loader, cut(0), { ...options, stopped: () => ++asked >= pieces });
      const begun = loader.marks.at(-1);
      const report = await importReadings(loader, cut(begun?.bytes ?? 0), { ...options, begun, head: cut(0) });
      assert.deepEqual([report.refused, report.lines], [0, 121], `${pieces}`);
      assert.deepEqual(
        loader.all.get("pv"),
        rows.map((_, i) => [T + i, i]),
      );
    }
  });
});

describe("a quote that nothing closes", () => {
  const missing = (line: number): RegExp => new RegExp(`^line ${line}: a quote is missing at the end of a field`);

  it("is told with the line where it began, and costs that line only", () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${T + i},${i % 2 === 0 ? "pv" : "grid"},${i}`);
    const text = (line: string): string =>
      ["time,channel,value", ...rows.slice(0, 5), line, ...rows.slice(5), ""].join("\n");
    for (const line of [`${T},pv,"bulk`, `${T},"pv,5`, `"${T},pv,5`]) {
      const { values, refused, complaints, lines } = of(text(line));
      assert.deepEqual([refused, lines, Object.values(values.pv ?? {})], [1, 12, [0, 2, 4, 6, 8]], line);
      assert.deepEqual(Object.values(values.grid ?? {}), [1, 3, 5, 7, 9], line);
      assert.match(complaints[0] ?? "", missing(7));
    }
  });

  it("does not wait for a quote that stands elsewhere", () => {
    const { values, refused, complaints } = of(
      `time,channel,value\n${T},pv,"bulk\n${T + 1},pv,"float"\n${T + 2},pv,"float\nagain"\n`,
    );
    assert.deepEqual(values.pv, { [instant(1)]: "float", [instant(2)]: "float again" });
    assert.equal(refused, 1);
    assert.match(complaints[0] ?? "", missing(2));
  });

  it("takes no more than a line may have, in a text of any length", () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${T + i},pv,${i}\n`).join("");
    const { values, refused, complaints } = of(`time,channel,value\n${T},grid,"bulk\n${rows}`);
    assert.deepEqual([Object.keys(values.pv ?? {}).length, refused], [20_000, 1]);
    assert.match(complaints[0] ?? "", missing(2));
  });

  it("in each line costs each once", () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${T + i},a","b`);
    const { intake } = taken("csv", `time,channel,value\n${lines.join("\n")}\n`);
    assert.deepEqual([intake.refused, intake.readings, intake.lines], [20_000, 0, 20_001]);
  });

  it("is told before a line that is too long", () => {
    const { complaints, values } = of(`time,channel,value\n${T},pv,"a\n${"x".repeat(70_000)}\n${T},pv,1\n`);
    assert.match(complaints[0] ?? "", missing(2));
    assert.match(complaints[1] ?? "", /^line 3: a line of more than/);
    assert.deepEqual(values.pv, { [instant(0)]: 1 });
  });
});
