import type { FilePart, FileProblem, ProgramEnd, ProgramOrder, Reason } from "../model/index.ts";

/** What crosses between the house and its hands. */

/** What is asked of a file, and answered once. */
export type Ask =
  | { readonly what: "read" | "peek"; readonly path: string; readonly most_bytes: number }
  | { readonly what: "part"; readonly path: string; readonly from: number; readonly most_bytes: number }
  | { readonly what: "age"; readonly path: string }
  | { readonly what: "replace"; readonly path: string; readonly content: string }
  | { readonly what: "enter"; readonly folder: string }
  | { readonly what: "find"; readonly program: string; readonly folder: string }
  | {
      readonly what: "lay";
      readonly folder: string;
      readonly place: readonly string[];
      readonly files: Readonly<Record<string, string>>;
    };

/** Bytes of a file, how long or whether something is so, or nothing but that it was done. */
export type Answer = Uint8Array | FilePart | boolean | number | null;

export interface Trouble {
  readonly code: FileProblem;
  readonly message: string;
  readonly why?: Reason | undefined;
}

/** Numbers name what was begun; each is used once. */
export type ToHands =
  | { readonly do: "ask"; readonly number: number; readonly ask: Ask }
  /** Nobody waits for it any more. */
  | { readonly do: "forget"; readonly number: number }
  | { readonly do: "follow"; readonly number: number; readonly path: string; readonly most_bytes: number }
  | { readonly do: "start"; readonly number: number; readonly order: ProgramOrder }
  | { readonly do: "kill"; readonly number: number; readonly grace_ms: number }
  /** So many bytes of its output were taken. */
  | { readonly do: "taken"; readonly number: number; readonly bytes: number }
  | { readonly do: "invite"; readonly number: number; readonly entry: string; readonly setup: unknown }
  | {
      readonly do: "invite_process";
      readonly number: number;
      readonly entry: string;
      readonly flags: readonly string[];
    }
  | { readonly do: "tell"; readonly number: number; readonly message: unknown }
  | { readonly do: "dismiss"; readonly number: number }
  | { readonly do: "ping"; readonly number: number }
  /** What the file of a secret held when those before them read it last. */
  | { readonly do: "know"; readonly path: string; readonly secret: string }
  /** The house stops: its process must be gone after so long, or is ended by force. */
  | { readonly do: "see_it_end"; readonly within_ms: number };

export type FromHands =
  | { readonly did: "ready" }
  | { readonly did: "answer"; readonly number: number; readonly answer: Answer }
  | { readonly did: "fail"; readonly number: number; readonly trouble: Trouble }
  /** A file that is followed. */
  | { readonly did: "content"; readonly number: number; readonly content: Uint8Array | Trouble }
  /** The file of a secret holds something new. */
  | { readonly did: "learned"; readonly path: string; readonly secret: string }
  /** Instead of what it holds now, what it held last was used; `null`: it can be read again. */
  | { readonly did: "stale"; readonly path: string; readonly why: string | null }
  /** Any user of the machine may read the file of a secret. */
  | { readonly did: "open"; readonly path: string }
  | { readonly did: "started"; readonly number: number; readonly pid: number }
  | { readonly did: "output"; readonly number: number; readonly bytes: Uint8Array }
  /** What one that stays running says on stderr. */
  | { readonly did: "said"; readonly number: number; readonly words: string }
  | { readonly did: "end"; readonly number: number; readonly end: ProgramEnd }
  /** A guest. */
  | { readonly did: "say"; readonly number: number; readonly message: unknown }
  | { readonly did: "leave"; readonly number: number; readonly why: string }
  | { readonly did: "pong"; readonly number: number };
