import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inEnglish, told } from "../../model/index.ts";
import { missing, trouble } from "./serial-trouble.ts";

test("errors say what to do", async () => {
  const refused = (code: string, words = code) => Object.assign(new Error(words), { code });
  const cases: [Error, RegExp][] = [
    [refused("EACCES"), /no permission.*dialout/],
    [refused("EPERM"), /dialout/],
    [refused("EBUSY"), /in use.*\(meter\.py, ModemManager, /],
    [refused("EAGAIN"), /in use/],
    [refused("ENOENT"), /is not there.*plug the cable in/],
    [refused("ENXIO"), /is not there/],
    [refused("NO_LIBRARY"), /install a 64-bit system/],
    [told("port_not_serial"), /^\/dev\/ttyUSB0 cannot be used: this is not a serial port/],
    [refused("EIO", "read EIO"), /^\/dev\/ttyUSB0: read EIO$/],
  ];
  for (const [error, words] of cases)
    assert.match(inEnglish(await trouble(error, "/dev/ttyUSB0", ["meter.py"])), words);
});

test("a missing port: the cables that are there are named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-by-id-"));
  try {
    assert.match(inEnglish(await missing("/dev/x", folder)), /no USB serial cable is plugged in/);
    for (let number = 1; number <= 10; number += 1) await writeFile(join(folder, `usb-Victron-${number}`), "");
    assert.match(inEnglish(await missing("/dev/x", folder)), /holds: usb-Victron-1, .* and 2 more$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
