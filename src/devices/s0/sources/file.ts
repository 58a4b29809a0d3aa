import {
  type DeviceContext,
  type FilePart,
  FileTrouble,
  type Now,
  type ReasonCode,
  reason,
  type Shown,
  type Telling,
  told,
} from "../../../model/index.ts";
import { Reader } from "../../kit/reader.ts";
import type { ContactSettings } from "../contact.ts";
import { Again } from "./again.ts";
import { placeOf, type SavedPlace, wordsOf } from "./place.ts";
import { PulseLines } from "./pulse-lines.ts";
import { NOTHING, type Pulsed, type PulseSource, type SourceEvents } from "./source.ts";
import { stampOf } from "./stamps.ts";

/** So much of the file is read at a time, and so often, ms. */
const PART_BYTES = 64 * 1024;
const LOOK_MS = 500;
/** A line with an instant is no longer. */
const LINE_BYTES = 200;
/** Where programs put the file that they begin anew. */
const OLD = ".1";
/** A file that is put aside is missing for a moment. */
const MISSED = 4;
/** Who has read for so long without coming to the end says so, ms. */
const BEHIND_MS = 10_000;
const MEGABYTE = 1e6;
/** What was found wrong is shown for so long. */
const SHOWN_MS = 3_600_000;

const MEANT: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "s0_file_missing",
  ENOTDIR: "s0_file_missing",
  EACCES: "s0_file_forbidden",
  EPERM: "s0_file_forbidden",
  NOT_ORDINARY: "s0_file_odd",
};

/**
 * A file to which a program appends an instant for each pulse. It keeps what comes while Gleaner is away: that is counted
 * afterwards, once.
 */
export class FileSource implements PulseSource {
  readonly #path: string;
  readonly #context: DeviceContext;
  readonly #lines: PulseLines;
  readonly #reader: Reader;
  readonly #again: Again;
  readonly #files = { rotations: 0, truncations: 0, lost_ends: 0 };
  #events: SourceEvents | undefined;
  /** The file that is read, and where the next piece begins. */
  #inode: string | undefined;
  #from = 0;
  #isBehind = true;
  /** Since when it reads without coming to the end; `undefined`: it does not. */
  #behind_mono: number | undefined;
  #left_bytes = 0;
  #isThere = false;
  #missed = 0;
  #last: Shown | undefined;
  #place: string | undefined;
  #cancel: (() => void) | undefined;
  #lost_mono = Number.NEGATIVE_INFINITY;

