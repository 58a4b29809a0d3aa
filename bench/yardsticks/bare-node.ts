import { spawnSync } from "node:child_process";
import { median, times } from "../figures.ts";
import type { Yardstick } from "../judge.ts";

const ROUNDS = 9;

/** From the start to the end of a Node process that does nothing; the middle of some. */
export async function bareNode(): Promise<Yardstick> {
  const start = (): unknown => spawnSync(process.execPath, ["-e", ""], { stdio: "ignore" });
  return { name: "a Node process that does nothing", value: median(await times(ROUNDS, start)), unit: "ms" };
}
