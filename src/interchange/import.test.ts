import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ImportOptions, importReadings } from "./import.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";

/** Imports that end before their text does, and go on where they may. */

async function* cut(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

/** Imports a text up to a number of pieces, then the rest of it in another run. */
async function inTwo(text: string, pieces: number, options: Partial<ImportOptions>, length = 40) {
  const loader = new MemoryLoader();
  const bytes = Buffer.from(text);
  const all = { format: "csv", file: "f", ...options } as const;
  let asked = 0;
  await importReadings(loader, cut(bytes, length), { ...all, stopped: () => ++asked >= pieces });
  const begun = loader.marks.at(-1);
  assert.ok(begun);
  const rest = cut(bytes.subarray(begun.bytes), length);
  const report = await importReadings(loader, rest, { ...all, begun, head: cut(bytes, length) });
  return { loader, begun, report };
}

async function whole(text: string, options: Partial<ImportOptions>) {
  const loader = new MemoryLoader();
  await importReadings(loader, cut(Buffer.from(text), 1_000), { format: "csv", ...options });
  return loader.all;
}

describe("an import that goes on", () => {
  const night = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"].map(
    (clock, i) => `26.10.2025 ${clock};pv;${i},5`,
  );
  const AUTUMN = `Zeit;Kanal;Wert\n${night.join("\n")}\n`;

  it("reads the rest as it would have, whatever the text is like and wherever it was stopped", async () => {
    const shelly = `timestamp,total_act_energy\n${Array.from({ length: 9 }, (_, i) => `${1_773_126_000 + i * 60},${i}`).join("\n")}\n`;
    const annotated = ["a", "b"]
      .map(
        (name) =>
          `#datatype,string,dateTime:RFC3339,double\n,name,_time,_value\n,${name},2026-03-10T07:00:00Z,1\n,${name},2026-03-10T07:01:00Z,2\n`,
      )
      .join("\n");
    const wide = `timestamp,Grid L1,PV\n${Array.from({ length: 9 }, (_, i) => `${1_773_126_000 + i},${i},${i}`).join("\n")}\n`;
    const volkszaehler = `# source:;volkszaehler.org\n${["a", "b", "c"]
      .map((name, i) => `# uuid:;${name}${name}\n# title:;${name}\n${1_773_126_000_000 + i};${i};1\n`)
      .join("")}`;
    for (const [text, options] of [
      [volkszaehler, {}],
      [AUTUMN, { time_zone: "Europe/Paris" }],
      [shelly, { profile: "shelly" }],
      [annotated, {}],
      [wide, { columns: "Timestamp=time,PV=pv[kW]" }],
    ] as const) {
      const expected = await whole(text, options);
      assert.ok(expected.size > 0);
      for (let pieces = 1; pieces < text.length / 40; pieces++) {
        const { loader } = await inTwo(text, pieces, options);
        assert.deepEqual(loader.all, expected, `${text.slice(0, 20)} after ${pieces} pieces`);
      }
    }
  });

  it("does not go on within the hour that comes twice", async () => {
    const bounds = [...AUTUMN.matchAll(/\n/g)].map(({ index }) => index + 1);
    for (let pieces = 1; pieces < AUTUMN.length / 10; pieces++) {
      const { begun } = await inTwo(AUTUMN, pieces, { time_zone: "Europe/Paris" }, 10);
      assert.ok([0, bounds[0], bounds[1], bounds[6]].includes(begun.bytes), `${begun.bytes} of ${bounds}`);
    }
  });

  it("remembers how many lines could not be read", async () => {
    const { begun, report, loader } = await inTwo(
      `time,channel,value\nx,pv,1\n2026-03-10T07:00:00Z,pv,1\ny,pv,2\n`,
      1,
      {},
    );
    assert.equal(begun.refused, 1);
    assert.equal(report.refused, 1);
    assert.equal(loader.marks.at(-1)?.refused, 2);
  });
});

describe("a text that breaks off", () => {
  it("is kept as far as it went, and its trouble is told", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from("time,channel,value\n2026-03-10T07:00:00Z,pv,1\n2026-03-10T07:01:00Z,pv,2\n2026-");
      throw new Error("cut off");
    }
    const loader = new MemoryLoader();
    const report = await importReadings(loader, broken(), { format: "csv", file: "f" });
    assert.match(String(report.trouble), /cut off/);
    assert.deepEqual([report.complete, report.readings, loader.all.get("pv")?.length], [false, 2, 2]);
    assert.deepEqual(loader.marks.at(-1), { file: "f", bytes: 71, lines: 3, refused: 0 });
  });
});
