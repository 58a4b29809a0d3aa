import assert from "node:assert/strict";
import { it } from "node:test";
import { blueprint } from "../src/devices/_blueprint.ts";
import type { DeviceType } from "../src/devices/device.ts";
import { deviceTypes } from "../src/devices/index.ts";
import { modelHouse } from "../src/lab/model-house/index.ts";
import { type ContractCase, deviceContract } from "./device-contract.ts";

/** Options for each type as a person writes them, but for a device that is not there. */
const ABSENT: Readonly<Record<string, Omit<ContractCase, "type">>> = {
  vedirect: { absent: { port: "/dev/serial/by-id/usb-not_there" } },
  command: { absent: { source: { run: ["./not-there"] }, on: ["./not-there", "1"], off: ["./not-there", "0"] } },
  file: { absent: { path: "./not-there/relay" } },
  thermometer: { absent: { path: "./not-there" } },
  "model-house": { absent: {}, always_there: true },
};

const types: readonly DeviceType[] = [...deviceTypes, blueprint, modelHouse];

it("each device type has its own name, and a sample here", () => {
  assert.deepEqual(types.map(({ type }) => type).sort(), Object.keys(ABSENT).sort());
});

for (const type of types) {
  const sample = ABSENT[type.type];
  if (sample) deviceContract({ type, ...sample });
}
