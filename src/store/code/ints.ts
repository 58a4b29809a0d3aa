import { BitSink, BitSource } from "./bits.ts";
import { BadBytes, type ByteSink, type ByteSource } from "./bytes.ts";
import { guess, PREDICTORS, pickPredictor } from "./predict.ts";
import { roundWeights, SHARE_BITS, shareOut, TOKENS } from "./weights.ts";

/**
 * A column of 32-bit integers, in few bits.
 *
 * Each value is guessed from those before it (`predict.ts`); the error, zig-zag coded, is split into a token (its size,
 * exact below 16, else the highest bit and the two below it) and the bits that the token leaves open. Tokens go through
 * a range coder with static shares of 4096 (rANS: J. Duda, "Asymmetric numeral systems", arXiv:1311.2540) chosen by how
 * large the two errors before were; open bits follow as they are. `docs/storage.md` says it byte by byte.
 */

/** Values of one column at most. */
export const MOST_INTS = 1 << 15;

const CONSTANT = 15;
const CONTEXTS = 6;
/** How many contexts the classes of the errors before may be gathered into. */
const GATHERINGS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0],
  [0, 1, 1, 2, 2, 2],
  [0, 1, 2, 3, 4, 5],
];
const LOWEST_STATE = 1 << 23;
const SHARE_MASK = (1 << SHARE_BITS) - 1;

/** Class by the sum of the two tokens before: 0 none, then small to large. */
const CLASS = Uint8Array.from({ length: 2 * TOKENS }, (_, sum) =>
  sum === 0 ? 0 : sum < 4 ? 1 : sum < 12 ? 2 : sum < 32 ? 3 : sum < 56 ? 4 : 5,
);

const tokens = new Uint8Array(MOST_INTS);
const classes = new Uint8Array(MOST_INTS);
const errors = new Int32Array(MOST_INTS);
const counts = new Uint32Array(CONTEXTS * TOKENS);
const gathered = new Uint32Array(CONTEXTS * TOKENS);
const weights = new Uint16Array(CONTEXTS * TOKENS);
const shares = new Uint16Array(CONTEXTS * TOKENS);
const starts = new Uint16Array(CONTEXTS * TOKENS);
const ranges = new Uint32Array(CONTEXTS * TOKENS);
const slots = new Uint8Array(CONTEXTS << SHARE_BITS);
let coded = new Uint8Array(1 << 16);

/** Counts of tokens per class; leaves tokens, classes and zig-zag errors of each value behind. */
function tokenize(values: Int32Array, count: number, predictor: number): void {
  counts.fill(0);
  guess(values, count, predictor, errors);
  let t1 = 0;
  let t2 = 0;
  for (let i = 1; i < count; i++) {
    const z = errors[i] ?? 0;
    let token = z;
    if (z < 0 || z > 15) {
      const high = 31 - Math.clz32(z);
      token = (high << 2) + ((z >>> (high - 2)) & 3);
    }
    const kind = CLASS[t1 + t2] ?? 0;
    tokens[i] = token;
    classes[i] = kind;
    const slot = (kind << 7) + token;
    counts[slot] = (counts[slot] ?? 0) + 1;
    t2 = t1;
    t1 = token;
  }
}

const LOG = Float64Array.from({ length: 4_096 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

function nLogN(n: number): number {
  return n < LOG.length ? (LOG[n] ?? 0) : n * Math.log2(n);
}

/** Bits that the tokens take in this gathering, the tables included, about. */
function cost(): number {
  let bits = 0;
  for (let c = 0; c < CONTEXTS; c++) {
    let total = 0;
    for (let s = c * TOKENS; s < (c + 1) * TOKENS; s++) {
      const n = gathered[s] ?? 0;
      if (n === 0) continue;
      total += n;
      bits += 5.5 - nLogN(n);
    }
    bits += nLogN(total);
  }
  return bits;
}

function gather(gathering: readonly number[]): void {
  gathered.fill(0);
  for (let c = 0; c < CONTEXTS; c++) {
    const to = (gathering[c] ?? 0) * TOKENS;
    for (let s = 0; s < TOKENS; s++) gathered[to + s] = (gathered[to + s] ?? 0) + (counts[c * TOKENS + s] ?? 0);
  }
}

function pickGathering(): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, gathering] of GATHERINGS.entries()) {
    gather(gathering);
    const bits = cost();
    if (bits >= least) continue;
    least = bits;
    best = index;
  }
  gather(GATHERINGS[best] ?? []);
  return best;
}

