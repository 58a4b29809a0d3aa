import { mock } from "node:test";
import { switchboard } from "./job.ts";
import { type Body, type Suite, Test } from "./tests.ts";

/** What became of a test. */
export interface Outcome {
  readonly name: string;
  readonly cpu_ms: number;
  readonly failed: boolean;
}

export interface Wanted {
  /** All, if not said. */
  readonly tests?: readonly string[] | undefined;
  /** Whether to leave out what comes after a failure. */
  readonly stop: boolean;
}

/** Processor time of this process so far, ms: a busy machine does not make it longer. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const Mocks = mock.constructor as new () => typeof mock;

/** Runs hooks one after the other; the first error is thrown once all have run. */
async function runAll(bodies: readonly Body[], ...given: unknown[]): Promise<void> {
  const errors: unknown[] = [];
  for (const body of bodies) {
    try {
      await body(...given);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** Runs a body with the `t` that our tests know. */
async function withContext(name: string, body: Body): Promise<void> {
  const ends: Body[] = [];
  const mocks = new Mocks();
  const context = {
    name,
    mock: mocks,
    after: (end: Body) => void ends.push(end),
    diagnostic: () => undefined,
    test: (inner: string, ...more: unknown[]) => withContext(`${name} > ${inner}`, more.at(-1) as Body),
  };
  try {
    await body(context);
  } finally {
    await runAll(ends, context);
    mocks.reset();
  }
}

/** One run of the tests of a file. */
export class Run {
  readonly outcomes: Outcome[] = [];
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #stop: boolean;
  failed = false;

  constructor({ tests, stop }: Wanted) {
    this.#wanted = tests && new Set(tests);
    this.#stop = stop;
  }

  async suite(suite: Suite, outer: readonly Suite[] = []): Promise<void> {
    const parts = suite.parts.filter((part) => this.#has(part));
    if (parts.length === 0) return;
    try {
      await runAll(suite.hooks.before);
      for (const part of parts) {
        if (this.failed && this.#stop) break;
        await (part instanceof Test ? this.#test(part, [...outer, suite]) : this.suite(part, [...outer, suite]));
      }
    } catch {
      this.failed = true;
    }
    await runAll(suite.hooks.after).catch(() => {
      this.failed = true;
    });
  }

  #has(part: Suite | Test): boolean {
    if (part instanceof Test) return this.#wanted?.has(part.name) ?? true;
    return part.parts.some((inner) => this.#has(inner));
  }

  async #test({ name, body }: Test, suites: readonly Suite[]): Promise<void> {
    const board = switchboard();
    const began = cpu();
    board.currentTestId = name;
    if (board.hitCount !== undefined) board.hitCount = 0;
    let failed = false;
    try {
      await withContext(name, async (context) => {
        await runAll(suites.flatMap(({ hooks }) => hooks.beforeEach));
        try {
          await body(context);
        } finally {
          await runAll(suites.toReversed().flatMap(({ hooks }) => hooks.afterEach));
        }
      });
    } catch (error) {
      failed = true;
      if (!this.#stop) console.error(name, error);
    }
    board.currentTestId = undefined;
    this.outcomes.push({ name, cpu_ms: cpu() - began, failed });
    this.failed ||= failed;
  }
}
