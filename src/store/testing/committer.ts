/**
 * Commits numbered batches for ever, one after the other, and prints the number of each once it is acknowledged.
 * Arguments: data folder, first number, last number (default: none), readings that the head takes until it is sealed
 * (default: as in a house). Ends with 70 when the store fails for good,
 * after printing `fatal` and the code.
 */
import { writeSync } from "node:fs";
import { StoreError } from "../../model/index.ts";
import { openStore } from "../index.ts";
import { numbered } from "./numbered.ts";

const [folder = "", first = "0", last = "900000", full] = process.argv.slice(2);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const store = await openStore({ folder, full_head: full === undefined ? undefined : Number(full) });

async function run(): Promise<void> {
  for (let number = Number(first); number <= Number(last); number++) {
    await store.commit(numbered(number));
    say(String(number));
  }
  await store.close();
  say("closed");
}

/** After a fatal error nothing more is taken, and closing ends. */
async function giveUp(error: StoreError): Promise<void> {
  const again = await store.commit(numbered(Number(last) + 1)).catch((refusal: unknown) => refusal);
  await store.close();
  say(again === error || (again instanceof StoreError && again.fatal) ? `fatal ${error.code}` : "taken after all");
}

process.on("unhandledRejection", () => {});
try {
  await run();
} catch (error) {
  if (error instanceof StoreError && error.fatal) await giveUp(error);
  else say(`failed ${error}`);
  process.exit(70);
}
