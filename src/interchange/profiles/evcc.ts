import type { Delimiter } from "../delimiters.ts";
import { fieldsOf } from "../fields.ts";
import { type ReaderOptions, tableOf, UnclearText } from "../layout.ts";
import { BadLine, type Said, type Sayings, shorten } from "../line.ts";
import { saidIn } from "../table.ts";
import { TimedReader } from "../timed-reader.ts";
import { Times } from "../times.ts";

/**
 * evcc's charging sessions: the meter of a charging point at the beginning and at the end of each. A charging point without
 * a meter gives the mean power of its sessions.
 */

/** What the columns are called, in evcc's English, German and French. */
const NAMES = {
  begun: ["created", "start time", "startzeit", "erstellt", "heure de début"],
  ended: ["finished", "end time", "endzeit", "beendet", "heure de fin"],
  point: ["loadpoint", "charging point", "ladepunkt", "point de charge"],
  before: ["meter start (kwh)", "anfangszählerstand (kwh)", "zählerstand start (kwh)", "compteur début (kwh)"],
  after: [
    "meter stop (kwh)",
    "meter end (kwh)",
    "endzählerstand (kwh)",
    "zählerstand ende (kwh)",
    "compteur fin (kwh)",
  ],
  energy: ["charged energy (kwh)", "energy (kwh)", "energie (kwh)", "geladene energie (kwh)", "énergie (kwh)"],
} as const;
type Name = keyof typeof NAMES;

const HOUR_MS = 3_600_000;

export class EvccReader extends TimedReader {
  readonly #options: ReaderOptions;
  readonly #delimiter: Delimiter;
  readonly #header: string;
  readonly #at: Readonly<Record<Name, number>>;

  constructor(head: readonly string[], options: ReaderOptions) {
    const { delimiter, lines, rows } = tableOf(head);
    super(new Times({ zone: options.zone, form: options.time }), delimiter);
    this.#options = options;
    this.#delimiter = delimiter;
    this.#header = lines[0] ?? "";
    const names = rows[0]?.map(({ words }) => words.toLowerCase()) ?? [];
    const at = (name: Name): number => names.findIndex((words) => new Set<string>(NAMES[name]).has(words));
    this.#at = {
      begun: at("begun"),
      ended: at("ended"),
      point: at("point"),
      before: at("before"),
      after: at("after"),
      energy: at("energy"),
    };
    const { begun, ended, point } = this.#at;
    if (begun < 0 || ended < 0 || point < 0) {
      throw new UnclearText(
        "No export of evcc's sessions: columns such as Created, Finished and Loadpoint are missing",
      );
    }
  }

  read(line: string): Sayings {
    if (line === this.#header) return [];
    const fields = fieldsOf(line, this.#delimiter);
    const of = (name: Name) => fields[this.#at[name]] ?? { words: "", quoted: false };
    const point = of("point").words;
    if (point === "") throw new BadLine(`a charging point expected in: ${shorten(line)}`);
    const [begun, ended] = [this.times.read(of("begun").words, point), this.times.read(of("ended").words, point)];
    const number = (name: Name) => saidIn(of(name), this.#options.decimal);
    const [before, after, energy] = [number("before"), number("after"), number("energy")];
    // a damaged register is told, and no energy takes its place
    if ([before, after].some(({ value, flaw }) => value !== null || flaw !== undefined)) {
      const meter = { channel: `evcc.${point}.energy`, unit: "kWh" };
      return [
        { ...meter, at: begun, ...before },
        { ...meter, at: ended, ...after },
      ];
    }
    return powers(`evcc.${point}.power`, begun, ended, energy);
  }
}

/** The mean power of a session, until its end. */
function powers(channel: string, begun: number, ended: number, energy: Omit<Said, "channel" | "at">): Said[] {
  if (typeof energy.value !== "number" || ended <= begun) return [{ channel, at: begun, ...energy, unit: "kW" }];
  const value = (energy.value * HOUR_MS) / (ended - begun);
  return [
    { channel, at: begun, value, unit: "kW" },
    { channel, at: ended, value: 0, unit: "kW" },
  ];
}
