import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseConfig } from "../../config/index.ts";
import { HandPorts } from "../../devices/kit/testing/hand-ports.ts";
import { blockOf, MPPT_LINE } from "../../devices/vedirect/testing/frames.ts";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { Board } from "../../pins/testing/board.ts";
import { allDeviceTypes } from "../run/device-types.ts";
import { type Detecting, detect } from "./detect.ts";
import type { Findings } from "./findings.ts";
import { MadeUp } from "./testing/made-up.ts";
import { wordsOfFindings } from "./words.ts";

const BY_ID = "usb-VictronEnergy_BV_VE_Direct_cable_VE1A2B3C-if00-port0";
const MONITOR = "PID 0xA381, FWE 0419FF, SER# HQ2210XXXXX, V 26201, I -1200, P -31, SOC 876";

/** What each port says once it is open; silent where nothing stands. */
type Says = Readonly<Record<string, string>>;

async function found(made: MadeUp, says: Says = {}, more: Partial<Detecting> = {}): Promise<Findings> {
  const [clock, ports] = [new HandClock(), new HandPorts()];
  for (const path of Object.keys(says)) ports.nodes.set(path, path);
  const open = ports.open.bind(ports);
  ports.open = async (path, baud, listener) => {
    const port = await open(path, baud, listener);
    clock.after(500, () => listener.received(Buffer.from(baud === 19_200 ? (says[path] ?? "") : "?", "latin1")));
    return port;
  };
  const detecting = {
    machine: made.machine,
    pins: new Board([]),
    ports,
    clock,
    ...more,
  };
  const finding = detect(detecting);
  for (let times = 0; times < 30; times += 1) {
    await clock.pass(500);
    await settle();
  }
  assert.ok(ports.opened.every(({ sent, isOpen }) => sent === "" && !isOpen));
  return finding;
}

const block = (line: string): string => Buffer.from(blockOf(line)).toString("latin1");

/** As `check-config` takes it. */
const configOf = (yaml: string) => parseConfig(yaml, join(tmpdir(), "gleaner.yaml"), allDeviceTypes);

function isReadable(findings: Findings): string {
  const lines = wordsOfFindings(findings);
  const long = lines.filter((line) => line.length > 80 && !line.includes("/"));
  assert.deepEqual(long, []);
  return lines.join("\n");
}

test("two chargers and a monitor: named, sorted, and written down as check-config takes it", async () => {
  using made = new MadeUp().add({ "/proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0" });
  made.cable("ttyUSB0", { product: "VE Direct cable" }, { by_id: BY_ID }).cable("ttyUSB1").cable("ttyUSB2");
  const findings = await found(
    made,
    {
      [`/dev/serial/by-id/${BY_ID}`]: block(MONITOR),
      "/dev/ttyUSB1": block(MPPT_LINE),
      "/dev/ttyUSB2": block(MPPT_LINE.replace("HQ2132QY2KR", "HQ1111AAAAA")),
    },
    { pins: new Board() },
  );
  assert.deepEqual(
    findings.serial.map(({ state, speaker }) => [state, speaker?.title]),
    [
      ["named", "BMV-712 Smart"],
      ["named", "SmartSolar MPPT 75/15"],
      ["named", "SmartSolar MPPT 75/15"],
    ],
  );
  const { devices, channels, warnings } = configOf(findings.yaml ?? "");
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    Object.entries(devices).map(([name, { port }]) => [name, port]),
    [
      ["monitor", `/dev/serial/by-id/${BY_ID}`],
      ["charger", "/dev/ttyUSB1"],
      ["charger_2", "/dev/ttyUSB2"],
    ],
  );
  assert.deepEqual(Object.keys(channels), [
    ...["solar.charger", "solar.charger_2", "solar.power", "charger.state"],
    ...["battery.soc", "battery.power", "battery.voltage"],
  ]);
  const words = isReadable(findings);
  assert.match(words, /^Raspberry Pi 4 Model B Rev 1\.4, Linux/);
  assert.match(words, /SmartSolar MPPT 75\/15, 0xA053, firmware 1\.59, serial number HQ1111AAAAA/);
  assert.match(words, /\/dev\/gpiochip0, pinctrl-bcm2711, 58 lines: the header of 40 pins/);
  assert.match(words, /# meter: \{ type: s0, line: 25/);
});