/** Writes one context's weights: the length in bits of each as a step from the one before, then two more bits. */
function writeWeights(bits: BitSink, from: number): void {
  let last = TOKENS - 1;
  while (last >= 0 && weights[from + last] === 0) last--;
  bits.gamma(last + 2);
  let before = 0;
  for (let s = 0; s <= last; s++) {
    const weight = weights[from + s] ?? 0;
    const length = 32 - Math.clz32(weight);
    const step = length - before;
    bits.gamma(1 + (step < 0 ? -2 * step - 1 : 2 * step));
    if (length > 1) {
      const open = Math.min(2, length - 1);
      bits.put((weight >> (length - 1 - open)) & ((1 << open) - 1), open);
    }
    before = length;
  }
}

function readWeights(bits: BitSource, from: number): void {
  weights.fill(0, from, from + TOKENS);
  const last = bits.gamma() - 2;
  if (last >= TOKENS) throw new BadBytes("more weights than tokens");
  let before = 0;
  for (let s = 0; s <= last; s++) {
    const step = bits.gamma() - 1;
    const length = before + (step & 1 ? -(step + 1) / 2 : step / 2);
    if (length < 0 || length > 14) throw new BadBytes("a weight out of range");
    let weight = length > 0 ? 1 << (length - 1) : 0;
    if (length > 1) {
      const open = Math.min(2, length - 1);
      weight |= bits.take(open) << (length - 1 - open);
    }
    weights[from + s] = weight;
    before = length;
  }
}

/** Runs the coder from the last token to the first, as it must; gives where its bytes begin in `coded`. */
function codeTokens(count: number, gathering: readonly number[]): number {
  if (coded.length < 4 * count + 16) coded = new Uint8Array(4 * count + 16);
  const map = Uint8Array.from(gathering);
  let at = coded.length;
  let state = LOWEST_STATE;
  for (let i = count - 1; i > 0; i--) {
    const slot = ((map[classes[i] ?? 0] ?? 0) << 7) + (tokens[i] ?? 0);
    const share = shares[slot] ?? 0;
    if (share > SHARE_MASK) continue;
    const limit = share << 19;
    while (state >= limit) {
      coded[--at] = state & 255;
      state >>>= 8;
    }
    const whole = (state / share) | 0;
    state = (whole << SHARE_BITS) + (state - whole * share) + (starts[slot] ?? 0);
  }
  for (let i = 0; i < 4; i++) {
    coded[--at] = state & 255;
    state >>>= 8;
  }
  return at;
}

function sumShares(): void {
  for (let c = 0; c < CONTEXTS; c++) {
    let start = 0;
    for (let s = c * TOKENS; s < (c + 1) * TOKENS; s++) {
      starts[s] = start;
      start += shares[s] ?? 0;
    }
  }
}

/** The bits that the tokens leave open, lowest first. */
function writeOpenBits(count: number, sink: ByteSink): void {
  const buffer = sink.reserve(4 * count + 8);
  let at = sink.length;
  let waiting = 0;
  let ready = 0;
  for (let i = 1; i < count; i++) {
    const token = tokens[i] ?? 0;
    if (token < 16) continue;
    let open = (token >> 2) - 2;
    let value = (errors[i] ?? 0) & ((1 << open) - 1);
    while (open > 0) {
      const part = Math.min(open, 16);
      waiting |= (value & ((1 << part) - 1)) << ready;
      ready += part;
      while (ready >= 8) {
        buffer[at++] = waiting & 255;
        waiting >>>= 8;
        ready -= 8;
      }
      value >>>= part;
      open -= part;
    }
  }
  if (ready > 0) buffer[at++] = waiting & 255;
  sink.length = at;
}

function isConstant(values: Int32Array, count: number): boolean {
  const first = values[0];
  for (let i = 1; i < count; i++) if (values[i] !== first) return false;
  return true;
}

/**
 * Appends `count` integers to the sink; whoever reads them must know the count.
 * @param count 0 to 32,768
 */
export function encodeInts(values: Int32Array, count: number, sink: ByteSink): void {
  if (count > MOST_INTS) throw new RangeError(`at most ${MOST_INTS} integers make a column, not ${count}`);
  if (count === 0) return;
  if (isConstant(values, count)) {
    sink.byte(CONSTANT);
    sink.signed(values[0] ?? 0);
    return;
  }
  const predictor = pickPredictor(values, count);
  tokenize(values, count, predictor);
  const gathering = pickGathering();
  sink.byte((gathering << 4) | predictor);
  sink.signed(values[0] ?? 0);
  const bits = new BitSink(sink);
  const contexts = GATHERINGS[gathering] ?? [];
  const used = (contexts.at(-1) ?? 0) + 1;
  shares.fill(0);
  for (let c = 0; c < used; c++) {
    const from = c * TOKENS;
    if (roundWeights(gathered, from, weights, from) > 0) shareOut(weights, shares, from);
    writeWeights(bits, from);
  }
  bits.end();
  sumShares();
  const from = codeTokens(count, contexts);
  sink.sized(coded.subarray(from));
  writeOpenBits(count, sink);
}

