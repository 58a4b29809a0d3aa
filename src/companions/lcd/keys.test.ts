import assert from "node:assert/strict";
import { test } from "node:test";
import { text } from "../../model/index.ts";
import { contacts, LcdBench, LINES, relay, STARTING } from "./testing/bench.ts";

/** The display's keys, from contacts to characters and to what the house is asked for. */

const BOILER_AUTO = ["Boiler       off", "> Mode      auto"];

test("keys turn the pages at once, round both ways, and the page stands for a minute", async () => {
  const it = await new LcdBench().up();
  assert.match(it.text[0] ?? "", / 87 %$/);
  await it.press("next");
  assert.match(it.text[0] ?? "", / 300 W$/);
  await it.press("previous");
  await it.press("previous");
  assert.deepEqual(it.text, ["Pump         off", "> Mode      auto"]);
  await it.clock.pass(59_000);
  assert.match(it.text[0] ?? "", /^Pump/);
  await it.clock.pass(8_000);
  assert.match(it.text[0] ?? "", / 87 %$/, "then they turn by themselves from there");
  assert.deepEqual([it.said, it.display.breaches], [[], []]);
  await it.down();
});

test("ok steps the mode at once, the mark blinks, and the act comes two seconds after the last press; off acts", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  assert.deepEqual(it.text, BOILER_AUTO);
  await it.press("ok");
  const seen = new Set<string>();
  for (let look = 0; look < 15; look += 1) {
    await it.clock.pass(100);
    seen.add(it.text[1] ?? "");
  }
  assert.deepEqual([...seen].sort(), ["  Mode       *on", "> Mode       *on"]);
  assert.deepEqual(it.said, []);
  await it.clock.pass(500);
  assert.deepEqual(it.said, ["boiler on lcd"]);
  assert.deepEqual(it.text, ["Boiler       off", "> Mode       *on"], "what the output has not confirmed is not on");
  it.change("boiler", { on: true });
  await it.clock.pass(100);
  assert.deepEqual(it.text, ["Boiler        on", "> Mode       *on"]);
  await it.press("ok");
  await it.clock.pass(2_000);
  assert.deepEqual(it.said, ["boiler on lcd", "boiler off lcd"]);
  await it.press("ok");
  await it.clock.pass(2_000);
  assert.deepEqual(it.said.slice(2), ["boiler auto lcd"]);
  await it.down();
});

test("on a page that turns by itself the first ok only holds it: nobody steps what slips under the finger", async () => {
  const it = await new LcdBench().up();
  await it.clock.pass(10_000);
  assert.deepEqual(it.text, ["Boiler       off", "  Mode      auto"]);
  await it.press("ok");
  await it.clock.pass(3_000);
  assert.deepEqual([it.said, it.text], [[], BOILER_AUTO]);
  await it.press("ok");
  await it.clock.pass(2_000);
  assert.deepEqual(it.said, ["boiler on lcd"]);
  await it.down();
});

test("on a page of channels ok does nothing", async () => {
  const it = await new LcdBench().up();
  await it.press("next");
  await it.press("ok");
  await it.press("ok");
  await it.clock.pass(5_000);
  assert.deepEqual(it.said, []);
  await it.down();
});

test("what nobody knows and what is at fault is shown so, whatever is stepped", async () => {
  const it = new LcdBench();
  it.relays = [relay("boiler", { on: true, reason: STARTING }), relay("pump", { on: true, fault: text("stuck") })];
  await it.up();
  await it.toBoiler();
  assert.deepEqual(it.text, ["Boiler         ?", "> Mode      auto"]);
  await it.press("ok");
  await it.clock.pass(2_100);
  assert.deepEqual([it.text[0], it.said], ["Boiler         ?", ["boiler on lcd"]]);
  await it.press("next");
  assert.deepEqual(it.text, ["Pump           !", "> Mode      auto"]);
  await it.down();
});

