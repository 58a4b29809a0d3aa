import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import { type Compiled, compile } from "../../../src/scripts/compile/compile.ts";
import type { Rejected } from "../../../src/scripts/compile/rejected.ts";
import { judge as judgeAnswer } from "../../../src/scripts/host/answer.ts";
import { quickJs, readGuest, Sandbox } from "../../../src/scripts/sandbox/sandbox.ts";
import { worldText } from "../../../src/scripts/sandbox/world.ts";
import { world, ZONE } from "../../../src/scripts/testing/world.ts";
import { demand, type Entry, type MakeEntry, type Outcome, type Verdict } from "../entry.ts";
import { demandWords, kindOf, shown } from "../rules.ts";

/** The text of a script: made ready, and what came of that is run. */

const EXAMPLES = join(import.meta.dirname, "../../../examples");
const RELAY = "boiler";
const OWN = JSON.stringify({ id: RELAY, number: 1, settings: {} });
const WORLD = world();
const WORLD_TEXT = worldText(WORLD, ZONE);
const NO_TIMERS = JSON.stringify({ timers: [], holds: [] });
const LONGEST_PROBLEM = 1_000;
const LONGEST_REASON = 600;
/** What Node's type stripper leaves behind when it broke: it stays broken in this thread. */
const STRIPPER_BROKE = /TypeScript compiler broke/;

/** Runs what was compiled, each once. */
class Runner {
  #sandbox: Sandbox | undefined;

  /** @returns what kind of wish it came to */
  async run({ code, version, lines }: Compiled): Promise<string> {
    if (this.#sandbox?.broken) this.#sandbox = undefined;
    this.#sandbox ??= await Sandbox.open(readGuest(), await quickJs());
    this.#sandbox.load({ relay: RELAY, version, code, own: OWN });
    const raw = this.#sandbox.run(RELAY, WORLD_TEXT, NO_TIMERS);
    const { wish, failure } = judgeAnswer(RELAY, raw, WORLD, lines);
    demand(wish.relay === RELAY && wish.from === "script", () => `a wish for ${wish.relay} by ${wish.from}`);
    for (const words of Object.values(wish.reason.values ?? {})) {
      if (typeof words === "string" && words !== "") demandWords(words, LONGEST_REASON);
    }
    return `${wish.want} ${wish.reason.code} ${failure?.by ?? ""} ${failure?.problem ?? ""}`;
  }
}

/** What is run must be one expression, and what the check saw: read as the sandbox reads it, as a script. */
function demandOneExpression(code: string): void {
  let statements: readonly { readonly type: string }[];
  try {
    statements = parse(code, { ecmaVersion: "latest", sourceType: "script" }).body;
  } catch (error) {
    demand(error instanceof RangeError, () => `what was compiled does not read as a script: ${error}`);
    return;
  }
  const types = statements.map(({ type }) => type);
  demand(types.join() === "ExpressionStatement", () => `what was compiled holds ${shown(types)}`);
}

class ScriptEntry implements Entry {
  readonly #runner = new Runner();
  #spent = false;
  readonly seeds = seeds().map((text) => Buffer.from(text));
  readonly words = [
    ..."export default function const let var return if else while for of in new class extends super this".split(" "),
    ..."async await import from gleaner on off keep minutes data channel relay settings now timer typeof".split(" "),
    ..."enum namespace interface type as satisfies declare abstract public private readonly ! ? : ?? ?. => ...".split(
      " ",
    ),
    ..."$\u{7b} ` ' // /* */ <!-- --> # @ \\u0024 \\u{24} $default $gleaner ; ( ) { } [ ] < > = == /a/ 1n 0x1 1e9".split(
      " ",
    ),
    ...["\n", "\u2028", "import(", "import.meta", "new.target", "debugger", "yield", "with", "eval", "arguments"],
  ];
  readonly longest = 70_000;
  readonly most_ms = 500;

  get spent(): boolean {
    return this.#spent;
  }

  take(input: Buffer): Verdict {
    const compiled = compile(input.toString("utf8"));
    if (!compiled.ok && STRIPPER_BROKE.test(compiled.problem)) this.#spent = true;
    return () => this.#judge(compiled);
  }

  async #judge(compiled: Compiled | Rejected): Promise<Outcome> {
    if (!compiled.ok) {
      demandWords(compiled.problem, LONGEST_PROBLEM);
      return { kind: kindOf(compiled.problem), taken: compiled.problem };
    }
    demandOneExpression(compiled.code);
    // how far a run comes depends on the machine: it tells the kind, and is nothing that must come again
    return { kind: kindOf(await this.#runner.run(compiled)), taken: compiled.code };
  }
}

function seeds(): string[] {
  const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(EXAMPLES, entry.name))
          .filter((name) => name.endsWith(".ts"))
          .map((name) => readFileSync(join(EXAMPLES, entry.name, name), "utf8"))
      : [],
  );
  return [
    ...examples,
    'export default ({ data, on, off }) => data.SOC > 90 ? on("full") : off("empty");',
    'import { on, off as aus, minutes } from "gleaner";\nexport default function x() { return on("a" + minutes(3)); }',
    'import * as g from "gleaner"; export default class { constructor() {} };',
    "export default ({ channel, keep }) => { const c = channel('battery.soc'); return keep(`it is $\u{7b}c.value}`); };",
    'const x: number = 1 as number; type T = { a: string }; export default (): unknown => { return { mod: 2, log: "x" } };',
    'export default () => { throw new Error("out of order") };',
    "export default () => { const a = []; for (let i = 0; i < 100; i++) a.push({ i }); return JSON.stringify(a); };",
    "enum A { B = 1 }\nexport default ({ off }) => off(String(A.B));",
    "#!/usr/bin/env node\n/* a */ export /* b */ default /re/g; // c",
  ];
}

export const make: MakeEntry = () => new ScriptEntry();
