import * as real from "node:test";
import { switchboard } from "./job.ts";

/**
 * Stands in for `node:test` in the test files: knows which test is running, leaves out those that are not wanted, and
 * ends the process at the first failure. A test is called by its name behind those of its suites.
 */
export const { after, afterEach, before, beforeEach, mock } = real;

type Body = (...args: unknown[]) => unknown;
type Define = (...args: unknown[]) => unknown;

const board = switchboard();
const suites: string[] = [];
const ran = new Map<string, { ms: number; failed: boolean }>();
let wanted: ReadonlySet<string> | undefined;
let stopAtFailure = false;
let open = 0;
let allDone: (() => void) | undefined;

/** Which of the tests that are defined from now on are wanted (all, if not said), and whether to end at a failure. */
export function expect(tests: readonly string[] | undefined, stop: boolean): void {
  wanted = tests && new Set(tests);
  stopAtFailure = stop;
}

/** Resolves when every test defined so far has run. */
export function done(): Promise<void> {
  return new Promise((resolve) => {
    if (open === 0) resolve();
    else allDone = resolve;
  });
}

/** What became of each test, and how long it took. */
export function outcomes(): ReadonlyMap<string, { readonly ms: number; readonly failed: boolean }> {
  return ran;
}

function split(args: readonly unknown[]): { readonly name: string; readonly before: unknown[]; readonly body: Body } {
  const body = args.at(-1);
  if (typeof body !== "function") throw new TypeError("a test needs a name and a function");
  return {
    name: String(args[0]),
    before: args.slice(0, -1),
    body: (...given) => Reflect.apply(body, undefined, given),
  };
}

async function run(name: string, body: () => unknown): Promise<void> {
  const began = performance.now();
  const before = ran.get(name) ?? { ms: 0, failed: false };
  let failed = true;
  board.currentTestId = name;
  try {
    await body();
    failed = before.failed;
  } catch (error) {
    if (stopAtFailure) process.exit(1);
    throw error;
  } finally {
    board.currentTestId = undefined;
    ran.set(name, { ms: before.ms + performance.now() - began, failed });
    open--;
    if (open === 0) allDone?.();
  }
}

const testWith =
  (define: Define): Define =>
  (...args) => {
    const { name, before, body } = split(args);
    const full = [...suites, name].join(" > ");
    if (wanted && !wanted.has(full)) return;
    open++;
    define(...before, (...given: unknown[]) => run(full, () => body(...given)));
  };

const suiteWith =
  (define: Define): Define =>
  (...args) => {
    const { name, before, body } = split(args);
    define(...before, (...given: unknown[]) => {
      suites.push(name);
      body(...given);
      suites.pop();
    });
  };

export const test = testWith(real.test as Define);
export const it = testWith(real.it as Define);
export const describe = suiteWith(real.describe as Define);
export const suite = suiteWith(real.suite as Define);
