import { inOwnUnit, isCounter, spanOfUnit, unitMeant } from "../model/index.ts";
import { ReaderAround } from "./around.ts";
import { UnclearText } from "./layout.ts";
import { BadLine, type LineReader, type Said, type Sayings } from "./line.ts";

/** Of so many distances of the first rows at least half must be the same. */
const FEWEST = 2;

function read(reader: LineReader, line: string): readonly Said[] {
  try {
    return reader.read(line).flatMap((said) => (said instanceof BadLine ? [] : [said]));
  } catch (error) {
    if (error instanceof BadLine) return [];
    throw error;
  }
}

/** What stands at its instant: a register, also one that is added up later. */
function isRegister({ channel, unit }: Said): boolean {
  return typeof unit === "string" && isCounter(channel, inOwnUnit(0, unitMeant(unit) ?? unit).unit);
}

/** How far a table's rows are from each other, ms, where most are the same. */
function distanceOf(reader: LineReader, head: readonly string[]): number | undefined {
  const last = new Map<string, number>();
  const times = new Map<number, number>();
  let all = 0;
  for (const { channel, at } of head.flatMap((line) => (line === "" ? [] : read(reader, line)))) {
    const distance = Math.abs(at - (last.get(channel) ?? at));
    last.set(channel, at);
    if (distance === 0) continue;
    times.set(distance, (times.get(distance) ?? 0) + 1);
    all++;
  }
  reader.rewind();
  const [distance, count = 0] = [...times].sort((a, b) => b[1] - a[1])[0] ?? [];
  return all >= FEWEST && count * 2 >= all ? distance : undefined;
}

/** Reads a text whose times are the ends of the spans that its rows tell of: each reading counts from the beginning of its own. */
export class EndedReader extends ReaderAround {
  readonly #distance: number | undefined;

  /**
   * @param head the first lines
   * @throws UnclearText where it is not known how long the spans are
   */
  constructor(reader: LineReader, head: readonly string[]) {
    super(reader);
    const first = head.flatMap((line) => (line === "" ? [] : read(reader, line))).find((said) => !isRegister(said));
    reader.rewind();
    this.#distance = distanceOf(reader, head);
    if (first && this.#distance === undefined && spanOfUnit(first.unit ?? "") === undefined) {
      throw new UnclearText(
        "--time end: its rows are not equally far apart, so nobody knows where their spans begin; say the time of each row by its unit, as kWh/15min",
      );
    }
  }

  override read(line: string): Sayings {
    return this.inner.read(line).map((said) => {
      if (said instanceof BadLine || isRegister(said)) return said;
      return { ...said, at: said.at - (spanOfUnit(said.unit ?? "") ?? this.#distance ?? 0) };
    });
  }
}
