import { roleOf } from "../chart/roles.ts";
import { axisLabelsWithUnit, type ValueAxis, valueAxis } from "../chart/value-axis.ts";
import { type WallClock, wallClock } from "../chart/wall-clock.ts";
import type { PictureData, PictureSpec, Stretch } from "../model/index.ts";
import { TIME_OF_DAY } from "../words/dates.ts";
import { readerOf } from "../words/languages.ts";
import { stateWord } from "../words/states.ts";
import { drawBands, rowMiddles } from "./bands.ts";
import { drawBars } from "./bars.ts";
import { drawCurve, drawGaps, type Places, valuePlaces } from "./curve.ts";
import { drawFooter, figuresOf, sentenceOf } from "./footer.ts";
import { described, type Frame, frameOf, levels, MIDDLE, notice, textAt, uprights } from "./frame.ts";
import { fitted, px, textWidth } from "./text.ts";
import { type Colours, THEMES } from "./theme.ts";
import { sayLocal, type TimeAxis, timeAxis } from "./times.ts";
import { pictureWords } from "./words.ts";

/** Room that a label of the value axis wants, in parts of the letters' size. */
const INTERVAL = 2.9;
const MOST_INTERVALS = 8;

function axisOf(data: PictureData, plot_px: number, font_px: number): ValueAxis | null {
  const intervals = Math.min(MOST_INTERVALS, Math.max(1, Math.floor(plot_px / (INTERVAL * font_px))));
  if (data.kind === "curve") {
    const { min = 0, max = 1 } = data.whole ?? {};
    return valueAxis(min, max, data.unit, intervals);
  }
  if (data.kind === "bars") {
    const highest = data.bars.reduce((most, { value }) => Math.max(most, value), 0);
    return valueAxis(0, highest, data.unit, intervals);
  }
  return null;
}

/** Rows too low for a label of their own go without. */
function rowNames({ data, language }: PictureSpec, plot_px: number, font_px: number): string[] {
  if (data.kind !== "bands" || plot_px / Math.max(1, data.rows.length) < 1.3 * font_px) return [];
  return data.rows.map(({ state }) => fitted(stateWord(state, language), 12 * font_px, font_px));
}

function isKnown(data: PictureData): boolean {
  return data.kind === "curve" ? data.points.length > 0 : data.known;
}

/** When the newest reading was taken, in the longest way first. */
function asOf({ data, newest, language, to, now }: PictureSpec, clock: WallClock, known: boolean): string[] {
  if (newest === null) return [];
  // a relay's state is written when it is switched, and holds
  const holds = data.kind === "bands" && data.starts !== undefined;
  const local = clock.local(holds ? Math.min(to, now) : newest.at);
  const ways = [
    { ...TIME_OF_DAY, day: "numeric", month: "short", year: "numeric" } as const,
    { ...TIME_OF_DAY, day: "numeric", month: "short" } as const,
    TIME_OF_DAY,
  ];
  const { asOf: shown, lastReading } = pictureWords(language);
  const say = known ? shown : lastReading;
  return ways.map((way) => say(sayLocal(local, readerOf(language), way)));
}

function drawTitle(spec: PictureSpec, frame: Frame, colours: Colours): string {
  const { title, title_px, font_px, pad, width } = frame;
  if (title === null) return "";
  const role = colours.roles[roleOf(spec.channel)];
  const radius = title_px * 0.3;
  const left = pad + radius * 2 + title_px * 0.45;
  const span = pictureWords(spec.language).spans[spec.span];
  const span_px = textWidth(span, font_px);
  const showsSpan = width >= 26 * font_px;
  const room = width - pad - left - (showsSpan ? span_px + font_px : 0);
  const name = spec.name;
  const shown = fitted(name, room, title_px, true);
  const after = left + textWidth(shown, title_px, true) + title_px * 0.6;
  // the technical name too where it is another one: it is what scripts and addresses use
  const technical = name === spec.channel ? "" : fitted(spec.channel, left + room - after, font_px);
  return (
    `<circle cx="${px(pad + radius)}" cy="${px(title - title_px * MIDDLE)}" r="${px(radius)}" fill="${role.fill}" stroke="${role.line}"/>` +
    textAt(left, title, shown, { size_px: title_px, fill: colours.ink, bold: true }) +
    (technical === spec.channel ? textAt(after, title, technical, { size_px: font_px, fill: colours.soft }) : "") +
    (showsSpan ? textAt(width - pad, title, span, { size_px: font_px, fill: colours.soft, anchor: "end" }) : "")
  );
}

function drawNights(nights: readonly Stretch[], x: (at: number) => number, frame: Frame, colours: Colours): string {
  const { left, right, top, bottom } = frame.plot;
  const boxes = nights.map(({ from, to }) => {
    const [start, end] = [Math.max(left, x(from)), Math.min(right, x(to))];
    return end <= start ? "" : `M${px(start)} ${px(top)}H${px(end)}V${px(bottom)}H${px(start)}Z`;
  });
  const path = boxes.join("");
  return path === "" ? "" : `<path d="${path}" fill="${colours.night}" fill-opacity="${colours.night_opacity}"/>`;
}

