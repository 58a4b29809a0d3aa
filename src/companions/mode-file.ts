import { randomBytes } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import {
  type Companion,
  type Companionship,
  isOwnLink,
  jsonOf,
  type ModeCommand,
  type ModeNumber,
  nameTwice,
  type Reason,
  type ReasonCode,
  type ReasonValue,
  type RelayState,
  reason,
  say,
  text,
  wordsOf,
} from "../model/index.ts";

/**
 * PvMonit's two JSON files, by which programs of the house's own see and set the relays:
 * modes `{"1":0,…,"8":3}` (0 forced off, 1 auto off, 2 auto on, 3 forced on), read and written;
 * states `{"1":1,…}` (1 on), written.
 */
export interface ModeFilePaths {
  readonly modes: string;
  readonly states: string;
}

export interface ModeFileOptions extends ModeFilePaths {
  /** Relay number → id. */
  readonly relays: ReadonlyMap<number, string>;
}

const LARGEST_BYTES = 64 * 1024;
const LOOK_EVERY_MS = 500;
/** A file that does not read is looked at once more before anybody hears of it: a program may be half-way through. */
const LOOKS_BEFORE_NOTE = 2;
const NEW_FILE_MODE = 0o664;
/** What was said is said again after so long at the earliest, or once the file has been in order meanwhile. */
const SAME_NOTE_EVERY_MS = 3_600_000;
const NOTES_REMEMBERED = 20;

type Modes = Map<number, ModeNumber>;

/** What is wrong with a file; its message is the English sentence. */
class Told extends Error {
  readonly problem: Reason;

  constructor(code: ReasonCode, values?: Readonly<Record<string, ReasonValue>>) {
    const problem = reason(code, values);
    super(say(problem, "en"));
    this.problem = problem;
  }
}

class Refused extends Told {}
class ForeignLink extends Error {}
/** Looked at again and again: rights may change without the file changing. */
class Unreadable extends Told {}