/** Start and share of each token in one number, start × 2^16 + share, and the token of each slot. */
function fillSlots(used: number): void {
  for (let c = 0; c < used; c++) {
    for (let s = 0; s < TOKENS; s++) {
      const share = shares[c * TOKENS + s] ?? 0;
      const start = starts[c * TOKENS + s] ?? 0;
      const from = (c << SHARE_BITS) + start;
      ranges[c * TOKENS + s] = (start << 16) | share;
      if (share > 0) slots.fill(s, from, from + share);
    }
  }
}

/** Tokens of all values into `tokens`. */
function decodeTokens(source: Uint8Array, count: number, gathering: readonly number[]): void {
  const map = Uint8Array.from(CLASS, (kind) => gathering[kind] ?? 0);
  let at = 4;
  let state = 0;
  for (let i = 0; i < 4; i++) state = (state << 8) | (source[i] ?? 0);
  let t1 = 0;
  let t2 = 0;
  for (let i = 1; i < count; i++) {
    const context = map[t1 + t2] ?? 0;
    const slot = state & SHARE_MASK;
    const token = slots[(context << SHARE_BITS) + slot] ?? 0;
    const range = ranges[(context << 7) + token] ?? 0;
    state = Math.imul(range & 0xffff, state >>> SHARE_BITS) + slot - (range >>> 16);
    while (state < LOWEST_STATE) {
      if (at >= source.length) {
        if (i < count - 1 || at > source.length) throw new BadBytes("the tokens end too early");
        break;
      }
      state = (state << 8) | (source[at++] ?? 0);
    }
    tokens[i] = token;
    t2 = t1;
    t1 = token;
  }
}

/** Adds the open bits: zig-zag errors into `errors`. */
function decodeErrors(source: ByteSource, count: number): void {
  const { bytes } = source;
  let at = source.at;
  let waiting = 0;
  let ready = 0;
  for (let i = 1; i < count; i++) {
    const token = tokens[i] ?? 0;
    if (token < 16) {
      errors[i] = token;
      continue;
    }
    const open = (token >> 2) - 2;
    let value = 0;
    for (let got = 0; got < open; ) {
      const part = Math.min(open - got, 16);
      while (ready < part) {
        waiting |= (bytes[at++] ?? 0) << ready;
        ready += 8;
      }
      value |= (waiting & ((1 << part) - 1)) << got;
      waiting >>>= part;
      ready -= part;
      got += part;
    }
    errors[i] = ((4 | (token & 3)) << open) | value;
  }
  if (at > bytes.length) throw new BadBytes("the open bits end too early");
  source.at = at;
}

/**
 * Reads what `encodeInts` wrote.
 * @param into takes the values, at least `count` long
 * @throws BadBytes
 */
export function decodeInts(source: ByteSource, count: number, into: Int32Array): void {
  if (count > MOST_INTS) throw new BadBytes(`${count} integers in one column`);
  if (count === 0) return;
  const mode = source.byte();
  const first = source.signed();
  if (mode === CONSTANT) {
    into.fill(first, 0, count);
    return;
  }
  const predictor = mode & 15;
  const gathering = GATHERINGS[mode >> 4];
  if (!gathering || predictor >= PREDICTORS) throw new BadBytes(`an unknown form of integers (${mode})`);
  const used = (gathering.at(-1) ?? 0) + 1;
  const bits = new BitSource(source.bytes, source.at);
  shares.fill(0);
  for (let c = 0; c < used; c++) {
    readWeights(bits, c * TOKENS);
    shareOut(weights, shares, c * TOKENS);
  }
  source.at = bits.at;
  sumShares();
  fillSlots(used);
  decodeTokens(source.sized(), count, gathering);
  decodeErrors(source, count);
  errors[0] = first;
  restore(into, count, predictor);
}

/** Values from their errors. */
function restore(into: Int32Array, count: number, predictor: number): void {
  const first = errors[0] ?? 0;
  into[0] = first;
  let a = first;
  let b = first;
  let c = first;
  for (let i = 1; i < count; i++) {
    const z = errors[i] ?? 0;
    const error = (z >>> 1) ^ -(z & 1);
    let expected = a;
    if (predictor === 0) expected = 0;
    else if (predictor === 2) expected = (a + b) >> 1;
    else if (predictor === 3) expected = (a + a + b + c) >> 2;
    else if (predictor === 4) expected = (a + a - b) | 0;
    const value = (expected + error) | 0;
    into[i] = value;
    c = b;
    b = a;
    a = value;
  }
}
