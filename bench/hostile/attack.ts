import type { Api } from "../../test/support/api.ts";
import type { Place } from "../../test/support/place.ts";

/** What an attack needs of the house, as lines of its configuration. */
export interface Ground {
  /** Below `devices:`, each with two blanks in front. */
  readonly devices?: string;
  /** Below `relays:`. */
  readonly relays?: string;
  /** Beside these. */
  readonly more?: string;
  /** What was laid out besides files, and its end. */
  readonly end?: AsyncDisposable;
}

/** A house that is up, and where it lives. */
export interface Scene {
  readonly place: Place;
  readonly api: Api;
  /** The process of the house. */
  readonly house: number;
}

/** Something that somebody outside does to the house. */
export interface Attack {
  readonly name: string;
  /** Lays out its files before the house is started. Its programs wait for the file `go` (see `gated`). */
  prepare?(place: Place): Ground | Promise<Ground>;
  /** Begins it; what comes back ends it. */
  begin?(scene: Scene): Promise<AsyncDisposable>;
  /** What `/health` must name. Absent: the house takes no harm, and there is nothing to tell. */
  readonly cause?: RegExp;
  /** It hangs files. */
  readonly hangs?: true;
}

/** Programs of an attack do nothing until this file is there. */
export const GO = "go";

/** A program that waits for the attack to begin. @param body lines of a shell script */
export function gated(body: string): string {
  return `#!/bin/sh\nwhile [ ! -e ./${GO} ]; do sleep 0.05; done\n${body}\n`;
}

/** Several ends as one, in the order opposite to that of the beginnings. */
export async function all(begun: readonly AsyncDisposable[]): Promise<AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  for (const one of begun) stack.use(one);
  return stack;
}
