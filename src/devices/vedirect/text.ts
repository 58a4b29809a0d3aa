import { decodeFrame, type HexFrame, isHexDigit } from "./hex.ts";

/**
 * The VE.Direct text protocol (Victron, "VE.Direct Protocol" 3.33), as a state machine that eats bytes.
 *
 * A block is a row of fields `CR LF label TAB value`; the last one is `Checksum` with a single raw byte.
 * All bytes of a block add up to 0 (mod 256). HEX frames (`:` … LF) may stand anywhere between its bytes
 * and do not count, except where the checksum byte is due: there `:` is the checksum.
 */

// The paper says 8, 32 and 22; newer firmware may say more, and a bound is all that is needed here.
const MAX_LABEL = 16;
const MAX_VALUE = 64;
const MAX_FIELDS = 40;
/** Bytes of noise before a block at most; what comes after more of it is looked for anew. */
const MAX_NOISE = 64;
/** Longest HEX frame in digits. The longest known one, a day of history, has 79. */
const MAX_HEX = 200;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;

/** Fields of one good block, in their order, without `Checksum`. */
export type Fields = ReadonlyMap<string, string>;

export type TextEvent =
  | { readonly kind: "block"; readonly fields: Fields }
  /** A HEX frame whose own check is right. */
  | { readonly kind: "hex"; readonly frame: HexFrame };

export interface TextCounters {
  good_blocks: number;
  /** Blocks dropped because their bytes do not add up to 0: the first, cut one; noise; lost bytes. */
  bad_checksums: number;
  /** Blocks dropped because of their shape although they add up. */
  malformed_blocks: number;
  hex_frames: number;
  bad_hex: number;
  /** How often the place in the stream was lost and searched anew. */
  resyncs: number;
  /** Bytes that were thrown away outside good blocks and HEX frames. */
  discarded_bytes: number;
}

/** `idle`: between blocks. `line_feed`: CR seen, LF due. */
type State = "idle" | "line_feed" | "label" | "value" | "checksum";

export class TextParser {
  readonly counters: TextCounters = {
    good_blocks: 0,
    bad_checksums: 0,
    malformed_blocks: 0,
    hex_frames: 0,
    bad_hex: 0,
    resyncs: 0,
    discarded_bytes: 0,
  };
  #state: State = "idle";
  #sum = 0;
  /** Bytes of the block so far. */
  #size = 0;
  /** The block is lost: look for the end of it and keep nothing. */
  #lost = false;
  #label = "";
  #value = "";
  #fields = new Map<string, string>();
  /** Digits of the HEX frame under way, which interrupts the text; `null` outside. */
  #hex: string | null = null;

  /**
   * Takes the next bytes, cut anywhere.
   * @returns what they completed, oldest first: good blocks and good HEX frames only
   */
  feed(bytes: Uint8Array): TextEvent[] {
    const events: TextEvent[] = [];
    for (const byte of bytes) {
      if (this.#hex !== null && this.#takeHex(byte, this.#hex, events)) continue;
      this.#takeText(byte, events);
    }
    return events;
  }

  /** In the middle of a block, of a frame or of noise: a device that is well goes on at once. */
  get isWithin(): boolean {
    return this.#size > 0 || this.#hex !== null;
  }

  /** Forgets a half-read block or frame: after a silence, or when the line was opened anew. */
  reset(): void {
    if (this.#hex !== null) this.counters.bad_hex += 1;
    this.#hex = null;
    if (this.#size > 0 && !this.#lost) this.#lose();
    this.#begin();
  }

  #begin(): void {
    this.#state = "idle";
    this.#sum = 0;
    this.#size = 0;
    this.#lost = false;
    this.#label = "";
    this.#value = "";
    this.#fields = new Map();
  }

  /** The block under way can no longer be good. */
  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#fields.clear();
    this.counters.resyncs += 1;
    this.counters.discarded_bytes += this.#size;
  }

  /** @returns false when the byte does not belong to the frame and is text */
  #takeHex(byte: number, digits: string, events: TextEvent[]): boolean {
    if (isHexDigit(byte) && digits.length < MAX_HEX) {
      this.#hex = digits + String.fromCharCode(byte);
      return true;
    }
    this.#hex = null;
    const frame = byte === LF ? decodeFrame(digits) : null;
    if (frame) {
      this.counters.hex_frames += 1;
      events.push({ kind: "hex", frame });
      return true;
    }
    this.counters.bad_hex += 1;
    // A frame without its end must not swallow the text that follows. Text goes on with CR or TAB, another frame
    // with a colon; any other byte stands where the LF should (0xFE was seen on real chargers) and goes with the frame.
    return !(byte === CR || byte === TAB || byte === COLON || isHexDigit(byte));
  }

