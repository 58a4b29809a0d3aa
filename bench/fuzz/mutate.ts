import type { Dice } from "./dice.ts";
import { NESTS, ODD_NUMBERS, ODD_WORDS } from "./odd.ts";

/** Makes inputs of others, by chance. */

export interface Stock {
  readonly dice: Dice;
  /** Another good input. */
  readonly other: () => Buffer;
  readonly words: readonly Buffer[];
  /** Bytes of an input at most. */
  readonly longest: number;
}

type Mutation = (bytes: Buffer, stock: Stock) => Buffer;

/** A stretch of the bytes: at least one byte where there are any, mostly a short one. */
function stretch(bytes: Buffer, { dice }: Stock): { readonly from: number; readonly to: number } {
  const from = dice.below(bytes.length + 1);
  return { from, to: Math.min(bytes.length, from + dice.size(Math.max(1, bytes.length))) };
}

function replaced(bytes: Buffer, from: number, to: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

function inserted(bytes: Buffer, { dice }: Stock, what: Buffer): Buffer {
  const at = dice.below(bytes.length + 1);
  return replaced(bytes, at, at, what);
}

const flipBit: Mutation = (bytes, { dice }) => {
  const copy = Buffer.from(bytes);
  const at = dice.below(copy.length);
  if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << dice.below(8));
  return copy;
};

const setByte: Mutation = (bytes, { dice }) => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[dice.below(copy.length)] = dice.below(256);
  return copy;
};

const remove: Mutation = (bytes, stock) => {
  const { from, to } = stretch(bytes, stock);
  return replaced(bytes, from, to, Buffer.alloc(0));
};

const cut: Mutation = (bytes, { dice }) => bytes.subarray(0, dice.below(bytes.length + 1));

const double: Mutation = (bytes, stock) => {
  const { from, to } = stretch(bytes, stock);
  return inserted(bytes, stock, bytes.subarray(from, to));
};

const move: Mutation = (bytes, stock) => {
  const { from, to } = stretch(bytes, stock);
  return inserted(replaced(bytes, from, to, Buffer.alloc(0)), stock, bytes.subarray(from, to));
};

const splice: Mutation = (bytes, stock) => {
  const other = stock.other();
  const [here, there] = [stretch(bytes, stock), stretch(other, stock)];
  return replaced(bytes, here.from, here.to, other.subarray(there.from, there.to));
};

const crossOver: Mutation = (bytes, stock) => {
  const other = stock.other();
  const { dice } = stock;
  return Buffer.concat([bytes.subarray(0, dice.below(bytes.length + 1)), other.subarray(dice.below(other.length + 1))]);
};

const insertWord: Mutation = (bytes, stock) => inserted(bytes, stock, stock.dice.pick(stock.words));

const replaceWord: Mutation = (bytes, stock) => {
  const { from, to } = stretch(bytes, stock);
  return replaced(bytes, from, to, stock.dice.pick(stock.words));
};

const insertOdd: Mutation = (bytes, stock) => inserted(bytes, stock, stock.dice.pick(ODD_WORDS));

const ZERO = 0x30;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;

/** Puts an odd number in the place of one that stands there. */
const oddNumber: Mutation = (bytes, stock) => {
  const number = Buffer.from(stock.dice.pick(ODD_NUMBERS));
  const start = stock.dice.below(bytes.length + 1);
  let from = start;
  while (from < bytes.length && !isDigit(bytes[from])) from++;
  let to = from;
  while (to < bytes.length && (isDigit(bytes[to]) || bytes[to] === 0x2e)) to++;
  return from < to ? replaced(bytes, from, to, number) : inserted(bytes, stock, number);
};

/** How often a piece fits into what is left, or less often. */
function timesThatFit(bytes: Buffer, piece: Buffer, { dice, longest }: Stock): number {
  const most = Math.max(1, Math.floor((longest - bytes.length) / Math.max(1, piece.length)));
  return dice.once(3) ? most : dice.size(most);
}

/** A piece again and again, up to the longest that there is. */
const repeat: Mutation = (bytes, stock) => {
  const { dice } = stock;
  const from = dice.below(bytes.length + 1);
  const own = bytes.subarray(from, from + 1 + dice.below(24));
  const piece = own.length > 0 && !dice.once(3) ? own : dice.pick(dice.once(2) ? stock.words : ODD_WORDS);
  const times = timesThatFit(bytes, piece, stock);
  return inserted(bytes, stock, Buffer.alloc(piece.length * times, piece));
};

/** The whole, again and again. */
const again: Mutation = (bytes, stock) => {
  if (bytes.length === 0) return bytes;
  return Buffer.alloc(bytes.length * timesThatFit(Buffer.alloc(0), bytes, stock), bytes);
};

/** Something within itself, deep. */
const nest: Mutation = (bytes, stock) => {
  const { dice } = stock;
  const [open, close] = dice.pick(NESTS);
  const { from, to } = stretch(bytes, stock);
  const times = timesThatFit(bytes, Buffer.from(open + close), stock);
  const closes = dice.once(4) ? dice.below(times) : times;
  const inner = bytes.subarray(from, to);
  return replaced(
    bytes,
    from,
    to,
    Buffer.concat([Buffer.from(open.repeat(times)), inner, Buffer.from(close.repeat(closes))]),
  );
};

/** Many of nearly the same: the piece with a number that grows. */
const count: Mutation = (bytes, stock) => {
  const { dice, longest } = stock;
  const { from, to } = stretch(bytes, stock);
  const piece = bytes.toString("latin1", from, Math.min(to, from + 200));
  const most = Math.max(1, Math.floor((longest - bytes.length) / (piece.length + 5)));
  const times = dice.once(3) ? most : dice.size(most);
  const at = dice.below(piece.length + 1);
  const many = Array.from({ length: times }, (_, index) => `${piece.slice(0, at)}${index}${piece.slice(at)}`);
  return replaced(bytes, from, to, Buffer.from(many.join(""), "latin1"));
};

const SMALL: readonly Mutation[] = [
  ...[flipBit, setByte, remove, cut, double, move, splice, splice, crossOver],
  ...[insertWord, insertWord, replaceWord, replaceWord, insertOdd, insertOdd, oddNumber, oddNumber],
];
/** What makes an input long. */
const LARGE: readonly Mutation[] = [repeat, repeat, again, nest, count];
/** One input in so many may become as long as there is. */
const LARGE_ONE_IN = 25;
const MOST_STEPS = 5;

/** An input made of another one. */
export function mutate(bytes: Buffer, stock: Stock): Buffer {
  const { dice, longest } = stock;
  let made = bytes;
  for (let steps = 1 + dice.below(MOST_STEPS); steps > 0; steps--) made = dice.pick(SMALL)(made, stock);
  if (dice.once(LARGE_ONE_IN)) made = dice.pick(LARGE)(made, stock);
  return made.subarray(0, longest);
}
