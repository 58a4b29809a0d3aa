import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importReadings } from "./import.ts";
import { UnclearText } from "./layout.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";

async function refusal(text: string, format: "csv" | "jsonl"): Promise<string> {
  const bytes = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  };
  try {
    await importReadings(new MemoryLoader(), bytes(), { format, channel: "a" });
  } catch (error) {
    if (error instanceof UnclearText) return error.message;
  }
  return "";
}

describe("a text of another program's own form", () => {
  const tuples = (count: number): string => Array.from({ length: count }, (_, i) => `[${i}000,1.5,1]`).join();
  for (const [name, text, words] of [
    [
      "volkszaehler",
      `{"version":"0.3","data":{"tuples":[${tuples(3)}],"uuid":"1"}}`,
      /volkszaehler's JSON.*format=csv/,
    ],
    ["volkszaehler at length", `{"version":"0.3","data":{"tuples":[${tuples(9_000)}]}}`, /volkszaehler's JSON.*tuples/],
    [
      "openHAB",
      '{"name":"Grid","datapoints":"1","data":[{"time":1,"state":"5"}]}',
      /openHAB's JSON: write jq -c '\.data\[\]'/,
    ],
    [
      "Tasmota",
      '12:00:01.1 MQT: tele/plug/SENSOR = {"Time":"2026-03-10T07:00:00","ENERGY":{"Power":5}}',
      /log of Tasmota/,
    ],
  ] as const) {
    it(`is told with what to do: ${name}`, async () => {
      for (const format of ["csv", "jsonl"] as const) assert.match(await refusal(text, format), words);
    });
  }

  it("is none where it has readings", async () => {
    assert.equal(await refusal('{"channel":"tuples","at":1773100800000,"value":1}\n', "jsonl"), "");
  });
});
