import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Cable } from "../src/devices/kit/testing/cable.ts";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { launch } from "../ui/dev/browser.ts";
import type { Api } from "./support/api.ts";
import { feed } from "./support/feed.ts";
import { roofBlock } from "./support/frames.ts";
import { Gleaner } from "./support/gleaner.ts";
import { laBorie, quick, script } from "./support/houses.ts";
import { type Material, materials, type Stream } from "./support/material.ts";
import { Place } from "./support/place.ts";
import { type Block, readStream, valuesOf } from "./support/reference.ts";
import { pause, until } from "./support/until.ts";

/** From the bytes of real devices to a relay that switches for a stated reason, watched on a page. */

/**
 * Longer than the parser waits within a block, also where a busy machine reads late: what a stream left unfinished is
 * dropped before the next begins.
 */
const BETWEEN_STREAMS_MS = 2_000;
const STATES: Readonly<Record<string, string>> = { "3": "bulk", "4": "absorption", "5": "float" };

/** Channel, device, label on the line, and how its text becomes the value. */
const KEPT = [
  ["solar.power", "roof", "PPV", (text: string) => Number(text)],
  ["roof.panel_voltage", "roof", "VPV", (text: string) => Number(text) / 1000],
  ["charger.state", "roof", "CS", (text: string) => STATES[text] ?? text],
  ["battery.soc", "monitor", "SOC", (text: string) => Number(text) / 10],
  ["battery.power", "monitor", "P", (text: string) => Number(text)],
  ["monitor.voltage", "monitor", "V", (text: string) => Number(text) / 1000],
] as const;

/** `part` is `whole` with some values left out: of two at the same millisecond one is kept. */
function assertLeftOutOf(part: readonly unknown[], whole: readonly unknown[], what: string): void {
  let place = 0;
  for (const [index, value] of part.entries()) {
    const found = whole.indexOf(value, place);
    assert.ok(found >= 0, `${what}: value ${index}, ${value}, stands in no good block after the one before`);
    place = found + 1;
  }
}

async function assertKept(api: Api, blocks: Record<"roof" | "monitor", readonly Block[]>): Promise<void> {
  for (const [channel, device, label, value] of KEPT) {
    const said: unknown[] = valuesOf(blocks[device], label).map((text) => value(text));
    const newest = (await api.state()).channels[channel];
    assert.equal(newest?.value, said.at(-1), `${channel}: the last value`);
    const kept = await until(`${channel} is kept up to its newest value`, async () => {
      const series = await api.series(channel);
      return series.at.at(-1) === newest?.at && series;
    });
    assert.ok(kept.value.length > said.length / 20, `${channel}: ${kept.value.length} of ${said.length} are kept`);
    assertLeftOutOf(kept.value, said, channel);
    assert.deepEqual(
      kept.at,
      kept.at.toSorted((a, b) => a - b),
    );
  }
}

async function assertCounted(api: Api, device: string, streams: readonly Stream[]): Promise<void> {
  const { counters } = await api.device(device);
  const sum = (count: "good" | "bad"): number => streams.reduce((total, stream) => total + stream[count], 0);
  assert.equal(counters.good_blocks, sum("good"), `${device}: good blocks`);
  assert.equal(counters.bad_checksums, sum("bad"), `${device}: bad blocks`);
}

async function assertShown(page: Page, lamp: "on" | "off", words: string): Promise<void> {
  const card = page.locator("article", { has: page.locator("#relay-boiler") });
  await card.locator(`.lamp.${lamp}`).waitFor({ timeout: 20_000 });
  await card.locator(".reason", { hasText: words }).waitFor({ timeout: 5_000 });
}

/** The line of the journal for a switch, with its inputs by channel. */
async function switchLine(api: Api, on: boolean) {
  const line = await until(`the journal says ${on}`, async () =>
    (await api.journal()).find((each) => each.kind === "switch" && each.relay === "boiler" && each.on === on),
  );
  for (const { channel, age_ms } of line.inputs ?? []) assert.ok(age_ms !== null && age_ms >= 0, channel);
  return { reason: line.reason, inputs: new Map((line.inputs ?? []).map(({ channel, value }) => [channel, value])) };
}

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

function config(place: Place): string {
  return laBorie(place.path("roof"), place.path("monitor"), 0);
}