test("read_only: keys turn pages, relays share one, and none is stepped", async () => {
  const it = await new LcdBench({ is_read_only: true }).up();
  await it.toBoiler();
  assert.deepEqual(it.text, ["Boiler       off", "Pump         off"]);
  await it.press("ok");
  await it.press("ok");
  await it.clock.pass(5_000);
  assert.deepEqual(it.said, []);
  await it.down();
});

test("several keys at once, bounce, and what is held when Gleaner starts press nothing", async () => {
  const it = new LcdBench();
  it.board.levels.set(LINES.next, false);
  await it.up();
  assert.match(it.text[0] ?? "", / 87 %$/);
  it.board.levels.set(LINES.next, true);
  await it.clock.pass(200);
  await it.press("next", "previous");
  await it.press("next", "ok");
  for (let bounce = 0; bounce < 20; bounce += 1) {
    it.board.levels.set(LINES.next, bounce % 2 === 1);
    await it.clock.pass(40);
  }
  assert.match(it.text[0] ?? "", / 87 %$/);
  await it.down();
});

test("a stuck key steps once and is told, the others work", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  it.board.levels.set(LINES.ok, false);
  await it.clock.pass(120_000);
  assert.deepEqual(it.said, ["boiler on lcd"]);
  assert.match(it.trouble ?? "", /The key “ok” of the display has been down for more than a minute/);
  await it.press("next");
  const page = it.text;
  await it.press("next");
  assert.notDeepEqual(it.text, page);
  it.board.levels.set(LINES.ok, true);
  await it.clock.pass(200);
  assert.equal(it.trouble, undefined);
  await it.down();
});

test("whoever chooses a mode elsewhere meanwhile is not undone, be it the mode that stood", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  await it.press("ok");
  it.lcd.acted({ relay: "boiler" });
  await it.clock.pass(3_000);
  assert.deepEqual([it.said, it.text], [[], BOILER_AUTO]);
  await it.press("ok");
  it.change("boiler", { mode: "off" });
  await it.clock.pass(3_000);
  assert.deepEqual([it.said, it.text[1]], [[], "> Mode      *off"]);
  await it.down();
});

test("an act that the house does not take is told, and not shown as done", async () => {
  const it = await new LcdBench().up();
  it.refuses = true;
  await it.toBoiler();
  await it.press("ok");
  await it.clock.pass(2_000);
  assert.equal(it.text[1], "> Mode   refused");
  await it.clock.pass(2_200);
  assert.deepEqual(it.text, BOILER_AUTO);
  await it.down();
});

test("by night a key makes light for a minute, and ok in the dark nothing but light", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  await it.clock.pass(2_000);
  it.isNight = true;
  await it.clock.pass(60_000);
  assert.equal(it.display.isLit, false);
  await it.press("next");
  assert.equal(it.display.isLit, true);
  await it.clock.pass(59_000);
  assert.equal(it.display.isLit, true);
  await it.clock.pass(2_000);
  assert.equal(it.display.isLit, false);
  await it.press("ok");
  await it.clock.pass(3_000);
  assert.deepEqual([it.display.isLit, it.said], [true, []]);
  await it.down();
});

test("with a key for it the light is off but for a minute after a key; pressed again it goes out", async () => {
  const it = await new LcdBench({ keys: contacts("next", "ok", "light") }).up();
  assert.equal(it.display.isLit, false);
  await it.press("light");
  assert.equal(it.display.isLit, true);
  await it.clock.pass(5_000);
  assert.match(it.text[0] ?? "", / 300 W$/, "pages go on turning");
  await it.clock.pass(54_000);
  assert.equal(it.display.isLit, true);
  await it.clock.pass(2_000);
  assert.equal(it.display.isLit, false);
  await it.press("next");
  assert.equal(it.display.isLit, true);
  while (!/Mode/.test(it.text[1] ?? "")) await it.press("next");
  await it.press("light");
  assert.equal(it.display.isLit, false);
  await it.press("ok");
  await it.clock.pass(3_000);
  assert.deepEqual([it.display.isLit, it.said], [true, []], "it could not be read");
  await it.press("ok");
  await it.clock.pass(3_000);
  assert.deepEqual([it.said.length, it.display.breaches], [1, []]);
  await it.down();
});

