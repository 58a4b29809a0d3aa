import assert from "node:assert/strict";
import { it } from "node:test";
import { ByteSink, ByteSource } from "./bytes.ts";
import { planTimes } from "./times.ts";

it("a plan of instants says its base and step in bytes, which stay when the next plan is made", () => {
  const sink = new ByteSink();
  const START = Date.UTC(2026, 5, 15);
  const at = Float64Array.from({ length: 400 }, (_, i) => START + 10_000 * i);
  const plans = [0, 100, 200, 300].map((from) => planTimes(at, from, 100, sink));
  const heads = plans.map(({ head, count, rest }) => {
    const source = new ByteSource(head);
    return [source.signed(), source.signed(), source.left, count, rest];
  });
  assert.deepEqual(
    heads,
    [0, 100, 200, 300].map((from) => [START + 10_000 * from, 10_000, 0, 100, null]),
  );
});
