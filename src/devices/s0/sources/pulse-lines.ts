import type { Steps } from "../../kit/reader.ts";
import type { ContactSettings } from "../contact.ts";
import { stampOf } from "./stamps.ts";

/** A longer line is none of ours. */
const LONGEST_LINE = 200;
const NEW_LINE = 10;
/** Lines that are read in one step. */
const AT_ONCE = 64;
/** Stamps by which a line that comes again is known. */
const REMEMBERED = 1_024;
/** Stamps that are not finer cannot tell two pulses apart. */
const FINE_MS = 10;

/** A pulse in a file. */
export interface FilePulse {
  /** UTC ms. */
  readonly at: number;
  readonly grain_ms: number;
  /** It lies before the one before it. */
  readonly back: boolean;
}

/** Reads lines that programs append, one pulse each, cut anywhere. */
export class PulseLines {
  readonly counters = {
    /** Lines that begin with no instant. */
    odd_lines: 0,
    /** Pulses that follow too soon for a meter. */
    bounces: 0,
    /** Lines that were there before. */
    duplicates: 0,
    /** Pulses whose instant lies before the one before. */
    out_of_order: 0,
  };
  /** Where the line begins whose pulse was counted last, bytes, and its instant; `undefined`: there is none in this file. */
  last: { readonly from: number; readonly at: number } | undefined;
  readonly #least_ms: number;
  #pulses: FilePulse[] = [];
  /** What the last piece left of a line, and where that began. */
  #rest = "";
  #line_at = 0;
  #tooLong = false;
  /** The line that was counted before lies behind. */
  #isPast = true;
  #newest = Number.NEGATIVE_INFINITY;
  #recent = new Set<number>();
  /** Pulses until then were counted before, UTC ms. */
  #until = Number.NEGATIVE_INFINITY;

  constructor({ least_pulse_ms, least_pause_ms }: ContactSettings) {
    this.#least_ms = least_pulse_ms + least_pause_ms;
  }

  /** The next piece comes from there, bytes: of this file, or of another one. */
  goTo(from: number): void {
    this.#rest = "";
    this.#tooLong = false;
    this.#line_at = from;
    this.last = undefined;
  }

  /** What lies until then, UTC ms, was counted before. */
  skipUntil(at: number): void {
    this.#until = at;
    this.#newest = at;
  }

  /** The next piece begins with a line that was counted before. @param at its instant, UTC ms */
  goPast(from: number, at: number): void {
    this.goTo(from);
    this.last = { from, at };
    this.#isPast = false;
    this.#newest = at;
    this.#remember(at);
  }

  /** What was read since it was asked last. */
  pulses(): FilePulse[] {
    const found = this.#pulses;
    this.#pulses = [];
    return found;
  }

  /** Reads a piece. */
  *read(bytes: Uint8Array): Steps {
    let [from, count] = [0, 0];
    for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, from)) {
      this.#take(bytes, from, end);
      from = end + 1;
      count += 1;
      if (count % AT_ONCE === 0) yield;
    }
    this.#keep(bytes, from);
  }

  #take(bytes: Uint8Array, from: number, end: number): void {
    const length = this.#rest.length + end - from;
    if (this.#tooLong || length > LONGEST_LINE) this.counters.odd_lines += 1;
    else this.#line(this.#rest + textOf(bytes, from, end));
    this.#line_at += (this.#tooLong ? 0 : this.#rest.length) + end - from + 1;
    this.#rest = "";
    this.#tooLong = false;
  }

  /** Half a line waits for its other half. */
  #keep(bytes: Uint8Array, from: number): void {
    const length = bytes.length - from;
    if (this.#tooLong || this.#rest.length + length > LONGEST_LINE) {
      this.#line_at += (this.#tooLong ? 0 : this.#rest.length) + length;
      this.#rest = "";
      this.#tooLong = true;
    } else this.#rest += textOf(bytes, from, bytes.length);
  }

  #line(text: string): void {
    if (!this.#isPast) {
      this.#isPast = true;
      return;
    }
    if (text.trim() === "") return;
    const stamp = stampOf(text);
    if (!stamp) {
      this.counters.odd_lines += 1;
      return;
    }
    const { at, grain_ms } = stamp;
    if (at > this.#until) this.#pulse(at, grain_ms);
    this.last = { from: this.#line_at, at };
  }

  #pulse(at: number, grain_ms: number): void {
    const isFine = grain_ms <= FINE_MS;
    const since_ms = at - this.#newest;
    if (isFine && this.#recent.has(at)) {
      this.counters.duplicates += 1;
      return;
    }
    this.#remember(at);
    if (isFine && since_ms >= 0 && since_ms < this.#least_ms) {
      this.counters.bounces += 1;
      return;
    }
    if (since_ms < 0) this.counters.out_of_order += 1;
    this.#newest = at;
    this.#pulses.push({ at, grain_ms, back: since_ms < 0 });
  }

  #remember(at: number): void {
    this.#recent.add(at);
    if (this.#recent.size <= REMEMBERED) return;
    const [oldest] = this.#recent;
    if (oldest !== undefined) this.#recent.delete(oldest);
  }
}

function textOf(bytes: Uint8Array, from: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString("latin1");
}
