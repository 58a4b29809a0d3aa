import assert from "node:assert/strict";
import { test } from "node:test";
import type { Findings, SerialFound, Speaker } from "./findings.ts";
import { nextSteps } from "./next.ts";
import { pieceOf } from "./piece.ts";
import { wordsOfFindings, wrapped } from "./words.ts";

const NOTHING: Findings = {
  version: 1,
  machine: { model: null, kernel: "6.12.25", arch: "arm64" },
  configuration: { file: null, problem: null },
  ...{ serial: [], gpio: [], i2c: [], buttons: [], hid: [], watchdogs: [], yaml: null, next: [] },
};
const PORT: SerialFound = {
  ...{ path: "/dev/ttyUSB0", tty: "/dev/ttyUSB0", usb: null, state: "silent", held_by: [] },
  ...{ speaker: null, sample: null, problem: null, used_by: null },
};
const CHARGER: Speaker = {
  ...{ protocol: "vedirect", baud: 19_200, title: "SmartSolar MPPT 75/15", product: "SmartSolar MPPT 75/15" },
  ...{ product_id: "0xA053", firmware: "1.59", serial: "HQ2132QY2KR", kind: "mppt" },
};
const usb = { vendor_id: "0403", product_id: "6015", manufacturer: null, product: null, serial: null };

/** All of it, as `detect` puts it together. */
function said(found: Partial<Findings>): string {
  const all = { ...NOTHING, ...found };
  const yaml = pieceOf(all, [], all.configuration.file === null);
  return wordsOfFindings({ ...all, yaml, next: nextSteps({ ...all, yaml }, false) }).join("\n");
}

test("a house on a Raspberry Pi, word for word", () => {
  const by_id = "/dev/serial/by-id/usb-VictronEnergy_BV_VE_Direct_cable_VE1A2B3C-if00-port0";
  const found = said({
    machine: { model: "Raspberry Pi 4 Model B Rev 1.4", kernel: "6.12.25+rpt-rpi-v8", arch: "arm64" },
    serial: [
      {
        ...{ ...PORT, path: by_id, state: "named", speaker: CHARGER },
        usb: { ...usb, manufacturer: "VictronEnergy BV", product: "VE Direct cable" },
      },
      { ...PORT, tty: "/dev/ttyUSB1", path: "/dev/ttyUSB1" },
      { ...PORT, path: "/dev/ttyUSB2", tty: "/dev/ttyUSB2", state: "unknown", sample: "ff41".repeat(12) },
      {
        ...{ ...PORT, path: "/dev/ttyUSB3", tty: "/dev/ttyUSB3", state: "held", usb: { ...usb, product: "UART" } },
        held_by: [
          { pid: 7, program: "cat" },
          { pid: null, program: "a program of another user" },
        ],
      },
      {
        ...{ ...PORT, path: "/dev/ttyUSB4", tty: "/dev/ttyUSB4", state: "named" },
        speaker: {
          ...CHARGER,
          protocol: "tic",
          baud: 1_200,
          title: "a French Linky meter",
          kind: null,
          product: null,
          product_id: null,
          firmware: null,
          serial: null,
        },
      },
    ],
    gpio: [
      {
        ...{ path: "/dev/gpiochip0", name: "gpiochip0", label: "pinctrl-bcm2711", header: true, problem: null },
        lines: [
          { line: 2, name: "SDA1", output: false, held_by: "i2c", used_by: null },
          { line: 3, name: "SCL1", output: false, held_by: null, used_by: null },
          { line: 4, name: null, output: false, held_by: "w1", used_by: null },
        ],
      },
      { path: "/dev/gpiochip1", name: null, label: null, header: false, lines: [], problem: "/dev/gpiochip1 says no" },
    ],
    i2c: [
      {
        ...{ path: "/dev/i2c-1", name: "bcm2835 (i2c@7e804000)", probed: true, problem: null },
        addresses: [
          { address: "0x27", kernel: null, likely: "an LCD", used_by: null },
          { address: "0x5a", kernel: null, likely: null, used_by: null },
          { address: "0x68", kernel: "ds3231", likely: "a clock", used_by: null },
        ],
      },
      { path: "/dev/i2c-20", name: null, probed: true, addresses: [], problem: null },
      { path: "/dev/i2c-21", name: null, probed: false, addresses: [], problem: "it is held" },
    ],
    buttons: [{ path: "/dev/input/event0", name: "button@18", used_by: null }],
    hid: [{ path: "/dev/hidraw0", usb: "0665:5161", likely: "a Voltronic inverter" }],
    watchdogs: [
      { path: "/dev/watchdog0", name: "Broadcom BCM2835 Watchdog timer", timeout_s: 15 },
      { path: "/dev/watchdog1", name: null, timeout_s: null },
    ],
  });
  assert.equal(
    found,
    `Raspberry Pi 4 Model B Rev 1.4, Linux 6.12.25+rpt-rpi-v8, arm64

Serial ports
  ${by_id}
    /dev/ttyUSB0, VictronEnergy BV VE Direct cable
    SmartSolar MPPT 75/15, 0xA053, firmware 1.59, serial number HQ2132QY2KR
  /dev/ttyUSB1
    says nothing: listened for 4 s at 19200 baud
  /dev/ttyUSB2
    sends something at 19200 baud that we do not know:
    ff41ff41ff41ff41ff41ff41ff41ff41… (.A.A.A.A.A.A.A.A.A.A.A.A)
  /dev/ttyUSB3
    UART
    held by cat (process 7), a program of another user; left alone
  /dev/ttyUSB4
    a French Linky meter, at 1200 baud; Gleaner does not read such a meter yet

Pins
  /dev/gpiochip0, pinctrl-bcm2711, 3 lines: the header of 40 pins
    line 2 SDA1: held by i2c
    line 4: held by w1
  /dev/gpiochip1: /dev/gpiochip1 says no

I2C buses
  /dev/i2c-1, bcm2835 (i2c@7e804000)
    0x27: an LCD
    0x5a: answers
    0x68: the kernel's ds3231
  /dev/i2c-20
    no address answers
  /dev/i2c-21
    it is held

Others
  /dev/input/event0: keys on pins, button@18
  /dev/hidraw0: a Voltronic inverter, USB 0665:5161; Gleaner does not read it
    yet
  /dev/watchdog0: a watchdog, Broadcom BCM2835 Watchdog timer, 15 s
  /dev/watchdog1: a watchdog

For the configuration:

data: ./data
devices:
  # SmartSolar MPPT 75/15, serial number HQ2132QY2KR
  charger:
    type: vedirect
    port: ${by_id}
  # once they are wired (docs/wiring.md): relays, a meter with an S0 output
  # board: { type: gpio, active_low: true, outputs: { r1: 23, r2: 24 } }
  # meter: { type: s0, line: 25, pulses_per_kwh: 1000 }
channels:
  solar.power: charger.panel_power
  charger.state: charger.state

What to do next
  - Put the lines above into a file gleaner.yaml, and give each device the name
    that you like; then: gleaner check-config gleaner.yaml, and gleaner run
  - A port that says nothing: check that the device is on and the cable sits;
    meters that are asked for their values (D0, Modbus) say nothing by
    themselves
  - A port that is held was left alone: stop the program that has it, then look
    again
  - Relays, S0 meters and panels cannot be seen from here: docs/wiring.md says
    how they are wired
  - To ask the I2C buses which addresses answer: gleaner detect --probe (it
    reads from each address)`,
  );
});