test("a monitor alone, and a Victron of another kind, are written down as check-config takes it", async () => {
  for (const line of [
    MONITOR,
    MPPT_LINE,
    "PID 0xA231, FW 0123, MODE 2",
    "V 12800, I 10",
    "PID 0xA389, V 12800, SOC 500",
  ]) {
    using made = new MadeUp().cable("ttyUSB0");
    const { yaml } = await found(made, { "/dev/ttyUSB0": block(line) });
    assert.deepEqual(configOf(yaml ?? "").warnings, [], line);
  }
});

test("a machine with nothing says so, and what to plug in; a console is nothing either", async () => {
  using made = new MadeUp();
  const findings = await found(made);
  assert.match(
    isReadable(findings),
    /Nothing that Gleaner can use is here: no serial port, no pins, no bus\. Plug\s+in a VE\.Direct cable/,
  );
  assert.equal(findings.yaml, null);
  made.add({ "/sys/class/tty/ttyS0/device/id": "x", "/sys/class/tty/console/active": "ttyS0" });
  assert.match(isReadable(await found(made)), /Nothing that Gleaner can use is here/);
});

test("ports that are held, silent, forbidden or unknown say what to do", async () => {
  using made = new MadeUp();
  for (const name of ["ttyUSB0", "ttyUSB1", "ttyUSB2"]) made.cable(name);
  made.process(77, ["python3", "vedirect.py"], "/dev/ttyUSB0");
  made.cable("ttyACM0", { idVendor: "2341", product: "Arduino Mega" }, { driver: "cdc_acm" });
  const findings = await found(made, { "/dev/ttyUSB0": block(MONITOR), "/dev/ttyUSB1": "", "/dev/ttyUSB2": "\x01Hi" });
  const words = isReadable(findings);
  assert.match(words, /held by python3 vedirect\.py \(process 77\); left alone/);
  assert.match(words, /says nothing: listened for 4 s at 19200 baud/);
  assert.match(words, /we do not know: 014869 \(\.Hi\)/);
  assert.match(words, /an Arduino starts anew when its port is opened, so it is left alone/);
  assert.match(words, /stop the program that has it, then look\s+again/);
  assert.equal(findings.yaml, null);
});