  constructor(path: string, settings: ContactSettings, context: DeviceContext) {
    this.#path = path;
    this.#context = context;
    this.#lines = new PulseLines(settings);
    this.#reader = new Reader(context);
    this.#again = new Again(
      context.clock,
      () => this.#begin(),
      (why) => this.#events?.lost(why),
    );
  }

  get counters(): Readonly<Record<string, number>> {
    return { ...this.#lines.counters, ...this.#files, ...this.#reader.counters };
  }

  get facts(): Readonly<Record<string, string>> {
    return { path: this.#path };
  }

  get place(): string | undefined {
    return this.#place;
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  start(events: SourceEvents, last: Shown | undefined): void {
    this.#events = events;
    this.#last = last;
    this.#again.start();
  }

  stop(): void {
    this.#events = undefined;
    this.#again.stop();
    this.#cancel?.();
    this.#reader.stop();
  }

  remark(): Telling | null {
    const { mono } = this.#context.clock.now();
    if (mono - (this.#behind_mono ?? mono) >= BEHIND_MS) {
      const megabytes = String(Math.ceil(this.#left_bytes / MEGABYTE));
      return reason("s0_file_behind", { path: this.#path, megabytes });
    }
    if (mono - this.#lost_mono < SHOWN_MS) return reason("s0_file_cut", { path: this.#path });
    const { odd_lines } = this.#lines.counters;
    return odd_lines > 0 ? reason("s0_file_odd_lines", { path: this.#path, count: String(odd_lines) }) : null;
  }

  take({ at, mono }: Now): Pulsed {
    const pulses = this.#lines.pulses();
    if (this.#lines.last && this.#inode !== undefined)
      this.#place = wordsOf({ inode: this.#inode, ...this.#lines.last });
    if (pulses.length === 0) return NOTHING;
    // a program's clock may be ahead of ours
    const begun = pulses.map((pulse) => Math.min(mono, mono - (at - pulse.at)));
    const grain_ms = Math.max(...pulses.slice(-1).map((pulse) => pulse.grain_ms));
    return { begun, estimated: 0, grain_ms, broken: pulses.some(({ back }) => back) };
  }

  /** Finds the place in the file up to which was counted, and reads on from there. */
  async #begin(): Promise<void> {
    const part = await this.#part(this.#path, 0, 1);
    if (this.#inode === undefined) await this.#resume(part);
    this.#isThere = true;
    this.#events?.begun(true);
    this.#soon(0);
  }

  async #resume({ inode, size }: FilePart): Promise<void> {
    const last = this.#last;
    const place = placeOf(last?.place);
    this.#place = last?.place;
    if (place && place.inode === inode && size > place.from && (await this.#isAt(this.#path, place))) {
      this.#inode = inode;
      this.#lines.goPast(place.from, place.at);
      this.#from = place.from;
      return;
    }
    if (place) {
      this.#files.rotations += 1;
      this.#lines.skipUntil(place.at);
      // its end may lie beside it
      this.#inode = place.inode;
      this.#lines.goTo(place.from);
      await this.#readEnd(place.inode, place.from);
    } else if (last?.at !== undefined) this.#lines.skipUntil(last.at);
    this.#anew(inode);
  }

  #anew(inode: string): void {
    this.#inode = inode;
    this.#from = 0;
    this.#lines.goTo(0);
  }

  /** Whether the line that was counted last still lies there: an inode may be used anew. */
  async #isAt(path: string, { from, at }: SavedPlace): Promise<boolean> {
    const { bytes } = await this.#part(path, from, LINE_BYTES);
    const [line = ""] = Buffer.from(bytes).toString("latin1").split("\n", 1);
    return stampOf(line)?.at === at;
  }

  /** What was appended to the file before it was put aside. */
  async #readEnd(inode: string, from: number): Promise<void> {
    let at = from;
    try {
      for (;;) {
        const part = await this.#part(this.#path + OLD, at, PART_BYTES);
        if (part.inode !== inode) break;
        await this.#reader.whole(this.#lines.read(part.bytes));
        at += part.bytes.length;
        if (part.bytes.length < PART_BYTES) return;
      }
    } catch {
      // it was not put aside, but thrown away
    }
    this.#files.lost_ends += 1;
    this.#lost_mono = this.#context.clock.now().mono;
  }

  #soon(delay_ms: number): void {
    if (!this.#again.isRunning) return;
    this.#cancel?.();
    this.#cancel = this.#context.clock.after(delay_ms, () => void this.#next());
  }

  async #next(): Promise<void> {
    try {
      const isMore = await this.#read();
      this.#missed = 0;
      this.#isBehind = isMore;
      this.#behind_mono = isMore ? (this.#behind_mono ?? this.#context.clock.now().mono) : undefined;
      this.#soon(isMore ? 0 : LOOK_MS);
    } catch (error) {
      if (!this.#isThere || !this.#again.isRunning) return;
      this.#missed += 1;
      if (this.#missed < MISSED) {
        this.#soon(LOOK_MS);
        return;
      }
      this.#isThere = false;
      this.#again.gone(error);
    }
  }

  /** Reads the next piece. @returns whether there may be more */
  async #read(): Promise<boolean> {
    const part = await this.#part(this.#path, this.#from, PART_BYTES);
    if (part.inode !== this.#inode) {
      this.#files.rotations += 1;
      await this.#readEnd(this.#inode ?? "", this.#from);
      this.#anew(part.inode);
      return true;
    }
    if (part.size < this.#from) {
      this.#files.truncations += 1;
      this.#lost_mono = this.#context.clock.now().mono;
      this.#anew(part.inode);
      return true;
    }
    await this.#reader.whole(this.#lines.read(part.bytes));
    this.#from += part.bytes.length;
    this.#left_bytes = part.size - this.#from;
    return part.bytes.length === PART_BYTES;
  }

  async #part(path: string, from: number, most_bytes: number): Promise<FilePart> {
    try {
      return await this.#context.hands.files.part(path, from, most_bytes);
    } catch (error) {
      const code = error instanceof FileTrouble ? MEANT[error.code] : undefined;
      throw code === undefined ? error : told(code, { path: this.#path }, { cause: error });
    }
  }
}
