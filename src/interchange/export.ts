import type { Questions, Reading, Unit } from "../model/index.ts";
import { everyChannel } from "./every-channel.ts";
import { type Format, headerOf, writeLine } from "./formats.ts";

/** Readings fetched at a time: what is in memory does not depend on the size of the whole. */
const PAGE = 20_000;
/** Lines given at a time: long strings cost more than their length. */
const LINES = 500;

/** What an export asks a history. */
export type Asked = Pick<Questions, "channels" | "unit" | "range">;

/** Where readings cannot be read, UTC ms, first and last instant. */
interface Unreadable {
  readonly from: number;
  readonly to: number;
}

/**
 * Told of what was thrown instead of readings. @returns the span to pass over; `undefined`: the export ends with the error
 */
export type OnTrouble = (error: unknown) => Unreadable | undefined;

/** Readings of a channel page by page; what cannot be read is passed over. */
async function* pages(
  history: Asked,
  channel: string,
  from: number,
  to: number,
  onTrouble: OnTrouble,
): AsyncGenerator<readonly Reading[]> {
  const spans = [{ from, to }];
  for (let span = spans.pop(); span; span = spans.pop()) {
    try {
      for (;;) {
        const page = await history.range(channel, span.from, span.to, PAGE);
        const last = page.at(-1);
        if (last === undefined) break;
        yield page;
        span = { from: last.at + 1, to: span.to };
      }
    } catch (error) {
      const bad = onTrouble(error);
      if (bad === undefined || bad.to < span.from || bad.from >= span.to) throw error;
      // what lies before it comes first
      spans.push({ from: bad.to + 1, to: span.to }, { from: span.from, to: bad.from });
    }
  }
}

/** A channel with its unit, where it has one. */
interface Named {
  readonly name: string;
  readonly unit: Unit | undefined;
}

async function* named(history: Asked, channels: readonly string[]): AsyncGenerator<Named> {
  for (const name of channels) yield { name, unit: await history.unit(name) };
}

/**
 * Readings as text, some lines at a time, channel after channel, oldest first.
 * @param channels none: all
 */
export async function* exportReadings(
  history: Asked,
  format: Format,
  channels: readonly string[],
  from: number,
  to: number,
  onTrouble: OnTrouble = () => undefined,
): AsyncGenerator<string> {
  const header = headerOf(format);
  if (header !== undefined) yield `${header}\n`;
  for await (const { name, unit } of channels.length > 0 ? named(history, channels) : everyChannel(history)) {
    for await (const page of pages(history, name, from, to, onTrouble)) {
      for (let i = 0; i < page.length; i += LINES) {
        const some = page.slice(i, i + LINES);
        yield `${some.map((reading) => writeLine(format, reading, unit)).join("\n")}\n`;
      }
    }
  }
}
