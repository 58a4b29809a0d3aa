import type { PictureSpec, Unit } from "../model/index.ts";
import { isWhole, sayCovered } from "../words/coverage.ts";
import { sayLasting } from "../words/durations.ts";
import { type Reader, readerOf } from "../words/languages.ts";
import { sayCount, sayShare } from "../words/numbers.ts";
import { stateWord } from "../words/states.ts";
import { sayValue } from "../words/values.ts";
import type { Frame } from "./frame.ts";
import { textAt } from "./frame.ts";
import { textWidth } from "./text.ts";
import type { Colours } from "./theme.ts";
import { pictureWords } from "./words.ts";

/** What stands under a picture: a few figures of the span. */

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What goes first where not all find room: the lowest. */
  readonly weight: number;
}

function lastOf(newest: PictureSpec["newest"], unit: Unit, reader: Reader): Figure[] {
  if (newest === null) return [];
  return [{ name: pictureWords(reader.language).last, value: sayValue(newest.value, unit, reader), weight: 5 }];
}

/** Of a time that is not known as a whole, how much of it is. */
function sayEnergy({ wh, covered }: { readonly wh: number; readonly covered: number }, reader: Reader): string {
  const said = sayValue(wh, "Wh", reader);
  return isWhole(covered) ? said : `${said} (${sayCovered(covered, reader)})`;
}

/** The figures of a picture, in the order in which they are shown. */
export function figuresOf({ data, newest, language, from, to, now }: PictureSpec): Figure[] {
  const words = pictureWords(language);
  const reader = readerOf(language);
  if (data.kind === "curve") {
    const { whole, unit, energy } = data;
    if (whole === null) return [];
    const say = (value: number): string => sayValue(value, unit, reader);
    return [
      { name: words.minimum, value: say(whole.min), weight: 2 },
      { name: words.mean, value: say(whole.mean), weight: 4 },
      { name: words.maximum, value: say(whole.max), weight: 3 },
      ...lastOf(newest, unit, reader),
      ...(energy === null ? [] : [{ name: words.energy, value: sayEnergy(energy, reader), weight: 1 }]),
    ];
  }
  if (!data.known) return [];
  if (data.kind === "bars") {
    const values = data.bars.filter((bar) => bar.from < now).map(({ value }) => value);
    const total = values.reduce((sum, value) => sum + value, 0);
    const say = (value: number): string => sayValue(value, data.unit, reader);
    return [
      { name: words.total, value: say(total), weight: 4 },
      { name: words.each[data.each], value: say(total / Math.max(1, values.length)), weight: 2 },
      { name: words.highest, value: say(Math.max(0, ...values)), weight: 3 },
      ...lastOf(newest, data.unit, reader),
    ];
  }
  if (data.starts !== undefined) {
    const on_ms = data.rows[0]?.total_ms ?? 0;
    const share = sayShare(on_ms / (Math.min(to, now) - from), reader);
    return [
      { name: words.onTime, value: `${sayLasting(on_ms, reader)} (${share})`, weight: 4 },
      { name: words.starts, value: sayCount(data.starts, reader), weight: 3 },
      ...(newest === null
        ? []
        : [{ name: words.last, value: stateWord(newest.value === 1 ? "on" : "off", language), weight: 2 }]),
    ];
  }
  return data.rows.map(({ state, total_ms }, i) => ({
    name: stateWord(state, language),
    value: sayLasting(total_ms, reader),
    weight: 10 - i,
  }));
}

/** The figures as one sentence, for those to whom the picture is read out. */
export function sentenceOf(figures: readonly Figure[]): string {
  return figures.map(({ name, value }) => `${name} ${value}`).join(", ");
}

const BETWEEN = 1.6;
const WITHIN = 0.4;

function widthOf({ name, value }: Figure, font_px: number): number {
  return textWidth(name, font_px) + WITHIN * font_px + textWidth(value, font_px, true);
}

/** As many figures as find room beside the words at the right. */
function chosen(figures: readonly Figure[], room: number, font_px: number): Figure[] {
  const left = [...figures];
  const width = (): number => left.reduce((sum, figure) => sum + widthOf(figure, font_px) + BETWEEN * font_px, 0);
  while (left.length > 0 && width() > room) {
    const least = left.reduce((a, b) => (b.weight < a.weight ? b : a));
    left.splice(left.indexOf(least), 1);
  }
  return left;
}

/** @param asOf when the newest reading was taken, in words; the longest that fits is written, or none */
export function drawFooter(
  figures: readonly Figure[],
  asOf: readonly string[],
  frame: Frame,
  colours: Colours,
): string {
  const { footer, font_px, pad, width } = frame;
  if (footer === null) return "";
  const room = width - 2 * pad;
  const names = { size_px: font_px, fill: colours.soft };
  const values = { size_px: font_px, fill: colours.ink, bold: true };
  // the figures first: the time stands where they leave room for it
  const taken = chosen(figures, room, font_px);
  let x = pad;
  const parts: string[] = [];
  for (const figure of taken) {
    parts.push(textAt(x, footer, figure.name, names));
    const at = x + textWidth(figure.name, font_px) + WITHIN * font_px;
    parts.push(textAt(at, footer, figure.value, values));
    x += widthOf(figure, font_px) + BETWEEN * font_px;
  }
  const time = asOf.find((words) => textWidth(words, font_px) <= width - pad - x);
  if (time !== undefined) parts.push(textAt(width - pad, footer, time, { ...names, anchor: "end" }));
  return parts.join("");
}
