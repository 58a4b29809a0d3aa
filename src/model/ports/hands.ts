import type { Reason } from "../reasons.ts";

/**
 * What touches files of users and starts programs: never the house's own thread, nor the pool of threads that all of its
 * process share. A disk that does not answer holds nobody but whoever asked for what lies on it.
 */

/** Why a file could not be used: the system's word (`ENOENT` …), or one of these. */
export type FileProblem =
  /** It is a folder, a pipe, a socket or a device. */
  | "NOT_ORDINARY"
  | "TOO_LARGE"
  /** Not within some seconds: its disk or its network hangs. */
  | "NO_ANSWER"
  | (string & {});

/** What is thrown for a file. */
export class FileTrouble extends Error {
  override readonly name = "FileTrouble";
  readonly code: FileProblem;

  /** The same for readers of every language, where it can be said to them. */
  readonly why: Reason | undefined;

  /** @param message the English words of `why`, where that is given */
  constructor(code: FileProblem, message: string, why?: Reason) {
    super(message);
    this.code = code;
    this.why = why;
  }
}

/** Which version of a file was read or written: its inode, size and time of change. */
export type FileVersion = string;

/** A piece of a file that may grow, or be replaced by another of its name. */
export interface FilePart {
  readonly bytes: Uint8Array;
  /** Stays the same as long as it is the same file. */
  readonly inode: string;
  /** Of the whole file, bytes. */
  readonly size: number;
}

/** Files of users. Each function answers within some seconds. */
export interface Files {
  /**
   * The content of an ordinary file.
   * @param most_bytes a longer one is refused
   * @throws FileTrouble
   */
  read(path: string, most_bytes: number): Promise<Uint8Array>;
  /**
   * Some bytes of an ordinary file, from a place on; fewer at its end.
   * @throws FileTrouble
   */
  part(path: string, from: number, most_bytes: number): Promise<FilePart>;
  /** The first bytes of whatever lies at a path; `null`: a pipe, which is for another program. @throws FileTrouble */
  peek(path: string, most_bytes: number): Promise<Uint8Array | null>;
  /** How long ago the content of a file was written, ms; 0 where that lies ahead of the clock. @throws FileTrouble */
  age(path: string): Promise<number>;
  /**
   * Replaces the whole content in one instant; see `hands/replace.ts`.
   * @param signal aborted: what was not begun yet is left undone
   * @throws FileTrouble
   */
  replace(path: string, content: string, signal?: AbortSignal): Promise<void>;
  /** Resolves when things in the folder may be used. @throws FileTrouble */
  enter(folder: string): Promise<void>;
  /** Finds a program as the system will: by its path from `folder`, or by its name along PATH. */
  find(program: string, folder: string): Promise<boolean>;
  /**
   * Lays files into `folder/place`, those that are missing or different. Links are not followed.
   * @param place folders below `folder`, made where they are missing
   * @returns whether something was written
   * @throws FileTrouble
   */
  lay(folder: string, place: readonly string[], files: Readonly<Record<string, string>>): Promise<boolean>;
  /**
   * Tells the content of an ordinary file now, and again each time that it changes or can be read no more.
   * @returns call it to hear no more
   */
  follow(path: string, most_bytes: number, tell: (content: Uint8Array | FileTrouble) => void): () => void;
}

/** What stands for a part of a secret in what a program said: the first, or the next where a secret holds its sign. */
export const HIDDEN_MARKS: readonly string[] = ["***", "•••", "###", "???"];

/** A program that is to be started, without a shell, its stdin empty, in a process group of its own. */
export interface ProgramOrder {
  /** Program and arguments; `./program` lies in `folder`. */
  readonly command: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** Beside PATH, HOME, LANG, TZ and a mark of Gleaner. `NAME_file` gives NAME the content of a file, read anew each time. */
  readonly env: Readonly<Record<string, string>>;
  /** Ended after so long, ms; absent: it may run for ever. */
  readonly timeout_ms?: number;
  /** So many bytes of its standard output are handed on; the rest is read, counted and thrown away. */
  readonly most_output?: number;
  /** A relay waits for it: it is held up by nothing that can be done without. */
  readonly urgent?: boolean;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Its last words on stderr, without the secrets that it was handed. */
  readonly stderr: string;
  /** Bytes of output beyond `most_output`. */
  readonly cut_bytes: number;
  readonly timed_out: boolean;
}

/** A program that was started, or is about to be. */
export interface RunningProgram {
  /** Resolves when it and its output have ended. @throws FileTrouble when it could not be started */
  readonly ended: Promise<ProgramEnd>;
  /**
   * Ends it and all that it started: politely, then by force.
   * @param grace_ms between the two; a second, and with 0 by force at once
   */
  kill(grace_ms?: number): void;
  /**
   * The last words on stderr of one that may run for ever, without the secrets that it was handed; some seconds old.
   * Empty while it has said nothing.
   */
  said(): string;
  /** Holds its output back, so that a flood waits in its own pipe; and lets it come again. */
  pause(): void;
  resume(): void;
}

/** Programs of users. */
export interface Programs {
  /** @param onOutput called with each piece of its standard output, which has lost the secrets that it was handed */
  start(order: ProgramOrder, onOutput: (bytes: Uint8Array) => void): RunningProgram;
}

/** A part of the house that lives with the hands: it touches files without a break, or is a process of its own. */
export interface Guest {
  /** Plain data. */
  tell(message: unknown): void;
  /** It is not needed any more. */
  end(): void;
}

/** What a guest is heard by. */
export interface GuestEvents {
  said(message: unknown): void;
  /** It is gone, and what it knew with it: whoever needs it invites it anew. */
  left(why: string): void;
}

/** What the house uses of the world outside, other than by its devices' own wires. */
export interface Hands {
  readonly files: Files;
  readonly programs: Programs;
  /**
   * Runs a module of Gleaner's in a thread of its own. It has `setup` as its `workerData`, and its parent is the house.
   * @param entry the module
   * @throws FileTrouble when there is nobody to take it in
   */
  invite(entry: URL, setup: unknown, events: GuestEvents): Guest;
  /**
   * The same in a process of its own, which can be ended whatever it does and gives back its memory. It hears what it is
   * told as messages of its parent. Starting a process copies the house's map of memory, which waits for a disk that is
   * frozen: the house itself starts none.
   * @param flags of Node
   */
  inviteProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest;
}
