import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { round } from "../figures.ts";
import { atMost, atMostTimes, type Bound } from "../judge.ts";
import type { Measured } from "./report.ts";

/** Pulses on the lines of a kernel of their own: what is lost, and what four meters take. */

const SECONDS = 60;
const ROOT = join(import.meta.dirname, "../..");
const MACHINE = join(ROOT, "tools/kernel/machine.cjs");
const PROMISED_MB = 10;
const PROMISED_ORDER_MS = 20;
/** Of what PowerPi's way takes; README.md tells where it comes from. */
const MOST_OF_POWERPI = 7;

/** Runs a part of the measures in the small machine. @throws Error with what it said when it fails */
function inMachine(what: string, say: (line: string) => void): Promise<Partial<Measured>> {
  const inside = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    join(import.meta.dirname, "inside.ts"),
    what,
  ];
  const machine = spawn(process.execPath, [MACHINE, ...inside], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  let rest = "";
  machine.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      if (line.trim() !== "" && !line.startsWith("{")) say(line);
    }
  });
  return new Promise((resolve, reject) => {
    machine.on("close", () => {
      const found = lines.find((line) => line.startsWith('{"measured"'));
      if (found === undefined) reject(new Error(`the machine measured nothing:\n${lines.slice(-20).join("\n")}`));
      else resolve(JSON.parse(found).measured);
    });
  });
}

export function boundsOf({ steady, idle, four, powerpi, overflow, order }: Measured): Bound[] {
  const yardstick = { name: `PowerPi's way (${powerpi.way})`, value: powerpi.percent, unit: "% of the processor" };
  return [
    atMost(`lost of ${steady.made} pulses beside a busy loop`, Math.abs(steady.made - steady.counted), "pulses", 0),
    atMost("memory of four meters", four.mb - idle.mb, "MB", PROMISED_MB),
    atMostTimes(
      "processor of four meters",
      four.percent - idle.percent,
      "% of the processor",
      yardstick,
      MOST_OF_POWERPI,
    ),
    atMost("an overflow that is not told", overflow.lost > 0 && overflow.estimated > 0 ? 0 : 1, "", 0),
    atMost("wrong after an overflow", Math.abs(overflow.made - overflow.counted), "pulses", overflow.made / 100),
    atMost("order to relay by GPIO, p99, more than a file", order.gpio_ms - order.file_ms, "ms", PROMISED_ORDER_MS),
  ];
}

export const pulses: Bench = {
  about: "pulses and relays on a kernel's own lines, in a small machine (size: seconds of steady pulses, 60)",
  async run(size, say) {
    const rest = await inMachine("rest", say);
    const measured = { ...rest, ...(await inMachine(String(size ?? SECONDS), say)) } as Measured;
    const { steady, idle, four, powerpi, fastest_per_second, overflow, order } = measured;
    return {
      figures: {
        steady_made: steady.made,
        steady_counted: steady.counted,
        steady_per_second: round(steady.made / steady.seconds),
        idle_percent: round(idle.percent),
        four_percent: round(four.percent),
        powerpi_percent: round(powerpi.percent),
        idle_mb: round(idle.mb),
        four_mb: round(four.mb),
        powerpi_mb: round(powerpi.mb),
        powerpi_missed: powerpi.missed,
        fastest_per_second: round(fastest_per_second),
        overflow_lost_changes: overflow.lost,
        overflow_estimated: overflow.estimated,
        order_gpio_ms: round(order.gpio_ms),
        order_file_ms: round(order.file_ms),
      },
      bounds: boundsOf(measured),
      lines: [
        `Steady: ${steady.counted} of ${steady.made} pulses in ${round(steady.seconds)} s, ${steady.lost} changes lost`,
        `Four meters at 10 pulses/s: ${round(four.percent)} % and ${round(four.mb)} MB; none: ${round(idle.percent)} % and ${round(idle.mb)} MB`,
        `PowerPi's way (${powerpi.way}): ${round(powerpi.percent)} % and ${round(powerpi.mb)} MB, ${powerpi.missed} pulses wrong`,
        `The fastest burst of which none is lost: ${round(fastest_per_second)} pulses/s`,
        `Too fast: ${overflow.counted} of ${overflow.made} counted, ${overflow.estimated} of them estimated, ${overflow.lost} changes lost`,
        `Order to relay, p99: ${round(order.gpio_ms)} ms by GPIO, ${round(order.file_ms)} ms by a file`,
      ],
    };
  },
};
