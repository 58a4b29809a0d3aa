import assert from "node:assert/strict";
import { test } from "node:test";
import { PinTrouble, text } from "../../model/index.ts";
import { BOTTOM, DOT, MIDDLE, segmentsOf, TOP } from "../../panel/segments.ts";
import { PanelBench, RELAYS, STROBES } from "./testing/bench.ts";

/** The panel on boards that check what comes over their wires. */

const sound = (it: PanelBench) => assert.deepEqual(it.pins.complaints, []);

test("before the house has spoken it says boot; then modes and what is on", async () => {
  const it = new PanelBench();
  it.panel.start(it.house);
  await it.clock.pass(300);
  assert.deepEqual([it.digits(), it.leds(), it.chips[0]?.light], [segmentsOf("boot", 8), "········", 7]);
  it.change("r2", { mode: "on", on: true });
  it.change("r5", { mode: "off" });
  await it.clock.pass(200);
  assert.deepEqual(it.digits(), [0, TOP, 0, 0, BOTTOM, 0, 0, 0]);
  assert.equal(it.leds(), "·●······");
  sound(it);
  await it.down();
});

test("its memory is random at first: it is lit only when all of it was sent", async () => {
  const it = await new PanelBench().up();
  const heard = it.chips[0]?.heard ?? [];
  assert.deepEqual(
    heard.slice(0, 3).map((words) => words.split(" ").length),
    [1, 17, 1],
  );
  assert.deepEqual([heard[0], heard[2]], ["40", "8f"]);
  sound(it);
  await it.down();
});

test("a key steps the mode at once, its act comes two seconds later, with the dot blinking meanwhile", async () => {
  const it = await new PanelBench().up();
  await it.press(3);
  assert.deepEqual(it.digits().slice(0, 4), [0, 0, TOP, 0]);
  assert.deepEqual(it.commands, []);
  const dots = new Set<number>();
  for (let look = 0; look < 10; look += 1) {
    await it.clock.pass(100);
    dots.add((it.digits()[7] ?? 0) & DOT);
  }
  assert.deepEqual([...dots].sort(), [0, DOT]);
  await it.press(3);
  await it.clock.pass(1_500);
  assert.deepEqual(it.commands, [], "two seconds after the last press");
  await it.clock.pass(600);
  assert.deepEqual(it.commands, ["r3 off"]);
  assert.deepEqual(it.digits(), [0, 0, BOTTOM, 0, 0, 0, 0, 0]);
  sound(it);
  await it.down();
});

test("whoever chooses a mode elsewhere meanwhile is not undone, be it the mode that stood", async () => {
  const it = await new PanelBench().up();
  it.change("r1", { mode: "off" });
  await it.press(1);
  await it.press(2);
  it.panel.acted({ relay: "r1" });
  await it.clock.pass(3_000);
  assert.deepEqual(it.commands, ["r2 on"]);
  await it.down();
});

test("the LED waits for the output, whatever was asked for", async () => {
  const it = await new PanelBench().up();
  await it.press(1);
  await it.clock.pass(2_500);
  assert.deepEqual([it.commands, it.leds()], [["r1 on"], "········"]);
  it.change("r1", { on: true });
  await it.clock.pass(200);
  assert.equal(it.leds(), "●·······");
  await it.down();
});

test("an act that the house does not take is not shown as done", async () => {
  const it = await new PanelBench().up();
  it.refuses = true;
  await it.press(1);
  await it.clock.pass(2_200);
  assert.deepEqual(it.digits(), segmentsOf("rEFUSEd", 8));
  await it.clock.pass(2_200);
  assert.deepEqual(it.digits(), segmentsOf("", 8));
  await it.down();
});

test("faults and missing data are said, and unknown is neither on nor off", async () => {
  const it = await new PanelBench().up();
  it.change("r4", { on: true, fault: text("stuck") });
  const seen = new Set<string>();
  const leds = new Set<string>();
  for (let look = 0; look < 90; look += 1) {
    await it.clock.pass(100);
    seen.add(String(it.digits()));
    leds.add(it.leds());
  }
  assert.deepEqual(seen, new Set([String(segmentsOf("FAULt 4", 8)), String([0, 0, 0, MIDDLE, 0, 0, 0, 0])]));
  assert.deepEqual(leds, new Set(["···●····", "········"]));
  sound(it);
  await it.down();
});

test("several boards: each has a strobe of its own, and the second has keys nine to sixteen", async () => {
  const places = Array.from({ length: 16 }, (_nothing, place) => `r${place + 1}`);
  const it = await new PanelBench({ places }, 2).up();
  it.change("r10", { mode: "on", on: true });
  await it.clock.pass(300);
  assert.deepEqual([it.leds(it.chips[0]), it.leds(it.chips[1])], ["········", "·●······"]);
  await it.press(8, it.chips[1]);
  await it.clock.pass(2_200);
  assert.deepEqual(it.commands, ["r16 on"]);
  sound(it);
  await it.down();
});

test("a short tap is seen; nothing but what has changed is sent", async () => {
  const it = await new PanelBench().up();
  const before = it.chips[0]?.heard.length ?? 0;
  await it.press(6, it.chips[0], 135);
  assert.deepEqual(it.digits()[5], TOP);
  const sent = it.chips[0]?.heard.slice(before) ?? [];
  assert.ok(sent.length > 0 && sent.every((words) => words.split(" ").length <= 2), sent.join(", "));
  await it.down();
});

