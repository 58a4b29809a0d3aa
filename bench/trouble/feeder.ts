/**
 * A program that prints ten readings a second and notes each in a ledger first. A value is the instant at which it was
 * printed, µs of the machine's monotonic clock: none comes twice. A signal (SIGUSR2) makes it print many in one go.
 */
import { appendFileSync, writeFileSync } from "node:fs";

const EVERY_MS = 100;
const FLOOD = 200;
const [ledger = "", pidFile = ""] = process.argv.slice(2);
let last = 0;

function print(count: number): void {
  let text = "";
  let noted = "";
  for (let i = 0; i < count; i++) {
    last = Math.max(last + 1, Number(process.hrtime.bigint() / 1_000n));
    noted += `${last}\n`;
    text += `n ${last}\n`;
  }
  appendFileSync(ledger, noted);
  process.stdout.write(text);
}

process.stdout.on("error", () => process.exit());
process.on("SIGUSR2", () => print(FLOOD));
writeFileSync(pidFile, String(process.pid));
setInterval(() => print(1), EVERY_MS);