function textOf(path: string): string | undefined {
  let file: number;
  try {
    // NONBLOCK: opening a named pipe must not wait for its other end
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Unreadable("mode_file_unreadable", { code: codeOf(error) });
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Refused("mode_file_no_file");
    if (stat.size > LARGEST_BYTES) throw new Refused("mode_file_large");
    const buffer = Buffer.alloc(LARGEST_BYTES + 1);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    if (length > LARGEST_BYTES) throw new Refused("mode_file_large");
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}

/** What some editors put before a text. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The modes in a text. @throws Refused with what is wrong; one bad entry refuses the whole file */
function modesOf(text: string): Modes {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
  let data: unknown;
  try {
    data = jsonOf(plain);
  } catch {
    throw new Refused("mode_file_no_json");
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    throw new Refused("mode_file_no_object", { example: '{"1":1,"2":3}' });
  const twice = nameTwice(plain);
  if (twice !== undefined) throw new Refused("mode_file_twice", { relay: twice.slice(0, 20) });
  const modes: Modes = new Map();
  for (const [key, value] of Object.entries(data)) {
    if (!/^[1-9]\d?$/.test(key)) throw new Refused("mode_file_no_relay", { relay: key.slice(0, 20) });
    if (value !== 0 && value !== 1 && value !== 2 && value !== 3) {
      throw new Refused("mode_file_no_mode", { relay: key, mode: String(JSON.stringify(value)).slice(0, 20) });
    }
    modes.set(Number(key), value);
  }
  return modes;
}

function commandOf(relay: string, mode: ModeNumber): ModeCommand {
  if (mode === 0) return { relay, mode: "off", origin: "file" };
  if (mode === 3) return { relay, mode: "on", origin: "file" };
  return { relay, mode: "auto", auto_state: mode === 2, origin: "file" };
}

function isForced(mode: ModeNumber): boolean {
  return mode === 0 || mode === 3;
}

/** Identifies a version of a file: inode, size and time of change. */
function versionFrom({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs}`;
}

function versionOf(path: string): string | undefined {
  try {
    return versionFrom(statSync(path, { bigint: true }));
  } catch {
    return undefined;
  }
}

function fill(file: number, text: string): string {
  writeFileSync(file, text);
  return versionFrom(fstatSync(file, { bigint: true }));
}

/** Writes into what is there. NONBLOCK: a named pipe that nobody reads is an error, not a wait without end. */
function writeInto(path: string, text: string, flags: number): string {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
  const file = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | flags, NEW_FILE_MODE);
  try {
    return fill(file, text);
  } finally {
    closeSync(file);
  }
}

/** Owner and rights as they were, so that the other programs may still write. @throws when that is not allowed */
function keepRights(file: number, before: Stats): void {
  const now = fstatSync(file);
  if (now.uid !== before.uid || now.gid !== before.gid) fchownSync(file, before.uid, before.gid);
  fchmodSync(file, before.mode & 0o777);
}

/**
 * Replaces a file as a whole; where that is not allowed (somebody else's file in /tmp), writes into it. Links too are
 * written through, where nobody else can have laid them.
 * Returns the version that it wrote. @throws the system's error; ForeignLink
 */
function replace(path: string, text: string): string {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (before?.isSymbolicLink()) {
    if (!isOwnLink(before, statSync(dirname(path)), process.geteuid?.())) throw new ForeignLink();
    return writeInto(path, text, 0);
  }
  if (before && !before.isFile()) return writeInto(path, text, constants.O_NOFOLLOW);
  const temporary = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    const file = openSync(temporary, "wx", NEW_FILE_MODE);
    try {
      if (before) keepRights(file, before);
      const version = fill(file, text);
      renameSync(temporary, path);
      return version;
    } finally {
      closeSync(file);
    }
  } catch {
    rmSync(temporary, { force: true });
    return writeInto(path, text, constants.O_NOFOLLOW);
  }
}

/** What to do about an error of the system, where it is no matter of rights. */
const ADVICE: ReadonlyMap<string, ReasonCode> = new Map([
  ["EISDIR", "mode_file_at_folder"],
  ["ENXIO", "mode_file_at_pipe"],
  ["ELOOP", "mode_file_in_circle"],
  ["ENOENT", "mode_file_no_folder"],
  ["ENOSPC", "mode_file_disk_full"],
  ["EDQUOT", "mode_file_quota"],
  ["EROFS", "mode_file_readonly"],
]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

function whyUnwritten(path: string, error: unknown): Reason {
  if (error instanceof ForeignLink) return reason("mode_file_foreign", { path });
  const code = codeOf(error);
  return reason("mode_file_unwritten", { path, code, advice: reason(ADVICE.get(code) ?? "mode_file_rights") });
}

/** What a file is refused for, or what broke. */
function problemOf(error: unknown): Reason {
  return error instanceof Told ? error.problem : text(wordsOf(error));
}

/** Watches the modes file and writes both. Nothing that stands in the file can stop or mislead the house. */
export class ModeFile implements Companion {
  readonly name = "mode file";
  readonly #options: ModeFileOptions;
  #house: Companionship | undefined;
  /** The modes as the file last said them, by us or by others. */
  #known: Modes = new Map();
  /** Entries of relays that are not ours, for other programs that use the same file. */
  #others: Modes = new Map();
  #read: string | undefined;
  #written: { modes: string; states: string } = { modes: "", states: "" };
  #failedLooks = 0;
  /** What is wrong as long as it is: with what stands in the modes file, and with each path that is to be written. */
  #refused: Reason | undefined;
  readonly #unwritten = new Map<string, Reason>();
  #timer: NodeJS.Timeout | undefined;
  /** When each note was last given, by its words: of what was read, and of what could not be written. */
  readonly #noted = new Map<string, number>();
  readonly #unwritable = new Map<string, number>();

  constructor(options: ModeFileOptions) {
    this.#options = options;
  }

  /**
   * Takes up what the file says of forced modes since Gleaner was away, then watches it. After a start every relay is
   * off: "auto on" in a file that is left from before is no wish.
   */
  start(house: Companionship, adopted: readonly Pick<RelayState, "number" | "mode_number">[]): void {
    this.#house = house;
    for (const { number, mode_number } of adopted) if (number !== null) this.#known.set(number, mode_number);
    const text = this.#look();
    if (text !== undefined) this.#take(text, (before, after) => isForced(before) || isForced(after));
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is wrong and stays so until somebody does something about it. */
  trouble(): Reason | undefined {
    return this.#refused ?? this.#unwritten.values().next().value;
  }

  /** Looks whether somebody changed the file. */
  look(): void {
    const version = versionOf(this.#options.modes);
    if (version === this.#read && this.#failedLooks === 0) return;
    if (version === undefined) {
      this.#gone();
      return;
    }
    const text = this.#look();
    if (text !== undefined) this.#take(text, () => true);
  }

  #gone(): void {
    this.#read = undefined;
    this.#refused = undefined;
    this.#others = new Map();
    this.#written = { modes: "", states: this.#written.states };
    if (this.#failedLooks >= LOOKS_BEFORE_NOTE) return;
    this.#failedLooks = LOOKS_BEFORE_NOTE;
    this.#note(reason("mode_file_gone"));
  }

  #look(): string | undefined {
    try {
      this.#read = versionOf(this.#options.modes);
      return textOf(this.#options.modes);
    } catch (error) {
      this.#refuse(error);
      return undefined;
    }
  }

  #refuse(error: unknown): void {
    this.#failedLooks += 1;
    if (this.#failedLooks === LOOKS_BEFORE_NOTE) this.#refused = this.#note(problemOf(error));
    // the same refused version is not read again and again
    if (this.#failedLooks >= LOOKS_BEFORE_NOTE && error instanceof Refused) this.#failedLooks = 0;
  }

  /** @returns what is told of it, be it told now or before */
  #note(problem: Reason, noted = this.#noted): Reason {
    const why = reason("mode_file_refused", { problem });
    const words = say(problem, "en");
    const before = noted.get(words);
    const now = performance.now();
    if (before !== undefined && now - before < SAME_NOTE_EVERY_MS) return why;
    if (noted.size >= NOTES_REMEMBERED) noted.clear();
    noted.set(words, now);
    this.#house?.note("mode_file", why);
    return why;
  }

  #take(text: string, counts: (before: ModeNumber, after: ModeNumber) => boolean): void {
    let modes: Modes;
    try {
      modes = modesOf(text);
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#failedLooks = 0;
    this.#refused = undefined;
    this.#noted.clear();
    this.#written = { ...this.#written, modes: text };
    this.#others = new Map([...modes].filter(([number]) => !this.#options.relays.has(number)));
    for (const [number, mode] of modes) {
      const relay = this.#options.relays.get(number);
      const before = this.#known.get(number);
      if (relay === undefined || before === undefined || before === mode) continue;
      this.#known.set(number, mode);
      if (counts(before, mode)) this.#house?.command(commandOf(relay, mode));
    }
  }

  /** Writes what changed. What somebody else wrote meanwhile is taken first. */
  shown({ relays }: { readonly relays: readonly Pick<RelayState, "number" | "mode_number" | "on">[] }): void {
    const numbered = relays.filter((relay) => relay.number !== null);
    const own = numbered.map(({ number, mode_number }) => [number, mode_number] as const);
    const modes = JSON.stringify(Object.fromEntries([...this.#others, ...own]));
    const states = JSON.stringify(Object.fromEntries(numbered.map(({ number, on }) => [number, on ? 1 : 0])));
    if (states !== this.#written.states && this.#tryWrite(this.#options.states, states) !== undefined) {
      this.#written = { ...this.#written, states };
    }
    if (modes === this.#written.modes) return;
    // somebody may be half-way through writing: the next look tells
    if (this.#failedLooks > 0 && this.#failedLooks < LOOKS_BEFORE_NOTE) return;
    if (versionOf(this.#options.modes) !== this.#read) {
      this.look();
      return;
    }
    const version = this.#tryWrite(this.#options.modes, modes);
    if (version === undefined) return;
    this.#written = { ...this.#written, modes };
    // the version that was written, not the one that stands there now: that may be somebody's answer already
    this.#read = version;
    this.#failedLooks = 0;
    this.#refused = undefined;
    for (const { number, mode_number } of numbered) if (number !== null) this.#known.set(number, mode_number);
  }

  /** The version that was written, if it was. */
  #tryWrite(path: string, text: string): string | undefined {
    try {
      const version = replace(path, text);
      this.#unwritten.delete(path);
      return version;
    } catch (error) {
      this.#unwritten.set(path, this.#note(whyUnwritten(path, error), this.#unwritable));
      return undefined;
    }
  }
}
