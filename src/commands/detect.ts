import { Command } from "commander";
import { systemPorts } from "../devices/kit/serial-port.ts";
import { SystemClock } from "../house/clock/system-clock.ts";
import { systemPins } from "../pins/index.ts";
import { askBus } from "./detect/ask.ts";
import { detect } from "./detect/detect.ts";
import { Machine } from "./detect/machine.ts";
import { wordsOfFindings } from "./detect/words.ts";
import { log } from "./terminal/log.ts";

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly probe?: boolean;
}

export const verb = new Command("detect")
  .description("say what hangs on this machine, and what to write for it; listens and looks, and writes to nothing")
  .argument("[ports...]", "serial ports to listen at besides this machine's own")
  .option("-c, --config <file>", "whose devices these may be (default: ./gleaner.yaml, then /etc/gleaner.yaml)")
  .option("--json", "the same for programs, see docs/detect.md")
  .option("--probe", "also ask each I2C address whether somebody is there, which disturbs a few kinds of chips")
  .action(async (more: readonly string[], { config, json, probe }: Options) => {
    const found = await detect({
      machine: new Machine(),
      pins: systemPins,
      ports: systemPorts,
      clock: new SystemClock(),
      config,
      more,
      ask: probe ? (path) => askBus(systemPins.i2c, path) : undefined,
    });
    for (const line of json ? [JSON.stringify(found, null, 2)] : wordsOfFindings(found)) log(line);
  });
