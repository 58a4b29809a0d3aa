import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { sizeOf } from "../src/pictures/testing/specs.ts";
import { Gleaner } from "./support/gleaner.ts";
import { VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { paintersOf } from "./support/process.ts";
import { until } from "./support/until.ts";

/** Pictures of a running house: painted by a process of its own, which comes when it is needed and never stays behind. */

const CONFIG = `site: { name: La Borie, latitude: 44.93, longitude: 0.72, time_zone: Europe/Paris, language: fr }
data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  ${VALUES}
channels:
  battery.soc: { from: values.soc, alias: SOC }
`;

test("a house gives pictures, also after its painter was killed, and leaves none behind", async () => {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", "soc 97 %\nstate float\n");
  await using gleaner = await Gleaner.run(place);
  const { url } = gleaner.api;
  const get = (picture: string): Promise<Response> => fetch(`${url}/graph/${picture}`);

  await until("a reading is shown", async () => (await (await get("SOC.svg?span=1h")).text()).includes("97\u202f%"));
  // on any day the last 24 hours have a night at this place
  assert.match(
    await (await get("battery.soc.svg")).text(),
    /État de charge.*fill="#3d5a9e"|fill="#3d5a9e".*État de charge/s,
  );
  assert.deepEqual(paintersOf(gleaner.pid), [], "nobody has asked for a PNG yet");

  const png = await get("battery.soc.png?width=640&height=240");
  assert.equal(png.headers.get("content-type"), "image/png");
  assert.deepEqual(sizeOf(new Uint8Array(await png.arrayBuffer())), { width: 640, height: 240 });
  const [painter = 0] = paintersOf(gleaner.pid);
  assert.ok(painter > 0);
  process.kill(painter, "SIGKILL");
  await until("the killed painter is gone", () => !paintersOf(gleaner.pid).includes(painter));
  await until("another one paints", async () => (await get("battery.soc.png?width=650")).status === 200);

  const [last = 0] = paintersOf(gleaner.pid);
  assert.ok(last > 0 && last !== painter);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  await until("no painter stays behind", () => !readdirSync("/proc").includes(String(last)));
});