test("a board that is not there is told, and filled anew when it is put back", async () => {
  const it = await new PanelBench().up();
  const [chip] = it.chips;
  assert.ok(chip);
  chip.isThere = false;
  await it.clock.pass(1_000);
  assert.match(it.trouble ?? "", /Panel 1 does not answer: check its supply/);
  chip.powerUp(5);
  chip.isThere = true;
  it.change("r1", { on: true });
  await it.clock.pass(1_000);
  assert.deepEqual([it.trouble, it.leds(), chip.light], [undefined, "●·······", 7]);
  assert.deepEqual(it.notes, ["panel_absent", "panel_back"]);
  assert.deepEqual(it.commands, []);
  await it.down();
});

test("a board that lost its supply for a moment shows the truth again within some seconds", async () => {
  const it = await new PanelBench().up();
  it.chips[0]?.powerUp(9);
  await it.clock.pass(6_000);
  assert.deepEqual([it.digits(), it.chips[0]?.light], [segmentsOf("", 8), 7]);
  await it.down();
});

test("noise on the data line presses nothing, and is told when it lasts", async () => {
  const it = await new PanelBench().up();
  const [chip] = it.chips;
  assert.ok(chip);
  for (let look = 0; look < 400; look += 1) {
    chip.noise = ((look * 2_654_435_761) ^ (look << 7)) | 2;
    await it.clock.pass(20);
  }
  assert.match(it.trouble ?? "", /Panel 1 answers in disorder/);
  chip.noise = 0;
  await it.clock.pass(3_000);
  assert.deepEqual([it.commands, it.trouble], [[], undefined]);
  await it.down();
});

test("a stuck key steps once and is told", async () => {
  const it = await new PanelBench().up();
  const [chip] = it.chips;
  assert.ok(chip);
  chip.keys = 0b10;
  await it.clock.pass(3_600_000);
  assert.deepEqual(it.commands, ["r2 on"]);
  assert.match(it.trouble ?? "", /Key 2 of panel 1 has been down/);
  await it.press(1, chip);
  await it.clock.pass(2_100);
  assert.deepEqual(it.commands, ["r2 on", "r1 on"]);
  await it.down();
});

test("a busy line and an adapter that comes and goes: one sentence, and all is shown again afterwards", async () => {
  const it = new PanelBench();
  it.board.occupy(19, "lirc");
  await it.up();
  assert.match(it.trouble ?? "", /^The panel is out of service: line 19 of pinctrl-bcm2711 is held by lirc\. Stop/);
  it.board.free(19);
  await it.clock.pass(5_000);
  assert.equal(it.trouble, undefined);
  it.change("r7", { on: true });
  it.board.isGone = true;
  await it.clock.pass(1_000);
  assert.match(it.trouble ?? "", /is gone: plug the adapter in again/);
  it.board.isGone = false;
  it.chips[0]?.powerUp(3);
  await it.clock.pass(11_000);
  assert.deepEqual([it.trouble, it.leds()], [undefined, "······●·"]);
  assert.deepEqual(it.notes, ["panel_lost", "panel_back", "panel_lost", "panel_back"]);
  sound(it);
  await it.down();
});

test("no right to the chip is said with what to do", async () => {
  const it = new PanelBench();
  it.board.refusals.set("/dev/gpiochip0", "EACCES");
  await it.up();
  assert.match(it.trouble ?? "", /The panel is out of service: .*gpio/);
  await it.down();
});

test("a call that fails in the middle of a byte begins anew with all of it", async () => {
  const it = await new PanelBench().up();
  it.pins.failAfter = { calls: 77, error: new PinTrouble("EIO", "ioctl") };
  await it.clock.pass(2_500);
  it.change("r1", { mode: "on", on: true });
  await it.clock.pass(500);
  assert.deepEqual([it.digits()[0], it.leds(), it.trouble], [TOP, "●·······", undefined]);
  sound(it);
  await it.down();
});

test("lines that were just taken: all of it is sent at once, whatever was shown before", async () => {
  const it = await new PanelBench().up();
  it.pins.failAfter = { calls: 0, error: new PinTrouble("ENODEV", "ioctl") };
  await it.clock.pass(200);
  it.chips[0]?.powerUp(8);
  await it.clock.pass(1_200);
  assert.deepEqual([it.digits(), it.chips[0]?.light], [segmentsOf("", 8), 7]);
  await it.down();
});

test("at the end it is dark, its lines are free, and nothing waits", async () => {
  const it = await new PanelBench().up();
  await it.down();
  assert.equal(it.chips[0]?.light, null);
  const [chip] = it.board.chips;
  assert.ok(chip);
  assert.ok([13, 19, ...STROBES].every((line) => it.board.lines(chip)[line]?.used === false));
  assert.equal(it.clock.pending, 0);
  sound(it);
});

test("dimmer by night: only the light is sent", async () => {
  let night = false;
  const it = await new PanelBench({ light: () => (night ? 1 : 7), places: RELAYS }).up();
  night = true;
  await it.clock.pass(200);
  assert.deepEqual([it.chips[0]?.light, it.chips[0]?.heard.at(-1)], [1, "89"]);
  await it.down();
});

test("the lines stand still at rest: between two looks nothing is called", async () => {
  const it = await new PanelBench().up();
  await it.clock.pass(3_000);
  const { calls, turns } = it.pins;
  await it.clock.pass(10_000);
  const scans = (it.pins.turns - turns) / 2;
  assert.ok(scans >= 90 && scans <= 105, `${scans} scans in 10 s`);
  const perSecond = (it.pins.calls - calls) / 10;
  assert.ok(perSecond < 1_150, `${perSecond} calls a second`);
  await it.down();
});
