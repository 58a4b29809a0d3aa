/**
 * A meter on a simulated chip, in a process of its own that may be killed, with its register in memory: the chip's label, the data folder. Prints
 * `held` once it has the line, and each energy that it shows.
 */
import { KeptRegister, memoryFolder } from "../../src/commands/run/kept-register.ts";
import { s0 } from "../../src/devices/s0/index.ts";
import { HandsHere } from "../../src/hands/testing/here.ts";
import { SystemClock } from "../../src/house/clock/system-clock.ts";
import { systemPins } from "../../src/pins/index.ts";

const [, , chip = "", folder = ""] = process.argv;
const say = (words: string): void => void process.stdout.write(`${words}\n`);
const kept = new KeptRegister(memoryFolder(folder), "meter.energy");
const device = s0.open(
  s0.options.parse({ chip, line: 0, pulses_per_kwh: 1_000, least_pulse: "10 ms", least_pause: "10 ms" }),
  {
    ...{ id: "meter", folder, clock: new SystemClock(), hands: new HandsHere(), pins: systemPins },
    registers: {
      open: () => ({ last: async () => kept.last(), keep: (now) => kept.keep(now), close: () => undefined }),
    },
  },
);
await device.start({
  put: (readings) => {
    for (const { quantity, value } of readings) if (quantity === "energy") say(String(value));
  },
  note: () => undefined,
});
say(device.health().state === "ok" ? "held" : "lost");