test("what a configuration has is said, and not written down again", async () => {
  using made = new MadeUp().cable("ttyUSB0").cable("ttyUSB1");
  const folder = mkdtempSync(join(tmpdir(), "gleaner-detect-"));
  try {
    const file = join(folder, "gleaner.yaml");
    const roof = `roof: { type: vedirect, port: /dev/ttyUSB0 }`;
    const board = "board: { type: gpio, outputs: { r1: 23, r2: wiringPi 5 } }";
    const meter = "meter: { type: s0, chip: other, line: 7, pulses_per_kwh: 1000 }";
    const charger = "charger: { type: file, path: ./x }";
    writeFileSync(file, `data: ./data\npanel: {}\ndevices:\n  ${[roof, board, meter, charger].join("\n  ")}\n`);
    mkdirSync(join(folder, "data"));
    const pins = new Board(["pinctrl-rp1", "other"], { 23: "GPIO23" });
    pins.occupy(23, "gleaner board");
    pins.occupy(2, "i2c");
    const says = { "/dev/ttyUSB0": block(MONITOR), "/dev/ttyUSB1": block(MPPT_LINE) };
    const findings = await found(made, says, { config: file, pins });
    const [header, other] = findings.gpio;
    const used = (chip: Findings["gpio"][number] | undefined) =>
      chip?.lines.filter(({ used_by }) => used_by !== null).map(({ line, used_by }) => `${line} ${used_by}`);
    assert.deepEqual(
      [used(header), used(other)],
      [["13 panel", "19 panel", "23 board", "24 board", "26 panel"], ["7 meter"]],
    );
    assert.deepEqual(
      findings.serial.map(({ used_by }) => used_by),
      ["roof", null],
    );
    assert.doesNotMatch(findings.yaml ?? "", /ttyUSB0|data|channels|once they are wired/);
    assert.match(findings.yaml ?? "", /charger_2:\n {4}type: vedirect\n {4}port: \/dev\/ttyUSB1\n/);
    const words = isReadable(findings);
    assert.match(words, /line 23 GPIO23: held by gleaner board; "board" of/);
    assert.match(words, /line 2: held by i2c/);
    assert.match(words, /line 24: free; "board" of/);
    writeFileSync(file, "data: ./d\ndevices: { roof: { type: vedirekt } }\n");
    const wrong = await found(made, says, { config: file, pins });
    assert.match(wrong.configuration.problem ?? "", /vedirekt/);
    assert.match(isReadable(wrong), /Mend the configuration, then look again:.*vedirekt/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("keys and wires that meters have are theirs; a claim of another kind is no path", async () => {
  using made = new MadeUp().cable("ttyUSB0").add({
    "/sys/class/input/event0/device/phys": "gpio-keys/input0",
    "/sys/class/input/event0/device/name": "button@18",
    "/sys/class/input/event1/device/phys": "gpio-keys/input1",
    "/sys/class/input/event1/device/name": "button@19",
    "/sys/class/input/event2/device/phys": "gpio-keys/input2",
  });
  const folder = mkdtempSync(join(tmpdir(), "gleaner-detect-"));
  try {
    const file = join(folder, "gleaner.yaml");
    const meter = (name: string, where: string): string => `${name}: { type: s0, ${where}, pulses_per_kwh: 1000 }`;
    const meters = [
      meter("a", "input: button@18"),
      meter("b", "input: /dev/input/event1"),
      meter("c", "port: /dev/ttyUSB0"),
    ];
    writeFileSync(file, `data: ./data\ndevices:\n  ${meters.join("\n  ")}\n`);
    const { buttons, serial, configuration } = await found(made, {}, { config: file });
    assert.equal(configuration.problem, null);
    assert.deepEqual(
      buttons.map(({ used_by }) => used_by),
      ["a", "b", null],
    );
    assert.equal(serial[0]?.used_by, "c");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("chips without permission say so once, and what to do", async () => {
  using made = new MadeUp();
  const pins = new Board();
  pins.refusals.set("/dev/gpiochip0", "EACCES");
  const words = isReadable(await found(made, {}, { pins }));
  assert.match(words, /no permission to open \/dev\/gpiochip0/);
  assert.match(words, /sudo usermod -aG dialout,gpio,i2c \$USER/);
});

test("buses, keys, inverters and watchdogs are told without being opened; addresses are asked for only with --probe", async () => {
  using made = new MadeUp().add({
    "/dev/i2c-1": "",
    "/sys/class/i2c-dev/i2c-1/name": "bcm2835 (i2c@7e804000)\n",
    "/sys/bus/i2c/devices/1-0068/name": "ds3231\n",
    "/sys/bus/i2c/devices/11-0068/name": "other\n",
    "/sys/class/input/event0/device/phys": "gpio-keys/input0\n",
    "/sys/class/input/event0/device/name": "button@18\n",
    "/sys/class/input/event1/device/phys": "usb-1/input0\n",
    "/sys/class/hidraw/hidraw0/device/uevent": "DRIVER=hid-generic\nHID_ID=0003:00000665:00005161\n",
    "/sys/class/hidraw/hidraw1/device/uevent": "HID_ID=0003:0000046D:0000C534\n",
    "/sys/class/watchdog/watchdog0/identity": "Broadcom BCM2835 Watchdog timer\n",
    "/sys/class/watchdog/watchdog0/timeout": "15\n",
  });
  const quiet = await found(made);
  assert.deepEqual(
    quiet.i2c.map(({ probed, addresses }) => [probed, addresses.map(({ address }) => address)]),
    [[false, ["0x68"]]],
  );
  assert.deepEqual(
    [quiet.buttons, quiet.hid.map(({ path }) => path)],
    [[{ path: "/dev/input/event0", name: "button@18", used_by: null }], ["/dev/hidraw0"]],
  );
  const words = isReadable(quiet);
  assert.match(words, /0x68: the kernel's ds3231/);
  assert.match(words, /gleaner detect --probe/);
  assert.match(words, /\/dev\/watchdog0: a watchdog, Broadcom BCM2835 Watchdog timer, 15 s/);
  assert.match(words, /Voltronic inverter/);
  const asked: string[] = [];
  const probed = await found(
    made,
    {},
    {
      ask: async (path) => {
        asked.push(path);
        return [0x27, 0x68];
      },
    },
  );
  assert.deepEqual([asked, probed.i2c[0]?.addresses.map(({ address }) => address)], [["/dev/i2c-1"], ["0x27", "0x68"]]);
  assert.match(isReadable(probed), /0x27: an expander for relays .* or the adapter\s+of an LCD/);
});
