import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inEnglish } from "../../model/index.ts";
import { missing, trouble } from "./serial-trouble.ts";

test("errors say what to do", async () => {
  const cases: [Error, RegExp][] = [
    [new Error("Error: Permission denied, cannot open /dev/ttyUSB0"), /no permission.*dialout/],
    [Object.assign(new Error("x"), { code: "EACCES" }), /dialout/],
    [new Error("Error: Device or resource busy, cannot open /dev/ttyUSB0"), /in use.*\(meter\.py, ModemManager, /],
    [new Error("Error Resource temporarily unavailable Cannot lock port"), /in use/],
    [new Error("Error: No such file or directory, cannot open /dev/ttyUSB0"), /is not there.*plug the cable in/],
    [new Error("Error: Input/output error"), /^\/dev\/ttyUSB0: Input\/output error/],
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