test("a house that has a configuration, word for word", () => {
  const used_by = "roof";
  const found = said({
    configuration: { file: "/etc/gleaner.yaml", problem: null },
    serial: [
      { ...PORT, state: "named", speaker: CHARGER, used_by },
      { ...PORT, path: "/dev/ttyUSB1", tty: "/dev/ttyUSB1", state: "named", speaker: { ...CHARGER, serial: null } },
    ],
    gpio: [
      {
        ...{ path: "/dev/gpiochip0", name: "gpiochip0", label: "pinctrl-rp1", header: true, problem: null },
        lines: [{ line: 4, name: null, output: true, held_by: "gleaner roof", used_by }],
      },
    ],
    i2c: [
      {
        ...{ path: "/dev/i2c-1", name: null, probed: false, problem: null },
        addresses: [{ address: "0x27", kernel: null, likely: "an LCD", used_by }],
      },
    ],
    buttons: [{ path: "/dev/input/event0", name: "button@18", used_by }],
  });
  assert.equal(
    found,
    `This machine, Linux 6.12.25, arm64
Configuration: /etc/gleaner.yaml

Serial ports
  /dev/ttyUSB0
    SmartSolar MPPT 75/15, 0xA053, firmware 1.59, serial number HQ2132QY2KR
    is "roof" of /etc/gleaner.yaml
  /dev/ttyUSB1
    SmartSolar MPPT 75/15, 0xA053, firmware 1.59

Pins
  /dev/gpiochip0, pinctrl-rp1, 1 lines: the header of 40 pins
    line 4: held by gleaner roof; "roof" of /etc/gleaner.yaml

I2C buses
  /dev/i2c-1
    0x27: an LCD; "roof" of /etc/gleaner.yaml

Others
  /dev/input/event0: keys on pins, button@18; "roof" of /etc/gleaner.yaml

For the configuration:

devices:
  # SmartSolar MPPT 75/15
  charger:
    type: vedirect
    port: /dev/ttyUSB1

What to do next
  - Add the devices above to those of /etc/gleaner.yaml, then: gleaner
    check-config /etc/gleaner.yaml
  - Relays, S0 meters and panels cannot be seen from here: docs/wiring.md says
    how they are wired
  - To ask the I2C buses which addresses answer: gleaner detect --probe (it
    reads from each address)`,
  );
  const wrong = said({ configuration: { file: "x.yaml", problem: "x.yaml:1:1: no" } });
  assert.match(wrong, /^Configuration: x\.yaml, with mistakes$/m);
  assert.match(wrong, /^ {2}- Mend the configuration, then look again: x\.yaml:1:1: no$/m);
});

test("lines end before the eighty-first column, but where a word is longer", () => {
  assert.deepEqual(wrapped("a".repeat(90), 4, "  - "), [`  - ${"a".repeat(90)}`]);
  const words = "ab ".repeat(60).trim();
  const lines = wrapped(words, 4);
  assert.deepEqual([lines.length, Math.max(...lines.map(({ length }) => length))], [3, 78]);
  assert.equal(lines.map((line) => line.trim()).join(" "), words);
});
