import assert from "node:assert/strict";
import { test } from "node:test";
import { relayRow } from "./bands.ts";
import { toCsv } from "./csv.ts";

const at = Date.UTC(2026, 10, 20, 12);
const series = { unit: "W", at: [at, at + 60_000], min: [1, 2.5], mean: [1.1000000001, 3], max: [2, 4] };
const column = { name: "solar.power", unit: "W", pieces: [{ from: at, to: at + 120_000, step: 60_000, series }] };

test("a line a bucket, the site's time and UTC, commas and points, CRLF", () => {
  const slow = { ...series, at: [at], min: [-1], mean: [-1], max: [-1] };
  const other = { name: 'a "b", c', unit: "", pieces: [{ from: at, to: at + 120_000, step: 60_000, series: slow }] };
  const boiler = relayRow("relay.boiler", "boiler", [{ from: at + 30_000, to: null }]);
  assert.equal(
    toCsv([column, other], [boiler], "Europe/Paris"),
    [
      'time,utc_ms,solar.power min W,solar.power mean W,solar.power max W,"a ""b"", c min","a ""b"", c mean","a ""b"", c max",relay.boiler',
      `2026-11-20T13:00:00+01:00,${at},1,1.1,2,-1,-1,-1,off`,
      `2026-11-20T13:01:00+01:00,${at + 60_000},2.5,3,4,,,,on`,
      "",
    ].join("\r\n"),
  );
});

test("buckets outside of the view are left out; a name is no formula", () => {
  const cut = { ...column, name: "=cmd", pieces: [{ from: at + 60_000, to: at + 120_000, step: 60_000, series }] };
  const lines = toCsv([cut], [], "UTC").split("\r\n");
  assert.equal(lines[0], "time,utc_ms,'=cmd min W,'=cmd mean W,'=cmd max W");
  assert.equal(lines.length, 3);
});

test("bands alone have a line for each of their beginnings", () => {
  const boiler = relayRow("relay.boiler", "boiler", [
    { from: at, to: at + 1 },
    { from: at + 9, to: null },
  ]);
  assert.equal(toCsv([], [boiler], "UTC").trim().split("\r\n").length, 3);
});
