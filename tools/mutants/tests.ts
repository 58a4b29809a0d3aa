import { mock as realMock } from "node:test";

/**
 * Stands in for `node:test` in the test files: keeps the tests that a file defines, so that `run.ts` can run any of
 * them, as often as it likes. It knows what our tests use: suites, hooks, `t.after`, `t.mock`, `t.test`, `skip`.
 */

export type Body = (...args: unknown[]) => unknown;

/** A suite, or a file. */
export class Suite {
  readonly name: string | undefined;
  readonly parent: Suite | undefined;
  readonly parts: (Suite | Test)[] = [];
  readonly hooks = { before: [] as Body[], after: [] as Body[], beforeEach: [] as Body[], afterEach: [] as Body[] };

  constructor(name?: string, parent?: Suite) {
    this.name = name;
    this.parent = parent;
  }
}

export class Test {
  /** Its name behind those of its suites. */
  readonly name: string;
  readonly body: Body;

  constructor(name: string, body: Body) {
    this.name = name;
    this.body = body;
  }
}

let present = new Suite();

/** What a test file defines while it is loaded. */
export async function collect(load: () => Promise<unknown>): Promise<Suite> {
  const file = new Suite();
  present = file;
  await load();
  return file;
}

function fullName(name: string): string {
  const names = [name];
  for (let suite: Suite | undefined = present; suite?.name !== undefined; suite = suite.parent)
    names.unshift(suite.name);
  return names.join(" > ");
}

function take(args: readonly unknown[]): { readonly name: string; readonly body: Body; readonly skipped: boolean } {
  const [name, options] = args;
  const body = args.at(-1);
  if (typeof body !== "function") throw new TypeError("a test needs a name and a function");
  const skipped = typeof options === "object" && options !== null && "skip" in options && Boolean(options.skip);
  return { name: String(name), body: (...given) => Reflect.apply(body, undefined, given), skipped };
}

export function test(...args: unknown[]): void {
  const { name, body, skipped } = take(args);
  if (!skipped) present.parts.push(new Test(fullName(name), body));
}

export function describe(...args: unknown[]): void {
  const { name, body, skipped } = take(args);
  if (skipped) return;
  const inner = new Suite(name, present);
  present.parts.push(inner);
  present = inner;
  try {
    body();
  } finally {
    present = inner.parent ?? present;
  }
}

const hook =
  (kind: keyof Suite["hooks"]) =>
  (body: Body): void =>
    void present.hooks[kind].push(body);

export const before = hook("before");
export const after = hook("after");
export const beforeEach = hook("beforeEach");
export const afterEach = hook("afterEach");
export const it = test;
export const suite = describe;
export const mock = realMock;
