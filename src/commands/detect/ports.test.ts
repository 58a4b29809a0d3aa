import assert from "node:assert/strict";
import { test } from "node:test";
import { portsOf } from "./ports.ts";
import { MadeUp } from "./testing/made-up.ts";

test("a cable is called by its lasting name, with what its plug says", () => {
  const by_id = "usb-VictronEnergy_BV_VE_Direct_cable_VE1A2B3C-if00-port0";
  using made = new MadeUp()
    .cable("ttyUSB1", { manufacturer: "VictronEnergy BV", product: "VE Direct cable", serial: "VE1A2B3C" }, { by_id })
    .cable("ttyUSB0")
    .add({
      "/dev/serial/by-path/pci-0-usb-0:1.2": "-> /dev/ttyUSB0",
      "/dev/serial/by-path/pci-0-usb-0:1.3": "-> /dev/ttyUSB1",
    });
  const plug = { vendor_id: "0403", product_id: "6015" };
  assert.deepEqual(portsOf(made.machine), [
    {
      path: `/dev/serial/by-id/${by_id}`,
      tty: "/dev/ttyUSB1",
      usb: { ...plug, manufacturer: "VictronEnergy BV", product: "VE Direct cable", serial: "VE1A2B3C" },
      console: false,
    },
    {
      path: "/dev/serial/by-path/pci-0-usb-0:1.2",
      tty: "/dev/ttyUSB0",
      usb: { ...plug, manufacturer: null, product: null, serial: null },
      console: false,
    },
  ]);
});

test("terminals without a device, and places without a chip, are no ports; the console is one to be left alone", () => {
  using made = new MadeUp().add({
    "/sys/class/tty/tty1/dev": "4:1",
    "/sys/class/tty/ttyS0/device/id": "x",
    "/sys/class/tty/ttyS0/type": "0\n",
    "/sys/class/tty/ttyS1/device/id": "x",
    "/sys/class/tty/ttyS1/type": "4\n",
    "/sys/class/tty/ttyAMA0/device/id": "x",
    "/sys/class/tty/console/active": "tty1 ttyAMA0\n",
  });
  assert.deepEqual(
    portsOf(made.machine).map(({ tty, console }) => [tty, console]),
    [
      ["/dev/ttyAMA0", true],
      ["/dev/ttyS1", false],
    ],
  );
});

test("a port that a person names comes once", () => {
  using made = new MadeUp().cable("ttyUSB0").add({ "/tmp/roof": "-> /dev/ttyUSB0", "/tmp/pty": "" });
  assert.deepEqual(
    portsOf(made.machine, ["/tmp/roof", "/tmp/pty"]).map(({ path }) => path),
    ["/dev/ttyUSB0", "/tmp/pty"],
  );
  using none = new MadeUp();
  assert.deepEqual(portsOf(none.machine), []);
});