function drawTimes(axis: TimeAxis, frame: Frame, colours: Colours): string {
  const { firstRow, secondRow, font_px } = frame;
  const soft = { size_px: font_px, fill: colours.soft, anchor: "middle" } as const;
  const first = firstRow === null ? [] : axis.first.map(({ x, text }) => textAt(x, firstRow, text, soft));
  const second =
    secondRow === null
      ? []
      : axis.second.map(({ x, text }) => textAt(x, secondRow, text, { ...soft, fill: colours.ink }));
  return [...first, ...second].join("");
}

interface Side {
  readonly y: number;
  readonly label: string;
}

/** In a plot too low for all labels, those that find room under the highest, which carries the unit. */
function apart(all: readonly Side[], font_px: number): Side[] {
  const shown: Side[] = [];
  for (const side of all.toReversed()) {
    const last = shown.at(-1);
    if (!last || side.y - last.y >= font_px) shown.push(side);
  }
  return shown;
}

/** What stands at the left, and where. */
function sideOf(spec: PictureSpec, axis: ValueAxis | null, y: Places["y"], frame: Frame): Side[] {
  if (axis !== null) {
    const labels = axisLabelsWithUnit(axis, readerOf(spec.language));
    const sides = axis.ticks.map((tick, i) => ({ y: y(tick), label: labels[i] ?? "" }));
    return apart(sides, frame.font_px);
  }
  const names = rowNames(spec, frame.plot.bottom - frame.plot.top, frame.font_px);
  const middles = rowMiddles(names.length, frame);
  return names.map((label, i) => ({ y: middles[i] ?? 0, label }));
}

/** Whether there is a column at the left. */
function hasSide({ plot, pad }: Frame): boolean {
  return plot.left > pad;
}

function drawData(spec: PictureSpec, axis: ValueAxis | null, places: Places, frame: Frame, colours: Colours): string {
  const { data } = spec;
  const shade = colours.roles[roleOf(spec.channel)];
  if (data.kind === "bands") return drawBands(data, places.x, frame, shade, colours);
  if (axis === null) return "";
  return data.kind === "bars" ? drawBars(data, places, shade) : drawCurve(data, axis, places, frame, shade);
}

/** The line at 0, where the values go below it. */
function drawZero(axis: ValueAxis | null, places: Places, frame: Frame, colours: Colours): string {
  return axis !== null && axis.low < 0 && axis.high > 0 ? levels([places.y(0)], frame, colours.soft) : "";
}

/**
 * The picture as SVG 1.1: no style sheet, no script, nothing from elsewhere; letters in Inter where there is one.
 * Pure: the same spec gives the same text.
 * @throws RangeError when the zone is unknown
 */
export function pictureOf(spec: PictureSpec): string {
  const { width, height, from, to, language, data } = spec;
  const colours = THEMES[spec.theme];
  const clock = wallClock(spec.time_zone);
  const reader = readerOf(language);
  const known = isKnown(data);
  const frame = frameOf(width, height, (plot_px, font_px) => {
    if (!known) return [];
    const axis = axisOf(data, plot_px, font_px);
    return axis === null ? rowNames(spec, plot_px, font_px) : axisLabelsWithUnit(axis, reader);
  });
  const { plot, font_px } = frame;
  const axis = axisOf(data, plot.bottom - plot.top, font_px);
  const x = (at: number): number => plot.left + ((plot.right - plot.left) * (at - from)) / (to - from);
  const places: Places = { x, y: axis === null ? () => plot.bottom : valuePlaces(frame, axis) };
  const times = timeAxis({ from, to, clock, reader, left: plot.left, right: plot.right, width, font_px });
  const side = known ? sideOf(spec, axis, places.y, frame) : [];
  const figures = figuresOf(spec);
  const words = pictureWords(language);
  const title = `${spec.name}, ${words.spans[spec.span]}`;
  const when = asOf(spec, clock, known);

  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">`,
    described(title, known ? sentenceOf(figures) : (words.noData[0] ?? "")),
    `<rect width="${width}" height="${height}" fill="${colours.surface}"/>`,
    drawNights(spec.nights, x, frame, colours),
    known && data.kind === "curve" ? drawGaps(data, places, frame, Math.min(to, spec.now), colours.edge) : "",
    axis !== null && known
      ? levels(
          side.map(({ y }) => y),
          frame,
          colours.line,
        )
      : "",
    known ? uprights(times.light, frame, colours.line) : "",
    known ? uprights(times.heavy, frame, colours.edge) : "",
    known ? drawData(spec, axis, places, frame, colours) : notice([words.noData, when], frame, colours),
    drawZero(known ? axis : null, places, frame, colours),
    hasSide(frame)
      ? side
          .map(({ y, label }) =>
            textAt(plot.left - font_px * 0.7, y + font_px * MIDDLE, label, {
              size_px: font_px,
              fill: colours.soft,
              anchor: "end",
            }),
          )
          .join("")
      : "",
    drawTimes(times, frame, colours),
    drawTitle(spec, frame, colours),
    drawFooter(figures, known ? when : [], frame, colours),
    "</svg>",
  ];
  return parts.join("");
}
