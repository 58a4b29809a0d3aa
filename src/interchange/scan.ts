import { type Basket, instantOfWords } from "../model/index.ts";
import type { Format } from "./formats.ts";

/**
 * Reads the plainest lines of each form from their bytes, without making words of them: numbers of channels that are
 * known already. What is not as plain as that is refused and left to `parseLine`, which says the same, only slower.
 */

const [ZERO, NINE, MINUS, DOT, COMMA, QUOTE, SPACE, BACKSLASH, T, Z, COLON] = Buffer.from('09-.," \\TZ:');
/** Numbers of more digits may not be exact when they are put together digit by digit. */
const MOST_DIGITS = 15;
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, i) => Number(`1e${i}`));
const DATE_LENGTH = 10;
const HASH_SEED = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

/** What a line says in place of a channel, and where its readings go. */
interface Known {
  readonly key: Uint8Array;
  /** What stands behind the value, such as its unit. */
  readonly tail: Uint8Array;
  readonly basket: Basket;
}

/** Numbers of time in this range are surely milliseconds. */
const [LEAST_MS, MOST_MS] = [1e11, 1e14];

/** More are not learnt: their lines are read the slower way. */
const MOST_KNOWN = 20_000;

const JSON_START = Buffer.from('{"channel":"');
const JSON_AT = Buffer.from('","at":');
const JSON_VALUE = Buffer.from(',"value":');
const [EQUALS, INTEGER, UNSIGNED] = Buffer.from("=iu");

/** Reads lines one after the other; all positions are within the bytes given last. */
export class Scanner {
  readonly #format: Format;
  readonly #known = new Map<number, Known[]>();
  #learnt = 0;
  /** Where the line names its channel; the same bytes always name the same one. From > to: it does not, or not plainly. */
  #keyFrom = 0;
  #keyTo = -1;
  #hash = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  /** The number read last. */
  #number = 0;
  #instant = 0;
  readonly #date = new Uint8Array(DATE_LENGTH);
  #midnight = Number.NaN;
  /** Numbers of time are in the form's own unit. */
  #numbers = false;

  constructor(format: Format) {
    this.#format = format;
  }

