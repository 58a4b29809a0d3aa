/**
 * Outlines of a TrueType font: which shape a character has and how far it moves the pen. Reads what Inter needs of the
 * OpenType specification: `head`, `maxp`, `hhea`, `hmtx`, `loca`, `glyf` and `cmap` of format 4 or 12. Letters are not
 * kerned.
 */

/** A closed curve: points with whether each lies on it; two off it have one on it halfway between them. */
interface Contour {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly on: readonly boolean[];
}

/** A contour as path data: where it begins, and the way from there on in steps. */
interface Shape {
  readonly x: number;
  readonly y: number;
  readonly way: string;
}

interface Glyph {
  readonly shapes: readonly Shape[];
  /** In font units. */
  readonly advance: number;
}

const ON_CURVE = 1;
const SHORT_X = 2;
const SHORT_Y = 4;
const REPEAT = 8;
const SAME_X = 16;
const SAME_Y = 32;

const WORDS = 1;
const OFFSETS = 2;
const SCALE = 8;
const MORE = 32;
const TWO_SCALES = 64;
const MATRIX = 128;
/** Parts within parts; fonts have two or three. */
const DEEPEST = 5;

class Reader {
  readonly #view: DataView;
  at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.at = at;
  }
  u8(): number {
    return this.#view.getUint8(this.at++);
  }
  i8(): number {
    return this.#view.getInt8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2);
  }
  i16(): number {
    this.at += 2;
    return this.#view.getInt16(this.at - 2);
  }
  u32(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4);
  }
  /** A number with 14 bits behind the point. */
  fraction(): number {
    return this.i16() / 16_384;
  }
}

/** One axis of a simple glyph's points: differences, in the form that each point's flags say. */
function coordinates(reader: Reader, flags: readonly number[], short: number, same: number): number[] {
  let value = 0;
  return flags.map((flag) => {
    if (flag & short) value += flag & same ? reader.u8() : -reader.u8();
    else if (!(flag & same)) value += reader.i16();
    return value;
  });
}

function simple(reader: Reader, count: number): Contour[] {
  const ends = Array.from({ length: count }, () => reader.u16());
  const instructions = reader.u16();
  reader.at += instructions;
  const points = (ends.at(-1) ?? -1) + 1;
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = reader.u8();
    const times = flag & REPEAT ? reader.u8() + 1 : 1;
    for (let i = 0; i < times && flags.length < points; i++) flags.push(flag);
  }
  const xs = coordinates(reader, flags, SHORT_X, SAME_X);
  const ys = coordinates(reader, flags, SHORT_Y, SAME_Y);
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : (ends[i - 1] ?? 0) + 1;
    const on = flags.slice(start, end + 1).map((flag) => (flag & ON_CURVE) !== 0);
    return { x: xs.slice(start, end + 1), y: ys.slice(start, end + 1), on };
  });
}

export class Font {
  readonly #view: DataView;
  readonly #tables = new Map<string, number>();
  readonly #glyphs = new Map<number, Glyph>();
  readonly #index: (code: number) => number;
  readonly #longLoca: boolean;
  readonly #metrics: number;
  readonly #count: number;
  /** Font units in the size of the letters. */
  readonly units: number;

  /** @throws Error when it is no TrueType font */
  constructor(file: Uint8Array) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const directory = new Reader(this.#view, 4);
    const tables = directory.u16();
    for (let i = 0; i < tables; i++) {
      const at = 12 + i * 16;
      const name = String.fromCharCode(...file.subarray(at, at + 4));
      this.#tables.set(name, this.#view.getUint32(at + 8));
    }
    this.units = this.#view.getUint16(this.#table("head") + 18);
    this.#longLoca = this.#view.getInt16(this.#table("head") + 50) === 1;
    this.#count = this.#view.getUint16(this.#table("maxp") + 4);
    this.#metrics = this.#view.getUint16(this.#table("hhea") + 34);
    this.#index = this.#characters();
  }

