import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLines, type LineName, lineNameOf, lineNumber, sayLine } from "./choose.ts";
import { Board } from "./testing/board.ts";

function lines(...written: (string | number)[]): LineName[] {
  return written.map((each) => {
    const read = lineNameOf(each);
    assert.ok("by" in read, String(each));
    return read;
  });
}
const chosen = (board: Board, chip: string | undefined, ...written: (string | number)[]) => {
  const { chip: found, offsets } = chooseLines(board, chip, lines(...written));
  return [found.name, ...offsets];
};

test("a line is named as people name it", () => {
  const read: [string | number, string][] = [
    [23, "23"],
    ["23", "23"],
    [" 0 ", "0"],
    ["GPIO23", "GPIO23"],
    ["pin 16", "pin 16"],
    ["PIN16", "pin 16"],
    ["wiringPi 4", "wiringPi 4"],
    ["WiringPi: 4", "wiringPi 4"],
    ["wpi 4", "wiringPi 4"],
    ["BOARD16", "pin 16"],
    ["J8:16", "pin 16"],
    ["j8_16", "pin 16"],
    ["physical 16", "pin 16"],
    ["WPI0", "wiringPi 0"],
    ["BCM 23", "BCM 23"],
    ["P1_11", "P1_11"],
    ["PA12", "PA12"],
  ];
  for (const [written, said] of read) {
    const name = lineNameOf(written);
    assert.ok("by" in name, String(written));
    assert.equal(sayLine(name), said);
  }
});

test("what is no line is refused for what it is", () => {
  const refused: [string | number, string][] = [
    ["pin 6", "power"],
    ["pin 1", "power"],
    ["pin 41", "no_pin"],
    ["pin 0", "no_pin"],
    ["BOARD 6", "power"],
    ["wiringPi 17", "no_wiring_pi"],
    ["wiringPi 20", "no_wiring_pi"],
    ["wiringPi 32", "no_wiring_pi"],
    ["", "unread"],
    [-1, "unread"],
    [2.5, "unread"],
    ["1234", "unread"],
    ["a b", "unread"],
    ["x".repeat(32), "unread"],
  ];
  for (const [written, flaw] of refused) assert.deepEqual(lineNameOf(written), { flaw }, String(written));
});

test("a Raspberry Pi's chip is found by its label, wherever it stands; all names of a line lead to it", () => {
  const pi5 = new Board(["gpio-brcmstb@107d508500", "gpio-brcmstb@107d508520", "pinctrl-rp1"]);
  assert.deepEqual(chosen(pi5, undefined, 23, "pin 18", "wiringPi 10", "GPIO5"), ["gpiochip2", 23, 24, 8, 5]);
  assert.deepEqual(chosen(pi5, "gpio-brcmstb@107d508520", 3), ["gpiochip1", 3]);
  assert.deepEqual(chosen(pi5, "gpiochip0", 3), ["gpiochip0", 3]);
  assert.deepEqual(chosen(pi5, "/dev/gpiochip0", 3), ["gpiochip0", 3]);
});

test("however a BCM number is spelt, it is one line of a Raspberry Pi", () => {
  const spelt = ["GPIO17", "gpio17", "GPIO 17", "GPIO_17", "BCM17", "bcm:17", "BCM 17"];
  for (const named of [new Board(), new Board(["pinctrl-rp1"], { 17: "GPIO17" })]) {
    for (const each of spelt) assert.deepEqual(chosen(named, undefined, each), ["gpiochip0", 17], each);
  }
  assert.deepEqual(
    lines(17, "pin 11", "wiringPi 0", ...spelt).map(lineNumber),
    Array.from({ length: 3 + spelt.length }, () => 17),
  );
});

test("wiringPi's name GPIO.17, which is BCM 28, is not taken for BCM 17, and no spelling for a line of another board", () => {
  assert.throws(() => chosen(new Board(), undefined, "GPIO.17"), /no line is called "GPIO.17"/);
  assert.throws(() => chosen(new Board(["sunxi"]), undefined, "BCM17"), /no line is called "BCM17"/);
});

