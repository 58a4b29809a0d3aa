import { whyNot } from "./find.ts";
import { isOpenToAll } from "./open-to-all.ts";
import { readOrdinary } from "./read.ts";
import { replace } from "./replace.ts";

/** How files are touched of which a relay may wait for something. */
export interface Ways {
  /** The content of an ordinary file. @throws FileTrouble, the system's errors */
  read(path: string, most_bytes: number): Promise<Buffer>;
  /** Replaces the whole content of a file. @throws FileTrouble, the system's errors */
  replace(path: string, content: string): Promise<void>;
  /** Whether any user of the machine may read a file. @throws the system's errors */
  isOpenToAll(path: string): Promise<boolean>;
  /** Whether a secret that could not be read is looked at again although nobody asks for it. */
  readonly looksAgain: boolean;
  /** Why a program cannot have been started; `null`: it can, or nobody can tell. */
  whyNot(program: string, folder: string): Promise<"ENOENT" | "EACCES" | null>;
}

/** By this process and its pool of threads. */
export const ITSELF: Ways = { read: readOrdinary, replace, isOpenToAll, whyNot, looksAgain: true };
