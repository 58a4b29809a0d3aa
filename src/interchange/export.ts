import type { Questions } from "../model/index.ts";
import { type Format, headerOf, writeLine } from "./formats.ts";

/** Readings fetched at a time: what is in memory does not depend on the size of the whole. */
const PAGE = 20_000;
/** Lines given at a time: long strings cost more than their length. */
const LINES = 500;

/**
 * Readings as text, some lines at a time, channel after channel, oldest first.
 * @param channels none: all
 */
export async function* exportReadings(
  history: Questions,
  format: Format,
  channels: readonly string[],
  from: number,
  to: number,
): AsyncGenerator<string> {
  const header = headerOf(format);
  if (header !== undefined) yield `${header}\n`;
  const names = channels.length > 0 ? channels : (await history.channels()).map(({ name }) => name);
  for (const name of names) {
    const unit = await history.unit(name);
    for (let at = from; at < to; ) {
      const page = await history.range(name, at, to, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      for (let i = 0; i < page.length; i += LINES) {
        const some = page.slice(i, i + LINES);
        yield `${some.map((reading) => writeLine(format, reading, unit)).join("\n")}\n`;
      }
      at = last.at + 1;
    }
  }
}
