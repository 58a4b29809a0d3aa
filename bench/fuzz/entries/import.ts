import { FORMATS, type Format } from "../../../src/interchange/formats.ts";
import { linesOf } from "../../../src/interchange/import.ts";
import { Intake } from "../../../src/interchange/intake.ts";
import { UnclearText } from "../../../src/interchange/layout.ts";
import { readingOf, type TextReading } from "../../../src/interchange/reader.ts";
import type { Basket, Loader, Unit, Value } from "../../../src/model/index.ts";
import { demand, type Entry, type Outcome } from "../entry.ts";
import { demandInstant, demandName, demandUnit, demandValue, kindOf, pieces } from "../rules.ts";

/** Files of readings that are imported, in each form. */

const ZONE = "Europe/Paris";
/** A file that names more has some of them refused. */
const MOST_CHANNELS = 2_000;
const HEAD_BYTES = 65_536;

/** Writes down what it is given. */
class Notes implements Loader {
  readonly units = new Map<string, Unit>();
  readonly readings: [channel: string, at: number, value: Value][] = [];

  basket(channel: string, unit: Unit): Basket {
    if (!this.units.has(channel)) this.units.set(channel, unit);
    return { add: (at, number, state) => void this.readings.push([channel, at, state ?? number]) };
  }

  unit(): undefined {
    return undefined;
  }

  readonly met = { same: 0, other: 0 };
  readonly reach = undefined;

  store(): Promise<void> {
    return Promise.resolve();
  }
}

interface Read {
  readonly notes: Notes;
  readonly intake: Intake;
}

/** How the text is to be read, by its beginning; `undefined`: it is not understood as a whole. */
function opened(format: Format, input: Buffer): TextReading | undefined {
  try {
    return readingOf(format, linesOf(input.subarray(0, HEAD_BYTES), true), { zone: ZONE });
  } catch (error) {
    if (error instanceof UnclearText) return undefined;
    throw error;
  }
}

function read(format: Format, input: Buffer, chunks: Iterable<Buffer>, scans = true): Read | undefined {
  const notes = new Notes();
  const reading = opened(format, input);
  if (reading === undefined) return undefined;
  const intake = new Intake(format, { ...reading, scans: scans && reading.scans }, notes);
  for (const chunk of chunks) intake.take(chunk);
  intake.end();
  intake.settle();
  return { notes, intake };
}

function wordsOf({ notes, intake }: Read): string {
  const { bytes, lines, readings, refused, complaints } = intake;
  return JSON.stringify([notes.readings, { bytes, lines, readings, refused, complaints }]);
}

function judge(format: Format, whole: Read | undefined, input: Buffer): Outcome {
  if (whole === undefined) return { kind: "unclear", taken: "" };
  const { notes, intake } = whole;
  for (const [name, unit] of notes.units) {
    demandName(name);
    demandUnit(unit);
  }
  for (const [, at, value] of notes.readings) {
    demandInstant(at);
    demandValue(value);
  }
  demand(notes.units.size <= MOST_CHANNELS, () => `${notes.units.size} channels of one file were taken`);
  demand(intake.readings === notes.readings.length, () => `${intake.readings} counted, ${notes.readings.length} taken`);
  demand(intake.bytes === input.length, () => `${intake.bytes} bytes counted of ${input.length}`);
  const taken = wordsOf(whole);
  const again = read(format, input, pieces(input));
  const inPieces = again ? wordsOf(again) : "";
  demand(inPieces === taken, () => `in pieces it is ${inPieces.slice(-300)} and not ${taken.slice(-300)}`);
  const slowly = read(format, input, [input], false);
  const slow = slowly ? wordsOf(slowly) : "";
  demand(slow === taken, () => `the quick way reads ${taken.slice(-200)}, the slow one ${slow.slice(-200)}`);
  const counts = [intake.readings, intake.refused, notes.units.size].map((times) => Math.min(3, times));
  return { kind: `${counts.join(" ")} ${kindOf(intake.complaints.join(" "))}`, taken };
}

const SEEDS: Readonly<Record<Format, readonly string[]>> = {
  csv: [
    "time,channel,value\n2026-11-20T10:00:00.000Z,pv,12.5\n2026-11-20T10:00:01.000Z,pv,13\n2026-11-20T10:00:02Z,pv,-0.5\n",
    "1795168800000,pv,1500\n1795168801000,pv,1501\n1795168802000,soc,98.7\n1795168803000,soc,98\n",
    '2026-11-20 08:00,"a, ""b""",float\n2026-11-20 08:01,"a, ""b""",bulk\n2026-11-20,"x","12"\n',
    "# a comment\n\n2026-03-29 02:30,pv,1e3\r\n2026-10-25 02:30:15.250+01:00,pv,+7\r\n2026-10-25T02:30Z,pv,0x10\n",
  ],
  jsonl: [
    '{"channel":"pv","at":1795168800000,"value":12.5,"unit":"W"}\n{"channel":"pv","at":1795168801000,"value":13}\n',
    '{"channel":"cs","at":1795168800000,"value":"float","unit":null}\n{"channel":"cs","at":1,"value":"bulk","unit":null}\n',
    '{"at":"2026-11-20T10:00:00Z","value":-1e-3,"channel":"t\\u00e9","unit":"\\u00b0C"}\n{"channel":"pv","at":-5,"value":0}\n',
  ],
  influx: [
    "pv value=1500 1795168800000000000\npv value=1501i 1795168801000000000\npv value=12.5 1795168802000000001\n",
    "grid,phase=L1,site=a\\ b power=-120.5 1795168800000000000\ngrid,phase=L1,site=a\\ b power=7u 1795168801000000000\n",
    'cs value="fl\\"oat" 1795168800000000000\ncs value=true 1795168801000000000\n# none\n',
  ],
};

const WORDS: Readonly<Record<Format, readonly string[]>> = {
  csv: [
    "time,channel,value\n",
    "\n",
    ",",
    '"',
    '""',
    "pv,",
    "2026-11-20T10:00:00Z,",
    "1795168800000,",
    "#",
    "\r\n",
    "T",
    "Z",
  ],
  jsonl: ['{"channel":"', '","at":', ',"value":', ',"unit":"', ',"unit":null}', '"}\n', "}\n", "null", "1795168800000"],
  influx: [" value=", "i ", "u ", ",tag=a", "\\ ", "\\,", "\\=", '"', " 1795168800000000000\n", "\n", "=", "pv "],
};

/** The entry of one form. */
export function importEntry(format: Format): Entry {
  return {
    seeds: SEEDS[format].map((text) => Buffer.from(text)),
    words: [...WORDS[format], ...FORMATS],
    longest: 150_000,
    most_ms: 500,
    take: (input) => {
      const whole = read(format, input, [input]);
      return () => judge(format, whole, input);
    },
  };
}
