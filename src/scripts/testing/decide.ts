import assert from "node:assert/strict";
import { type ReasonValue, type ScriptNames, type ScriptWorld, say, type Wish } from "../../model/index.ts";
import { InProcessScripts } from "../host/in-process.ts";
import { sharedSandbox } from "./shared-sandbox.ts";
import { channel, NOON, world, ZONE } from "./world.ts";

/** One script for the relay boiler, in this process; each call is one run. */
export interface Bench {
  (at?: ScriptWorld): { readonly wish: Wish; readonly read: readonly string[]; readonly said: string };
  readonly host: InProcessScripts;
}

/** What `saidBy` gives for a script that failed. */
export function failedWith(problem: string): string {
  return `script_failed script_failed ${JSON.stringify({ problem })}`;
}

/** The words of a wish: `on why`, `keep why`, `on code` where the script gave none, or `nothing code {values}`. */
export function saidBy(wish: Wish): string {
  const { code, values } = wish.reason;
  if (wish.want !== "nothing") return `${wish.want} ${values?.text ?? code}`;
  const inEnglish = (_name: string, value: ReasonValue): ReasonValue =>
    typeof value === "object" && "code" in value ? say(value, "en") : value;
  return `${wish.why} ${code} ${JSON.stringify(values, inEnglish)}`;
}

/** What a bench is made with, beside the script. */
export interface Given {
  readonly settings?: unknown;
  readonly memory?: unknown;
  readonly names?: ScriptNames | undefined;
  /** The relay's number; 1, if not said. */
  readonly number?: number | null;
}

/** Makes a bench of a script's text. @throws Error when it does not compile */
export async function bench(source: string, { settings, memory, names, number = 1 }: Given = {}): Promise<Bench> {
  const options = {
    scripts: [{ relay: "boiler", number, source, settings }],
    time_zone: ZONE,
    names,
    memory,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  };
  const host = new InProcessScripts(options, sharedSandbox);
  await host.ready;
  const status = host.status("boiler");
  if (status.state !== "ok") throw new Error(JSON.stringify(status));
  const run = (at: ScriptWorld = world()) => {
    let got: { wish: Wish; read: readonly string[] } | undefined;
    host.onWish = (wish, read) => {
      got = { wish, read };
    };
    host.run(["boiler"], at);
    if (!got) throw new Error("no wish came within run()");
    return { ...got, said: saidBy(got.wish) };
  };
  return Object.assign(run, { host });
}

const INPUTS = "data, channel, battery, solar, house, grid, relay, relays, now, timer, settings, on, off, keep";

/** What the body of a script says, on one world; `body` sees all inputs. */
export async function decide(body: string, at?: ScriptWorld, settings?: unknown): Promise<string> {
  const one = await bench(`export default ({ ${INPUTS} }) => {\n${body}\n}`, { settings });
  const { said } = one(at);
  await one.host.stop();
  return said;
}

/** What each body says on its world, with the body itself; they are the runs of one script, so that many take little time. */
async function decideAll(cases: readonly { body: string; at: ScriptWorld }[]): Promise<[body: string, said: string][]> {
  const bodies = cases.map(({ body }) => `() => {\n${body}\n}`);
  const one = await bench(`export default ({ ${INPUTS} }) => [${bodies.join(", ")}][channel("test.case").value]()`);
  const said = cases.map(({ body, at }, index): [string, string] => {
    const channels = new Map(at.snapshot.channels).set("test.case", channel("test.case", index));
    return [body, one({ ...at, snapshot: { ...at.snapshot, channels } }).said];
  });
  await one.host.stop();
  return said;
}

/** What each body says, all on one world. */
export function decideEach(bodies: readonly string[], at = world()): Promise<[body: string, said: string][]> {
  return decideAll(bodies.map((body) => ({ body, at })));
}

/** A body, what it says, and on which world. */
export type Case = readonly [body: string, said: string | RegExp, at?: ScriptWorld];

/** @throws AssertionError when a body says something else */
export async function assertSaid(cases: readonly Case[]): Promise<void> {
  const all = await decideAll(cases.map(([body, , at = world()]) => ({ body, at })));
  for (const [index, [, expected]] of cases.entries()) {
    const [body, said = ""] = all[index] ?? [];
    if (typeof expected === "string") assert.equal(said, expected, body);
    else assert.match(said, expected, body);
  }
}