  /** Takes note of where the readings of the line go that was refused last, so that further ones are plain. */
  learn(basket: Basket): void {
    if (this.#keyFrom > this.#keyTo || this.#learnt >= MOST_KNOWN || this.#find()) return;
    const from = this.#tailFrom();
    if (from === undefined) return;
    this.#learnt++;
    const key = this.#bytes.slice(this.#keyFrom, this.#keyTo);
    const tail = this.#bytes.slice(from, this.#end);
    this.#known.set(this.#hash, [...(this.#known.get(this.#hash) ?? []), { key, tail, basket }]);
  }

  /**
   * Reads the line from ≤ i < to, without its end.
   * @param numbers whether numbers of time are known to be in the form's own unit; else they are not plain
   * @returns whether it was plain, and its reading taken
   */
  take(bytes: Uint8Array, from: number, to: number, numbers: boolean): boolean {
    this.#numbers = numbers;
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
    this.#keyTo = -1;
    this.#keyFrom = 0;
    const basket = this.#format === "csv" ? this.#csv() : this.#format === "jsonl" ? this.#jsonl() : this.#influx();
    if (basket === null) return false;
    // + 0: there is one nought only
    basket.add(this.#instant, this.#number + 0);
    return true;
  }

  /** `2026-11-20T10:00:00.000Z,pv,12.5`, or UTC ms as the time. */
  #csv(): Basket | null {
    if (!(this.#bytes[this.#at + 4] === MINUS ? this.#iso() : this.#milliseconds())) return null;
    if (!this.#byte(COMMA)) return null;
    const basket = this.#channel(COMMA, COMMA)?.basket;
    return basket && this.#byte(COMMA) && this.#decimal() && this.#at === this.#end ? basket : null;
  }

  /** `{"channel":"pv","at":1795168800000,"value":12.5,"unit":"W"}`, with or without its unit. */
  #jsonl(): Basket | null {
    if (!this.#word(JSON_START)) return null;
    const known = this.#channel(QUOTE, QUOTE);
    if (!(known && this.#word(JSON_AT) && !this.#isPadded() && this.#milliseconds())) return null;
    if (!(this.#word(JSON_VALUE) && !this.#isPadded() && this.#decimal())) return null;
    // what says another unit than the lines before is looked at
    return this.#word(known.tail) && this.#at === this.#end ? known.basket : null;
  }

  /** Where that begins which stands behind the value of the line that was refused last; `undefined`: it is not plain. */
  #tailFrom(): number | undefined {
    if (this.#format !== "jsonl") return this.#end;
    this.#at = this.#keyTo;
    const isPlain =
      this.#word(JSON_AT) && this.#milliseconds() && this.#word(JSON_VALUE) && !this.#isPadded() && this.#decimal();
    return isPlain ? this.#at : undefined;
  }

  /** A number such as 007: everywhere but in JSON it is one. */
  #isPadded(): boolean {
    const at = this.#bytes[this.#at] === MINUS ? this.#at + 1 : this.#at;
    const next = this.#bytes[at + 1] ?? 0;
    return this.#bytes[at] === ZERO && next >= (ZERO ?? 0) && next <= (NINE ?? 0);
  }

  /** `pv value=12.5 1795168800000000000`, also with tags, another field, or an `i` that says that it is whole. */
  #influx(): Basket | null {
    const basket = this.#channel(SPACE, EQUALS)?.basket;
    if (!(basket && this.#numbers && this.#byte(EQUALS) && this.#decimal())) return null;
    const value = this.#number;
    if (!this.#byte(INTEGER)) this.#byte(UNSIGNED);
    if (!this.#byte(SPACE)) return null;
    // nanoseconds: what stands before the last six digits are milliseconds
    const stop = this.#end - 6;
    if (!this.#digits(stop) || this.#at !== stop || !isMs(this.#number)) return null;
    this.#instant = this.#number;
    if (!this.#digits(this.#end) || this.#at !== this.#end) return null;
    this.#number = value;
    return basket;
  }

  #byte(byte: number | undefined): boolean {
    if (this.#bytes[this.#at] !== byte || this.#at >= this.#end) return false;
    this.#at++;
    return true;
  }

  #word(word: Uint8Array): boolean {
    if (this.#at + word.length > this.#end) return false;
    for (let i = 0; i < word.length; i++) if (this.#bytes[this.#at + i] !== word[i]) return false;
    this.#at += word.length;
    return true;
  }

  /**
   * The channel whose name goes to the first `until`, or to the first `then` after that one where they differ; a name that
   * is quoted or escaped is not plain.
   */
  #channel(until: number | undefined, then: number | undefined): Known | null {
    const from = this.#at;
    let wanted = until;
    let hash = HASH_SEED;
    let at = from;
    for (; at < this.#end; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte === wanted) {
        if (wanted === then) break;
        wanted = then;
      } else if (byte === QUOTE || byte === BACKSLASH) return null;
      hash = Math.imul(hash ^ byte, HASH_FACTOR);
    }
    this.#at = at;
    this.#keyFrom = from;
    this.#keyTo = at;
    this.#hash = hash;
    return this.#find();
  }

  #find(): Known | null {
    return this.#known.get(this.#hash)?.find(({ key }) => this.#isKey(key)) ?? null;
  }

  #isKey(key: Uint8Array): boolean {
    if (key.length !== this.#keyTo - this.#keyFrom) return false;
    for (let i = 0; i < key.length; i++) if (key[i] !== this.#bytes[this.#keyFrom + i]) return false;
    return true;
  }

  /** Digits up to `end`, as a whole number. */
  #digits(end: number): boolean {
    const from = this.#at;
    let number = 0;
    let at = from;
    for (; at < end; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte < (ZERO ?? 0) || byte > (NINE ?? 0)) break;
      number = number * 10 + byte - (ZERO ?? 0);
    }
    this.#at = at;
    this.#number = number;
    return at > from && at - from <= MOST_DIGITS;
  }

  #milliseconds(): boolean {
    if (!this.#numbers || !this.#digits(this.#end) || !isMs(this.#number)) return false;
    this.#instant = this.#number;
    return true;
  }

  /** A number without exponent; exact, as both the whole number and the power of ten are. */
  #decimal(): boolean {
    const negative = this.#byte(MINUS);
    const from = this.#at;
    if (!this.#digits(this.#end)) return false;
    let number = this.#number;
    if (this.#byte(DOT)) {
      const fraction = this.#at;
      if (!this.#digits(this.#end) || this.#at - from - 1 > MOST_DIGITS) return false;
      const power = POWERS[this.#at - fraction] ?? 1;
      number = (number * power + this.#number) / power;
    }
    this.#number = negative ? -number : number;
    return true;
  }

  /** `2026-11-20T10:00:00Z`, with up to three digits of a second's fraction. */
  #iso(): boolean {
    const date = this.#at;
    if (this.#end - date < DATE_LENGTH + 10 || !this.#isDate(date)) return false;
    this.#at = date + DATE_LENGTH;
    if (!this.#byte(T)) return false;
    const hour = this.#pair(23);
    const minute = this.#byte(COLON) ? this.#pair(59) : -1;
    const second = this.#byte(COLON) ? this.#pair(59) : -1;
    if (hour < 0 || minute < 0 || second < 0) return false;
    let ms = 0;
    if (this.#byte(DOT)) {
      const from = this.#at;
      if (!this.#digits(this.#end) || this.#at - from !== 3) return false;
      ms = this.#number;
    }
    this.#instant = this.#midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
    return this.#byte(Z);
  }

  /** Two digits up to `most`; −1 when they are not. */
  #pair(most: number): number {
    const tens = (this.#bytes[this.#at] ?? 0) - (ZERO ?? 0);
    const ones = (this.#bytes[this.#at + 1] ?? 0) - (ZERO ?? 0);
    this.#at += 2;
    const number = tens * 10 + ones;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && number <= most ? number : -1;
  }

  /** Dates repeat: only a new one is looked up in the calendar. */
  #isDate(from: number): boolean {
    let same = true;
    for (let i = 0; i < DATE_LENGTH && same; i++) same = this.#date[i] === this.#bytes[from + i];
    if (!same) {
      this.#date.set(this.#bytes.subarray(from, from + DATE_LENGTH));
      const words = Buffer.from(this.#date).toString("latin1");
      this.#midnight = instantOfWords(`${words}T00:00Z`, "UTC") ?? Number.NaN;
    }
    return Number.isFinite(this.#midnight);
  }
}

function isMs(number: number): boolean {
  return number >= LEAST_MS && number < MOST_MS;
}
