import type { Bench, Result } from "./bench.ts";
import { crew } from "./crew.ts";
import { cycle } from "./cycle.ts";
import { first } from "./first.ts";
import { fuzz } from "./fuzz/index.ts";
import { hostile } from "./hostile/index.ts";
import { idle } from "./idle.ts";
import { jitter } from "./jitter.ts";
import { words } from "./judge.ts";
import { open } from "./open/index.ts";
import { pictures } from "./pictures/index.ts";
import { pulses } from "./pulses/index.ts";
import { reaction } from "./reaction.ts";
import { screen } from "./screen.ts";
import { soakBench as soak } from "./soak/index.ts";
import { store } from "./store/index.ts";
import { troubleBench as trouble } from "./trouble/index.ts";
import { writes } from "./writes.ts";

/** `npm run bench -- NAME [--json] [[--ticks] SIZE]`: one measurement; ends with 1 when a promise is not kept. */

const BENCHES: Readonly<Record<string, Bench>> = {
  reaction,
  idle,
  cycle,
  crew,
  jitter,
  pictures,
  screen,
  store,
  writes,
  open,
  first,
  soak,
  fuzz,
  hostile,
  trouble,
  pulses,
};
const EXIT_USAGE = 64;

function usage(): string {
  const names = Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(10)}${about}`);
  return ["npm run bench -- NAME [--json] [SIZE]", "", ...names].join("\n");
}

function show(name: string, result: Result, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ name, ...(result.json ?? result.figures), bounds: result.bounds }));
    return;
  }
  for (const line of result.lines) console.log(line);
  for (const bound of result.bounds) console.log(words(bound));
}

const args = process.argv.slice(2);
const json = args.includes("--json");
const [name, size] = args.filter((word) => word !== "--json" && word !== "--ticks");
const bench = name !== undefined && Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
const number = size === undefined ? undefined : Number(size);
if (name === undefined) {
  console.log(usage());
} else if (!bench || (number !== undefined && !(Number.isInteger(number) && number > 0))) {
  console.error(
    `${bench ? `${size} is no size: give a whole number above 0` : `No bench is called ${name}`}\n${usage()}`,
  );
  process.exitCode = EXIT_USAGE;
} else {
  const result = await bench.run(number, (line) => console.error(line));
  show(name, result, json);
  if (result.bounds.some(({ kept }) => !kept)) process.exitCode = 1;
}