  #table(name: string): number {
    const at = this.#tables.get(name);
    if (at === undefined) throw new Error(`the font has no table ${name}: it is no TrueType font`);
    return at;
  }

  /** The table of characters: the one for all of Unicode if there is one. */
  #characters(): (code: number) => number {
    const start = this.#table("cmap");
    const count = this.#view.getUint16(start + 2);
    let basic: number | undefined;
    for (let i = 0; i < count; i++) {
      const at = start + this.#view.getUint32(start + 4 + i * 8 + 4);
      const format = this.#view.getUint16(at);
      if (format === 12) return (code) => this.#inGroups(at, code);
      if (format === 4) basic = at;
    }
    if (basic === undefined) throw new Error("the font has no table of characters that can be read");
    const at = basic;
    return (code) => this.#inSegments(at, code);
  }

  #inGroups(at: number, code: number): number {
    const groups = this.#view.getUint32(at + 12);
    for (let i = 0; i < groups; i++) {
      const group = at + 16 + i * 12;
      const [first, last] = [this.#view.getUint32(group), this.#view.getUint32(group + 4)];
      if (code >= first && code <= last) return this.#view.getUint32(group + 8) + code - first;
    }
    return 0;
  }

  #inSegments(at: number, code: number): number {
    const twice = this.#view.getUint16(at + 6);
    for (let i = 0; i < twice; i += 2) {
      const [end, start] = [at + 14 + i, at + 16 + twice + i];
      if (code > this.#view.getUint16(end)) continue;
      const first = this.#view.getUint16(start);
      if (code < first) return 0;
      const [delta, range] = [start + twice, start + 2 * twice];
      const offset = this.#view.getUint16(range);
      const shift = this.#view.getInt16(delta);
      if (offset === 0) return (code + shift) & 0xffff;
      const index = this.#view.getUint16(range + offset + (code - first) * 2);
      return index === 0 ? 0 : (index + shift) & 0xffff;
    }
    return 0;
  }

  #contours(index: number, depth: number): readonly Contour[] {
    if (index >= this.#count || depth > DEEPEST) return [];
    const loca = this.#table("loca");
    const place = (i: number): number =>
      this.#longLoca ? this.#view.getUint32(loca + i * 4) : this.#view.getUint16(loca + i * 2) * 2;
    if (place(index) === place(index + 1)) return [];
    const reader = new Reader(this.#view, this.#table("glyf") + place(index));
    const count = reader.i16();
    reader.at += 8;
    return count >= 0 ? simple(reader, count) : this.#composed(reader, depth);
  }

  /** A glyph made of others, each moved and perhaps turned: é of e and its accent. */
  #composed(reader: Reader, depth: number): Contour[] {
    const all: Contour[] = [];
    for (let flags = MORE; flags & MORE; ) {
      flags = reader.u16();
      const part = reader.u16();
      const [dx, dy] = flags & WORDS ? [reader.i16(), reader.i16()] : [reader.i8(), reader.i8()];
      let [a, b, c, d] = [1, 0, 0, 1];
      if (flags & SCALE) a = d = reader.fraction();
      else if (flags & TWO_SCALES) [a, d] = [reader.fraction(), reader.fraction()];
      else if (flags & MATRIX)
        [a, b, c, d] = [reader.fraction(), reader.fraction(), reader.fraction(), reader.fraction()];
      const [right, up] = flags & OFFSETS ? [dx, dy] : [0, 0];
      for (const { x, y, on } of this.#contours(part, depth + 1)) {
        all.push({
          x: x.map((value, i) => a * value + c * (y[i] ?? 0) + right),
          y: y.map((value, i) => b * (x[i] ?? 0) + d * value + up),
          on,
        });
      }
    }
    return all;
  }

  #glyph(character: string): Glyph {
    const code = character.codePointAt(0) ?? 0;
    let glyph = this.#glyphs.get(code);
    if (!glyph) {
      const index = this.#index(code);
      const metric = Math.min(index, this.#metrics - 1);
      const advance = this.#view.getUint16(this.#table("hmtx") + metric * 4);
      glyph = { shapes: this.#contours(index, 0).flatMap(shapeOf), advance };
      // a reader's names have a few hundred characters; more are not remembered
      if (this.#glyphs.size < 1_000) this.#glyphs.set(code, glyph);
    }
    return glyph;
  }

  /** A text as the data of an SVG path, in font units upwards from its baseline, and its width. */
  outline(text: string): { path: string; width: number } {
    let width = 0;
    let path = "";
    for (const character of text) {
      const { shapes, advance } = this.#glyph(character);
      for (const { x, y, way } of shapes) path += `M${x + width} ${y}${way}`;
      width += advance;
    }
    return { path, width };
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

/** The contour's points, with those that lie unwritten between two points off the curve. */
function points({ x, y, on }: Contour): Point[] {
  const all: Point[] = [];
  for (let i = 0; i < x.length; i++) {
    const next = (i + 1) % x.length;
    const point = { x: x[i] ?? 0, y: y[i] ?? 0, on: on[i] === true };
    all.push(point);
    if (point.on || on[next]) continue;
    all.push({ x: (point.x + (x[next] ?? 0)) / 2, y: (point.y + (y[next] ?? 0)) / 2, on: true });
  }
  return all;
}

/** Straight to a point on the curve; by a point off it in a bow to the next one. Steps count from the last point on it. */
function shapeOf(contour: Contour): Shape[] {
  const all = points(contour);
  const first = all.findIndex(({ on }) => on);
  const start = all[first];
  if (!start) return [];
  let way = "";
  let last = start;
  let bow: Point | undefined;
  for (const point of [...all.slice(first + 1), ...all.slice(0, first + 1)]) {
    if (!point.on) {
      bow = point;
      continue;
    }
    const step = `${point.x - last.x} ${point.y - last.y}`;
    way += bow ? `q${bow.x - last.x} ${bow.y - last.y} ${step}` : `l${step}`;
    bow = undefined;
    last = point;
  }
  return [{ x: start.x, y: start.y, way: `${way}z` }];
}
