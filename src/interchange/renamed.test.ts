import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import { importReadings } from "./import.ts";
import { UnclearText } from "./layout.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";
import { taken } from "./testing/taken.ts";

const T = "2026-03-10T00:00:00Z";
const said = (text: string, format: "csv" | "jsonl" | "influx" = "csv", channel = "grid.power") => {
  const { values, intake } = taken(format, text, { channel });
  return { values, notes: intake.notes().join("\n"), complaints: intake.complaints.join("\n") };
};

describe("--channel", () => {
  it("is what the only channel of a text is called", () => {
    const texts = [
      ["csv", `time,channel,value\n${T},pv,1\n`],
      ["csv", `# source:;volkszaehler.org\n# uuid:;12\n# title:;pv\n${Date.parse(T)};1;1\n`],
      ["jsonl", `{"channel":"pv","at":"${T}","value":1}\n`],
      ["influx", `pv value=1 ${Date.parse(T)}000000\n`],
    ] as const;
    for (const [format, text] of texts) {
      const { values, notes } = said(text, format);
      assert.deepEqual(values, { "grid.power": { [T]: 1 } }, text);
      assert.match(notes, /^Its channel pv is taken as grid\.power$/m);
    }
  });

  it("is refused where a text names several", () => {
    const several = (text: string): void => {
      assert.throws(
        () => said(text),
        (error) =>
          error instanceof UnclearText && /several channels itself \(pv, b\).*leave it out/.test(error.message),
      );
    };
    several(`time,channel,value\n${T},pv,1\n${T},b,1\n`);
    several(`# source:;volkszaehler.org\n# title:;pv\n1773100800000;1;1\n# title:;b\n1773100800000;2;1\n`);
  });

  it("refuses lines of another channel that come late", async () => {
    const rows = Array.from({ length: 6_000 }, (_, i) => `${Date.parse(T) + i},pv,1\n`).join("");
    const loader = new MemoryLoader();
    const text = Readable.from([Buffer.from(`time,channel,value\n${rows}1773200000000,b,1\n`)]);
    const { complaints } = await importReadings(loader, text, { format: "csv", channel: "grid.power" });
    assert.deepEqual([...loader.all.keys()], ["grid.power"]);
    assert.match(complaints.join(), /b is another channel than pv/);
  });

  it("is that of lines without one, and says that others keep theirs", () => {
    const { values, notes } = said(`{"at":"${T}","value":1}\n{"channel":"b","at":"${T}","value":2}\n`, "jsonl");
    assert.deepEqual(values, { "grid.power": { [T]: 1 }, b: { [T]: 2 } });
    assert.doesNotMatch(notes, /taken as/);
    const same = said(`time,channel,value\n${T},grid.power,1\n`);
    assert.deepEqual(same.values, { "grid.power": { [T]: 1 } });
    assert.doesNotMatch(same.notes, /taken as/);
  });
});
