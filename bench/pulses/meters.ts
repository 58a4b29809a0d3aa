/**
 * Meters on a simulated chip, in a process of their own: the chip's label, how many, for how many ms of each 250 the
 * process is busy with something else, and the shortest pulse, ms. Prints a line of JSON each half second; see `Report`.
 */
import { readFileSync } from "node:fs";
import { s0 } from "../../src/devices/s0/index.ts";
import { HandsHere } from "../../src/hands/testing/here.ts";
import { SystemClock } from "../../src/house/clock/system-clock.ts";
import { MemoryRegisters } from "../../src/model/testing/memory-registers.ts";
import { systemPins } from "../../src/pins/index.ts";
import type { Report } from "./report.ts";

const TURN_MS = 250;
const [, , chip = "", count = "0", busy_ms = "0", least = "10"] = process.argv;
const context = { folder: "/", clock: new SystemClock(), hands: new HandsHere(), pins: systemPins };
const registers = new MemoryRegisters();
const wh = new Array<number>(Number(count)).fill(0);
const devices = wh.map((_wh, line) => {
  const options = { chip, line, pulses_per_kwh: 1_000, least_pulse: `${least} ms`, least_pause: `${least} ms` };
  return s0.open(s0.options.parse(options), { ...context, id: `meter${line}`, registers });
});
for (const [line, device] of devices.entries()) {
  await device.start({
    put: (readings) => {
      for (const { quantity, value } of readings) if (quantity === "energy") wh[line] = Number(value);
    },
    note: () => undefined,
  });
}

function busy(): void {
  const until = performance.now() + Number(busy_ms);
  while (performance.now() < until);
}
if (Number(busy_ms) > 0) setInterval(busy, TURN_MS);

function pss_kb(): number {
  const [, after = ""] = readFileSync("/proc/self/smaps_rollup", "utf8").split("Pss:");
  return Number.parseInt(after, 10);
}

setInterval(() => {
  const { user, system } = process.cpuUsage();
  const counters = devices.map((device) => device.health().counters);
  const report: Report = {
    wh,
    lost: counters.reduce((sum, { lost_changes = 0 }) => sum + lost_changes, 0),
    estimated: counters.reduce((sum, { estimated_pulses = 0 }) => sum + estimated_pulses, 0),
    cpu_ms: (user + system) / 1_000,
    pss_kb: pss_kb(),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}, 500);
