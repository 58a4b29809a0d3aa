import assert from "node:assert/strict";
import { test } from "node:test";
import { Bits } from "../src/store/testing/damaged.ts";
import { Writer } from "../src/store/tools.ts";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";

/** Readings on the disk that are not what was written: what the page and the commands say, beside a running house. */

const CONFIG = `site: { time_zone: Etc/UTC }
data: ./data
web: { port: 0 }
devices: { plug: { type: file, path: ./plug.state } }
relays: { boiler: { output: plug } }
`;

const T = Date.UTC(2024, 0, 14);
const DAY_MS = 86_400_000;
/** Ten days in one segment and ten in the next. */
const COUNT = 20 * 1_440;

function fill(place: Place): void {
  place.write("gleaner.yaml", CONFIG);
  place.makeFolder("data");
  const writer = new Writer({ folder: place.path("data") });
  const at = Float64Array.from({ length: COUNT }, (_, i) => T + i * 60_000);
  const channels = ["solar", "house"].map((name, c) => ({
    name,
    unit: "W",
    values: at.map((_, i) => (i * (c + 7)) % 997),
  }));
  writer.load([{ at, channels }]);
  writer.close();
}

test("a damaged block is refused with its span, all else is answered, and nothing is made up", async () => {
  using place = new Place();
  fill(place);
  using bits = new Bits(place.path("data"));
  const [data] = bits.cells("segment").filter(({ column }) => column === "data");
  const [contents] = bits
    .cells("segment")
    .filter(({ column, id }) => column === "contents" && id !== data?.id)
    .slice(-1);
  assert.ok(data && contents);
  bits.damage(data, 100, 3);
  await using house = await Gleaner.run(place);
  const { api } = house;
  const ask = async (channel: string, from: number, to: number, more = ""): Promise<unknown> => {
    const answer = await api.fetch(`/api/series/${channel}?from=${from}&to=${to}${more}`);
    const body = (await answer.json()) as { at: number[]; error: string; message: string };
    return answer.status === 200 ? body.at.length : [answer.status, body.error, body.message];
  };
  const words = /^503,damaged,Readings of solar from 2024-01-14T00:00:00.000Z to 2024-01-.* are damaged .*backup/;
  assert.match(String(await ask("solar", T, T + DAY_MS)), words);
  // an edge of a bucket cuts through an hour of the damaged block
  assert.match(String(await ask("solar", T + 1_000, T + 20 * DAY_MS, "&points=7")), words);
  assert.equal(await ask("house", T, T + DAY_MS), 1_440);
  assert.equal(await ask("solar", T + 19 * DAY_MS, T + 20 * DAY_MS), 1_440);
  assert.equal((await api.state()).faults.length, 0, "nothing else suffers");

  const command = async (...args: string[]): Promise<string> => {
    await using gleaner = Gleaner.command(place, "check", "-c", "gleaner.yaml", ...args);
    const { code } = await gleaner.ended;
    return `${code} ${gleaner.output}`;
  };
  const found = /^65 .*1 finding\b.*\nsolar, 2024-01-14.* to 2024-01-.*: a block has a wrong checksum/s;
  assert.match(await command(), found);
  assert.match(await command("--rebuild"), found, "it cannot be made anew");
  bits.damage(contents, 20, 1);
  assert.match(await command(), /^65 .*2 findings/s);
  assert.match(await command("--rebuild"), found, "roll-ups are made anew of sound readings only");
  assert.match(String(await ask("solar", T, T + DAY_MS)), words);
  assert.equal(await ask("house", T, T + 20 * DAY_MS, "&points=9"), 9);
  assert.equal((await house.stop()).code, 0);
});