test("a line of a Raspberry Pi that does not lead to its header is taken by its name only", () => {
  for (const label of ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"]) {
    const board = new Board([label], { 45: "GPIO45" });
    assert.deepEqual(chosen(board, undefined, 27), ["gpiochip0", 27]);
    for (const number of [28, 40, 57, 529]) {
      assert.throws(() => chosen(board, undefined, number), /does not lead to the Raspberry Pi's header.*`pin 40`/);
    }
    assert.throws(() => chosen(board, undefined, "GPIO40"), /no line is called "GPIO40"/);
    assert.deepEqual(chosen(board, undefined, "GPIO45"), ["gpiochip0", 45]);
  }
  assert.deepEqual(chosen(new Board(["sunxi"]), undefined, 40), ["gpiochip0", 40]);
});

test("on another board the only chip is meant, or the one that has the name", () => {
  assert.deepEqual(chosen(new Board(["1c20800.pinctrl"], { 7: "PA7" }), undefined, "PA7", 12), ["gpiochip0", 7, 12]);
  assert.throws(() => chosen(new Board(["one", "two"]), undefined, 4), /not clear on which GPIO chip.*one.*two.*Add/);
  assert.throws(() => chosen(new Board(["one", "one"]), "one", 4), /not clear on which GPIO chip/);
});

test("each refusal says what is there and what to do", () => {
  const board = new Board(["pinctrl-bcm2835"]);
  const none = new Board([]);
  const forbidden = new Board(["pinctrl-bcm2835"]);
  forbidden.refusals.set("/dev/gpiochip0", "EACCES");
  const old = new Board(["pinctrl-bcm2835"]);
  old.refusals.set("/dev/gpiochip0", "OLD_KERNEL");
  const cases: [() => unknown, RegExp][] = [
    [() => chosen(none, undefined, 4), /no pins: there is no \/dev\/gpiochip\*/],
    [() => chosen(board, "pinctrl-rp1", 4), /no GPIO chip is called "pinctrl-rp1".*pinctrl-bcm2835 \(gpiochip0\)/],
    [() => chosen(new Board(["sunxi"]), undefined, 58), /has no line 58: it has 0 to 57/],
    [() => chosen(board, undefined, "LED"), /no line is called "LED"/],
    [() => chosen(board, undefined, "GPIO77"), /no line is called "GPIO77"/],
    [() => chosen(board, undefined, 23, "pin 16"), /line 23 of pinctrl-bcm2835 is named twice/],
    [() => chosen(new Board(["sunxi"]), undefined, "pin 16"), /"pin 16" is a pin of a Raspberry Pi/],
    [() => chosen(forbidden, undefined, 4), /no permission to open \/dev\/gpiochip0.*usermod -aG gpio/],
    [() => chosen(old, undefined, 4), /kernel is too old/],
  ];
  for (const [ask, words] of cases) assert.throws(ask, words);
});

test("a chip that may not be opened does not hide another", () => {
  const board = new Board(["firmware", "pinctrl-bcm2711"]);
  board.refusals.set("/dev/gpiochip0", "EACCES");
  assert.deepEqual(chosen(board, undefined, 4), ["gpiochip1", 4]);
});

test("where the chip that is meant may not be opened, no other one is taken in its place", () => {
  const pi4 = new Board(["pinctrl-bcm2711", "raspberrypi-exp-gpio"]);
  pi4.refusals.set("/dev/gpiochip0", "EACCES");
  assert.throws(() => chosen(pi4, undefined, 4), /no permission to open \/dev\/gpiochip0/);
  assert.throws(() => chosen(pi4, "pinctrl-bcm2711", 4), /no permission to open \/dev\/gpiochip0/);
  assert.deepEqual(chosen(pi4, "raspberrypi-exp-gpio", 4), ["gpiochip1", 4]);
});