test("busy lines, lines that nobody may use, and a chip that goes: told, and the display goes on", async () => {
  const it = new LcdBench();
  it.board.occupy(LINES.ok, "lirc");
  await it.up();
  assert.match(it.trouble ?? "", /^The keys of the display are out of service: line 12 of .* is held by lirc\. Stop/);
  assert.match(it.text[0] ?? "", / 87 %$/);
  it.board.free(LINES.ok);
  await it.clock.pass(5_000);
  assert.equal(it.trouble, undefined);
  await it.toBoiler();
  const page = it.text;
  it.board.isGone = true;
  await it.clock.pass(1_000);
  assert.match(it.trouble ?? "", /is gone: plug the adapter in again/);
  it.board.levels.set(LINES.next, false);
  it.board.isGone = false;
  await it.clock.pass(11_000);
  assert.deepEqual([it.trouble, it.text], [undefined, page], "what is held when it comes back has not been pressed");
  await it.down();

  const forbidden = new LcdBench();
  forbidden.board.refusals.set("/dev/gpiochip0", "EACCES");
  await forbidden.up();
  assert.match(forbidden.trouble ?? "", /The keys of the display are out of service: .*gpio/);
  await forbidden.clock.pass(5_000);
  assert.match(forbidden.text[0] ?? "", / 300 W$/);
  await forbidden.down();
});

test("while the bus is held ok means no relay but the one that can be read, and after half a second none", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  const held = Promise.withResolvers<void>();
  it.board.i2c.held = held.promise;
  await it.press("next");
  await it.press("ok");
  await it.press("ok");
  it.board.i2c.held = undefined;
  held.resolve();
  await it.clock.pass(3_000);
  assert.deepEqual([it.said, it.text[0]], [[], "Pump         off"]);
  it.board.i2c.held = new Promise(() => undefined);
  await it.press("ok");
  await it.clock.pass(500);
  await it.press("ok");
  await it.clock.pass(2_000);
  assert.deepEqual(it.said, ["pump on lcd"], "the second one was pressed blindly");
  await it.down();
});

test("ok means nothing on a display that does not answer", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  it.board.i2c.chips.delete(0x27);
  await it.press("next");
  await it.press("ok");
  await it.press("previous");
  await it.press("ok");
  await it.clock.pass(3_000);
  assert.deepEqual(it.said, []);
  assert.match(it.trouble ?? "", /nothing answers at the address 0x27/);
  await it.down();
});

test("a step that waits is done although its contacts are gone meanwhile", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  await it.press("ok");
  it.board.isGone = true;
  await it.clock.pass(2_000);
  assert.deepEqual(it.said, ["boiler on lcd"]);
  await it.down();
});

test("at the end its lines are free, it is dark, and nothing waits, also where the bus is held", async () => {
  const it = await new LcdBench().up();
  await it.toBoiler();
  await it.press("ok");
  await it.down();
  const [chip] = it.board.chips;
  assert.ok(chip);
  assert.deepEqual([it.display.isOn, it.display.isLit, it.board.i2c.open], [false, false, 0]);
  assert.ok(Object.values(LINES).every((line) => it.board.lines(chip)[line]?.used === false));
  await it.clock.pass(5_000);
  assert.deepEqual([it.said, it.clock.pending], [[], 0]);

  const stuck = await new LcdBench().up();
  stuck.board.i2c.held = new Promise(() => undefined);
  await stuck.down();
  assert.equal(stuck.board.i2c.open, 0);
});

test("while nothing changes the display is left alone, also when somebody is at the keys", async () => {
  const it = await new LcdBench({ turn_ms: 3_600_000 }).up();
  await it.clock.pass(3_000);
  let messages = 0;
  it.board.i2c.fault = (_chip, _step, doIt) => {
    messages += 1;
    return doIt();
  };
  await it.press("next");
  messages = 0;
  await it.clock.pass(10_000);
  assert.equal(messages, 0);
  await it.down();
});