  #takeText(byte: number, events: TextEvent[]): void {
    if (byte === COLON && this.#state !== "checksum") {
      this.#hex = "";
      return;
    }
    this.#sum = (this.#sum + byte) & 0xff;
    this.#size += 1;
    if (this.#lost) this.counters.discarded_bytes += 1;
    if (this.#state === "idle") this.#takeIdle(byte);
    else if (this.#state === "line_feed") this.#takeLineFeed(byte);
    else if (this.#state === "label") this.#takeLabel(byte);
    else if (this.#state === "value") this.#takeValue(byte);
    else this.#finish(events);
  }

  #takeIdle(byte: number): void {
    if (byte === CR) this.#takeReturn();
    else if (byte === LF && this.#lost) this.#startLabel();
    else if (this.#size > MAX_NOISE) this.#lose();
  }

  /** A block begins with its CR. What stood before is noise, and leaves no doubt where it adds up to 0 by itself. */
  #takeReturn(): void {
    this.#state = "line_feed";
    if (this.#lost || this.#size === 1) return;
    if (this.#sum === CR) {
      this.counters.discarded_bytes += this.#size - 1;
      this.#size = 1;
    } else this.#lose();
  }

  #takeLineFeed(byte: number): void {
    if (byte === LF) this.#startLabel();
    else if (this.#fields.size > 0 || this.#lost || byte === CR) this.#loseLine(byte);
    else this.#state = "idle";
  }

  #startLabel(): void {
    this.#state = "label";
    this.#label = "";
  }

  #takeLabel(byte: number): void {
    if (byte === TAB) {
      this.#value = "";
      if (this.#label === "Checksum") this.#state = "checksum";
      else if (this.#label === "" || this.#fields.has(this.#label)) this.#loseLine(byte);
      else this.#state = "value";
      return;
    }
    if (byte <= 0x20 || byte > 0x7e || this.#label.length >= MAX_LABEL) this.#loseLine(byte);
    else this.#label += String.fromCharCode(byte);
  }

  #takeValue(byte: number): void {
    if (byte === CR) {
      if (!this.#lost) this.#fields.set(this.#label, this.#value);
      if (this.#fields.size > MAX_FIELDS) this.#lose();
      this.#state = "line_feed";
      return;
    }
    if (byte < 0x20 || byte === 0x7f || this.#value.length >= MAX_VALUE) this.#loseLine(byte);
    else this.#value += String.fromCharCode(byte);
  }

  /** The line makes no sense: wait for the next one. */
  #loseLine(byte: number): void {
    this.#lose();
    if (byte === CR) this.#state = "line_feed";
    else if (byte === LF) this.#startLabel();
    else this.#state = "idle";
  }

  #finish(events: TextEvent[]): void {
    if (this.#sum !== 0) {
      this.counters.bad_checksums += 1;
      this.#lose();
    } else if (this.#lost || this.#fields.size === 0) {
      this.counters.malformed_blocks += 1;
      this.#lose();
    } else {
      this.counters.good_blocks += 1;
      events.push({ kind: "block", fields: this.#fields });
    }
    this.#begin();
  }
}
