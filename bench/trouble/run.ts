import { existsSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { seeded } from "../../src/devices/vedirect/testing/frames.ts";
import type { JournalLine } from "../../src/web/api.ts";
import { Acts, IMPORT_LINES, importValue, type Tally } from "./acts.ts";
import { FEEDERS, RELAYS, TroubledHouse } from "./house.ts";
import { judgeReadings, judgeSwitching, type Kept, type ReadingsVerdict } from "./oracle.ts";

export interface Troubled {
  readonly seed: number;
  readonly mounted: boolean;
  readonly tally: Tally;
  readonly readings: Readonly<Record<string, ReadingsVerdict>>;
  /** What the house said that it did not keep. */
  readonly counted: number;
  readonly switchings: number;
  readonly recoveries_ms: readonly number[];
  /** Everything else that is not as it should be, a sentence each. */
  readonly wrong: readonly string[];
}

/** Runs a command to its end. @throws Error with what it said */
async function output(house: TroubledHouse, ...args: string[]): Promise<string> {
  const file = house.place.path("output.txt");
  // larger than what is kept of what a command says
  await using command = house.commandInto(file, ...args);
  const { code } = await command.ended;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${command.output}`);
  return readFileSync(file, "utf8");
}

/** Readings of an export, by channel. */
function keptOf(csv: string): Map<string, Kept[]> {
  const channels = new Map<string, Kept[]>();
  for (const line of csv.split("\n").slice(1).filter(Boolean)) {
    const [time = "", channel = "", value = ""] = line.split(",");
    const kept = { at: Date.parse(time), value: Number(value) };
    const list = channels.get(channel);
    if (list) list.push(kept);
    else channels.set(channel, [kept]);
  }
  return channels;
}

/** The journal's lines of each run. */
function byRun(lines: readonly JournalLine[]): JournalLine[][] {
  const runs: JournalLine[][] = [];
  for (const line of lines) {
    if (line.reason === "Gleaner started") runs.push([]);
    runs.at(-1)?.push(line);
  }
  return runs;
}

function judgeRelays(house: TroubledHouse, journal: readonly JournalLine[]): { switchings: number; wrong: string[] } {
  const runs = byRun(journal);
  const wrong =
    runs.length === house.runs.length ? [] : [`${runs.length} of ${house.runs.length} starts are in the journal`];
  let switchings = 0;
  for (const relay of RELAYS) {
    const orders = house.orders(relay);
    for (const [i, run] of house.runs.entries()) {
      const said = (runs[i] ?? []).filter((line) => line.kind === "switch" && line.relay === relay);
      const seen = orders.slice(house.runs[i - 1]?.lines[relay] ?? 0, run.lines[relay]);
      switchings += said.length;
      const words = judgeSwitching(
        said.map(({ on }) => on === true),
        seen,
        run,
      );
      if (words) wrong.push(`${relay} in run ${i}: ${words}`);
    }
  }
  return { switchings, wrong };
}

function judgeImports(kept: ReadonlyMap<string, readonly Kept[]>, imports: Iterable<number>): string[] {
  return [...imports].flatMap((number) => {
    const readings = kept.get(`import.c${number}`) ?? [];
    const right = readings.every(({ value }, i) => value === importValue(number, i));
    return right && readings.length === IMPORT_LINES
      ? []
      : [`import ${number}: ${readings.length} readings, right: ${right}`];
  });
}

function judgeBackups(files: readonly string[]): string[] {
  return files.filter(existsSync).flatMap((file) => {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const found = String(db.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
      return found === "ok" ? [] : [`${file}: ${found}`];
    } finally {
      db.close();
    }
  });
}

/** Troubles a house for so long, lets it come to rest, and judges it. @param say told of each round */
export async function trouble(seconds: number, seed: number, say: (line: string) => void): Promise<Troubled> {
  await using house = await TroubledHouse.build();
  if (!house.mounted) say("Nobody may mount here: a full disk is one whose writes fail");
  const acts = new Acts(house, seeded(seed));
  const end = performance.now() + seconds * 1_000;
  await house.start();
  for (let round = 1; performance.now() < end; round++) {
    await acts.round();
    say(`round ${round}: ${house.runs.length + 1} runs, ${JSON.stringify(acts.tally)}`);
  }
  await house.well();
  await acts.finish();
  // what was read last is on the disk after a clean stop
  const { code } = await house.stop();
  const printed = new Map(FEEDERS.map((name) => [name, house.printed(name)]));
  await house.start();
  const journal = await house.gleaner.api.journalSince(0);
  const wrong = code === 0 ? [] : [`the last stop ended with ${code}`];
  const kept = keptOf(await output(house, "export"));
  await output(house, "check").catch((error: unknown) => wrong.push(String(error)));
  const relays = judgeRelays(house, untilLastStart(journal));
  const readings = FEEDERS.map((name) => {
    return [
      name,
      judgeReadings(printed.get(name) ?? [], until(kept.get(`${name}.n`), printed.get(name)), house.excuses),
    ] as const;
  });
  return {
    ...{ seed, mounted: house.mounted, tally: acts.tally, counted: house.counted, recoveries_ms: house.recoveries_ms },
    readings: Object.fromEntries(readings),
    switchings: relays.switchings,
    wrong: [
      ...wrong,
      ...acts.complaints,
      ...relays.wrong,
      ...judgeImports(kept, acts.imports.keys()),
      ...judgeBackups(acts.backups),
    ],
  };
}

/** What was kept of what was printed until then: the house reads on while it is judged. */
function until(kept: readonly Kept[] = [], printed: readonly number[] = []): readonly Kept[] {
  const last = printed.at(-1) ?? 0;
  return kept.filter(({ value }) => value <= last);
}

/** The start after the last stop is not judged. */
function untilLastStart(journal: readonly JournalLine[]): readonly JournalLine[] {
  const last = journal.findLastIndex(({ reason }) => reason === "Gleaner started");
  return journal.slice(0, last);
}
