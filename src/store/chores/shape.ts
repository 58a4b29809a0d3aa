import { type Chore, LINES_AT_MOST } from "./chore.ts";

/** Whether what was asked for at the door has the shape of a chore: its words, without a `load`'s columns. */

type Fields = Readonly<Record<string, unknown>>;
type PlainChore = Exclude<Chore, { readonly do: "load" }>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isMark(mark: unknown): boolean {
  return isFields(mark) && isText(mark.file) && isCount(mark.bytes) && isCount(mark.lines) && isCount(mark.refused);
}

function isChange(change: unknown): boolean {
  return change === "remove" || (isFields(change) && Number.isFinite(change.factor) && Number.isFinite(change.shift));
}

function isCorrection(correction: unknown): boolean {
  if (!isFields(correction)) return false;
  const { channel, since, until, change, note } = correction;
  return isText(channel) && isText(note) && Number.isFinite(since) && Number.isFinite(until) && isChange(change);
}

/** Absent: ever since. */
function isInstant(since: unknown): boolean {
  return since === undefined || Number.isFinite(since);
}

function isReplacement(replacement: unknown): boolean {
  if (!isFields(replacement) || !isText(replacement.note) || !Array.isArray(replacement.stretches)) return false;
  return replacement.stretches.every(
    (stretch: unknown) =>
      isFields(stretch) && isText(stretch.channel) && Number.isFinite(stretch.since) && Number.isFinite(stretch.until),
  );
}

function isTextOrNone(value: unknown): boolean {
  return value === null || isText(value);
}

function isLine(line: unknown): boolean {
  if (!isFields(line)) return false;
  const { at, kind, relay, is_on, reason, inputs } = line;
  const isOn = is_on === null || is_on === 0 || is_on === 1;
  return (
    Number.isSafeInteger(at) && isText(kind) && isTextOrNone(relay) && isOn && isText(reason) && isTextOrNone(inputs)
  );
}

const SHAPES: Readonly<Record<PlainChore["do"], (asked: Fields) => boolean>> = {
  mark: ({ mark }) => isMark(mark),
  prune: ({ channel, before, since }) => isText(channel) && Number.isFinite(before) && isInstant(since),
  correct: ({ correction }) => isCorrection(correction),
  replace: ({ replacement }) => isReplacement(replacement),
  settle: ({ id }) => isCount(id),
  undo: ({ id }) => isCount(id),
  tell_earlier: ({ lines }) => Array.isArray(lines) && lines.length <= LINES_AT_MOST && lines.every(isLine),
  fill: ({ since, until }) => Number.isFinite(since) && Number.isFinite(until),
  rebuild: ({ segment }) => isCount(segment),
  forget_paces: () => true,
};

/** A chore that has no columns. What its words mean is looked at where it is done. */
export function isPlainChore(asked: unknown): asked is PlainChore {
  if (!isFields(asked) || typeof asked.do !== "string" || !Object.hasOwn(SHAPES, asked.do)) return false;
  return SHAPES[asked.do as PlainChore["do"]](asked);
}

/** The words of a `load`, whose readings are its columns. */
export interface LoadWords {
  readonly do: "load";
  readonly name: string;
  readonly unit: string | null;
  readonly count: number;
  readonly states?: readonly string[];
  readonly own?: true;
}

export function isLoadWords(asked: unknown): asked is LoadWords {
  if (!isFields(asked) || asked.do !== "load") return false;
  const { name, unit, count, states, own } = asked;
  const isList = states === undefined || (Array.isArray(states) && states.every(isText));
  return (
    isText(name) && (unit === null || isText(unit)) && isCount(count) && isList && (own === undefined || own === true)
  );
}