async function play(material: Material, random: () => number): Promise<void> {
  using place = new Place();
  await using roof = await Cable.plug(place.path("roof"));
  await using monitor = await Cable.plug(place.path("monitor"));
  place.write("gleaner.yaml", quick(config(place)));
  place.write("boiler.ts", script(`return ${material.condition} ? on("The battery is full") : off("No surplus");`));
  await using gleaner = await Gleaner.run(place);
  const { api } = gleaner;
  for (const device of ["roof", "monitor"]) {
    await until(`${device} is open`, async () => (await api.counter(device, "opens")) === 1);
  }
  await until("off at first", () => place.output("boiler.state") === "0");
  const page = await browser.newPage();
  await page.goto(api.url);

  const blocks: Record<"roof" | "monitor", Block[]> = { roof: [], monitor: [] };
  for (const act of material.acts) {
    for (const device of ["roof", "monitor"] as const) {
      const read = readStream(act[device].bytes);
      assert.equal(
        read.good.length,
        act[device].good,
        `${act[device].name}: the reference agrees with the known count`,
      );
      blocks[device].push(...read.good);
    }
    await Promise.all([
      feed(api, "roof", roof, act.roof.bytes, random),
      feed(api, "monitor", monitor, act.monitor.bytes, random),
      act.on ? assertShown(page, "on", "The battery is full") : undefined,
      act.on ? until("the relay is on", () => place.output("boiler.state") === "1") : undefined,
    ]);
    if (!act.on) {
      await until("the relay is off", () => place.output("boiler.state") === "0");
      await assertShown(page, "off", "No surplus");
    }
    await pause(BETWEEN_STREAMS_MS);
  }
  await page.close();

  await assertCounted(
    api,
    "roof",
    material.acts.map((act) => act.roof),
  );
  await assertCounted(
    api,
    "monitor",
    material.acts.map((act) => act.monitor),
  );
  await assertKept(api, blocks);

  const on = await switchLine(api, true);
  assert.equal(on.reason, "The battery is full");
  assert.deepEqual([...on.inputs.keys()].sort(), ["battery.power", "battery.soc", "charger.state"]);
  assert.ok(Number(on.inputs.get("battery.soc")) >= 99);
  const off = await switchLine(api, false);
  assert.equal(off.reason, "No surplus");
  assert.equal((await api.relay("boiler")).fault, undefined);
  assert.equal((await gleaner.stop()).code, 0, gleaner.output);
}

describe("through two pseudo-terminals into a running house", () => {
  const seed = 20_241_120;
  for (const material of materials(seeded(seed))) {
    test(`${material.name}: blocks counted, values kept, the relay switched and shown`, () =>
      play(material, seeded(seed)));
  }

  test("the example of the documents runs as it stands", async () => {
    using place = new Place();
    await using roof = await Cable.plug(place.path("roof"));
    await using _monitor = await Cable.plug(place.path("monitor"));
    place.write("gleaner.yaml", config(place));
    place.write("boiler.ts", script('return data.CONSO > 100 ? on("Much is used") : off(`Little is used`);'));
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("the script has run", async () => (await api.relay("boiler")).script.state === "ok");

    const state = await api.state();
    assert.deepEqual(Object.keys(state.channels).sort(), [
      "battery.power",
      "battery.soc",
      "charger.state",
      "house.power",
      "solar.power",
    ]);
    assert.equal(state.channels["battery.soc"]?.alias, "SOC");
    assert.equal(state.channels["battery.soc"]?.value, null);
    assert.equal(state.channels["battery.soc"]?.fresh, false);
    assert.equal(state.site.name, "La Borie");
    assert.deepEqual(Object.keys(state.relays), ["boiler"]);
    assert.equal(state.relays.boiler?.number, 1);
    assert.equal(state.relays.boiler?.mode, "auto");
    assert.equal(state.relays.boiler?.on, false);
    await until("the output is written", () => place.output("boiler.state") === "0");
    await until(
      "so are the files",
      () => place.output("modes.json") !== undefined && place.output("states.json") !== undefined,
    );
    assert.deepEqual(JSON.parse(place.read("modes.json") ?? ""), { "1": 1 });
    assert.deepEqual(JSON.parse(place.read("states.json") ?? ""), { "1": 0 });
    assert.equal((await api.fetch("/openapi.json")).status, 200);

    await until("the roof is open", async () => (await api.counter("roof", "opens")) === 1);
    await roof.speak(roofBlock(3, 640));
    await until("the roof speaks", async () => (await api.state()).channels["solar.power"]?.value === 640);
    const { channels, relays } = await api.state();
    assert.equal(channels["roof.panel_voltage"]?.value, 34.6, "what is not named stays device.quantity");
    assert.equal(channels["house.power"]?.fresh, false, "without the monitor nobody knows what the house takes");
    assert.match(relays.boiler?.reason ?? "", /Off for want of data/);
    assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  });
});
