/**
 * How many steps a backtracking matcher takes for a regular expression: the same on every machine, however busy it is.
 * Understood is what this project's patterns are made of; anything else is an error.
 */

/** Tells whether one character fits. */
export type Fits = (char: string) => boolean;

export type Node =
  | { readonly kind: "set"; readonly fits: Fits }
  | { readonly kind: "row"; readonly nodes: readonly Node[] }
  | { readonly kind: "either"; readonly nodes: readonly Node[] }
  | { readonly kind: "times"; readonly node: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: "edge"; readonly edge: string }
  | { readonly kind: "ahead"; readonly node: Node; readonly not: boolean };

const ATOM =
  /\[\^?(?:\\[\s\S]|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])|[^\\]/uy;
const TIMES = /(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/y;
const GROUP = /\((?:\?(?:(:)|(=)|(!)|<[A-Za-z]\w*>))?/y;
const EDGES = ["^", "$", "\\b", "\\B"];

class Parser {
  readonly #source: string;
  readonly #flags: string;
  readonly multiline: boolean;
  #at = 0;

  constructor({ source, flags }: RegExp) {
    this.#source = source;
    this.#flags = flags.replace(/[^iusv]/g, "");
    this.multiline = flags.includes("m");
  }

  whole(): Node {
    const node = this.#either();
    if (this.#at < this.#source.length) throw this.#unknown();
    return node;
  }

  #unknown(): Error {
    return new Error(`/${this.#source}/ has something at ${this.#at} that is not understood here`);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #either(): Node {
    const nodes = [this.#row()];
    while (this.#source[this.#at] === "|") {
      this.#at += 1;
      nodes.push(this.#row());
    }
    const [only] = nodes;
    return nodes.length === 1 && only ? only : { kind: "either", nodes };
  }

  #row(): Node {
    const nodes: Node[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at] ?? "")) nodes.push(this.#repeated());
    return { kind: "row", nodes };
  }

  #repeated(): Node {
    const node = this.#one();
    const times = this.#take(TIMES);
    if (!times) return node;
    const [all, least, comma, most] = times;
    const lazy = all.length > 1 && all.endsWith("?");
    const min = least === undefined ? (all.startsWith("+") ? 1 : 0) : Number(least);
    const open = all.startsWith("?") ? 1 : Number.POSITIVE_INFINITY;
    const max = least === undefined ? open : comma === undefined ? min : most ? Number(most) : Number.POSITIVE_INFINITY;
    return { kind: "times", node, min, max, lazy };
  }

  #one(): Node {
    for (const edge of EDGES) {
      if (!this.#source.startsWith(edge, this.#at)) continue;
      this.#at += edge.length;
      return { kind: "edge", edge };
    }
    const group = this.#take(GROUP);
    if (group?.[0] === "(" && this.#source[this.#at] === "?") throw this.#unknown();
    if (group) return this.#group(group[2] !== undefined || group[3] !== undefined, group[3] !== undefined);
    const atom = this.#take(ATOM)?.[0];
    if (atom === undefined || /^\\[1-9k]/.test(atom)) throw this.#unknown();
    return { kind: "set", fits: fitting(new RegExp(`^${atom}$`, this.#flags)) };
  }

  #group(ahead: boolean, not: boolean): Node {
    const node = this.#either();
    if (this.#source[this.#at] !== ")") throw this.#unknown();
    this.#at += 1;
    return ahead ? { kind: "ahead", node, not } : node;
  }
}

/** Asks each character once. */
function fitting(one: RegExp): Fits {
  const known = new Map<string, boolean>();
  return (char) => {
    const answer = known.get(char) ?? one.test(char);
    known.set(char, answer);
    return answer;
  };
}

/** The tree of a pattern. @throws Error when it has what is not understood here */
export function treeOf(pattern: RegExp): Node {
  return new Parser(pattern).whole();
}

/** Whether it may take no character at all. */
function mayBeEmpty(node: Node): boolean {
  if (node.kind === "set") return false;
  if (node.kind === "row") return node.nodes.every(mayBeEmpty);
  if (node.kind === "either") return node.nodes.some(mayBeEmpty);
  return node.kind !== "times" || node.min === 0 || mayBeEmpty(node.node);
}

interface Thread {
  readonly pc: number;
  readonly at: number;
  /** Where the round under way of each loop began that could take nothing. */
  readonly marks: readonly number[];
}

type Instruction =
  | { readonly do: "set"; readonly fits: Fits }
  | { readonly do: "edge"; readonly edge: string }
  | { readonly do: "split"; first: number; second: number }
  | { readonly do: "jump"; to: number }
  | { readonly do: "ahead"; readonly program: readonly Instruction[]; readonly not: boolean }
  /** Remembers where a round of a loop begins … */
  | { readonly do: "mark"; readonly loop: number }
  /** … and gives up one that took nothing. */
  | { readonly do: "moved"; readonly loop: number }
  | { readonly do: "done" };

class Compiler {
  readonly program: Instruction[] = [];
  #loops = 0;

  add(node: Node): void {
    if (node.kind === "set") this.program.push({ do: "set", fits: node.fits });
    else if (node.kind === "edge") this.program.push({ do: "edge", edge: node.edge });
    else if (node.kind === "row") for (const one of node.nodes) this.add(one);
    else if (node.kind === "either") this.#either(node.nodes);
    else if (node.kind === "times") this.#times(node);
    else this.program.push({ do: "ahead", program: compiled(node.node), not: node.not });
  }

  #split(): Instruction & { do: "split" } {
    const split: Instruction & { do: "split" } = { do: "split", first: 0, second: 0 };
    this.program.push(split);
    return split;
  }

  #either(nodes: readonly Node[]): void {
    const ends: (Instruction & { do: "jump" })[] = [];
    for (const [i, node] of nodes.entries()) {
      const split = i < nodes.length - 1 ? this.#split() : undefined;
      if (split) split.first = this.program.length;
      this.add(node);
      if (!split) continue;
      const end: Instruction & { do: "jump" } = { do: "jump", to: 0 };
      this.program.push(end);
      ends.push(end);
      split.second = this.program.length;
    }
    for (const end of ends) end.to = this.program.length;
  }

  #times({ node, min, max, lazy }: Node & { kind: "times" }): void {
    for (let i = 0; i < min; i++) this.add(node);
    const leaves: { split: Instruction & { do: "split" }; into: number }[] = [];
    const branch = (): void => {
      const split = this.#split();
      leaves.push({ split, into: this.program.length });
    };
    if (max === Number.POSITIVE_INFINITY) {
      const begin = this.program.length;
      branch();
      if (mayBeEmpty(node)) {
        const loop = this.#loops++;
        this.program.push({ do: "mark", loop });
        this.add(node);
        this.program.push({ do: "moved", loop });
      } else this.add(node);
      this.program.push({ do: "jump", to: begin });
    } else {
      for (let i = min; i < max; i++) {
        branch();
        this.add(node);
      }
    }
    for (const { split, into } of leaves) {
      split.first = lazy ? this.program.length : into;
      split.second = lazy ? into : this.program.length;
    }
  }
}

function compiled(node: Node): readonly Instruction[] {
  const compiler = new Compiler();
  compiler.add(node);
  compiler.program.push({ do: "done" });
  return compiler.program;
}

const isWord = (char: string | undefined): boolean => char !== undefined && /^\w$/.test(char);

class Run {
  readonly #chars: readonly string[];
  readonly #multiline: boolean;
  readonly #most: number;
  steps = 0;

  constructor(chars: readonly string[], multiline: boolean, most: number) {
    this.#chars = chars;
    this.#multiline = multiline;
    this.#most = most;
  }

  /** @returns the end of the match that begins there; `undefined` when none does, or the steps are used up */
  from(program: readonly Instruction[], start: number): number | undefined {
    const others: Thread[] = [];
    let next: Thread | undefined = { pc: 0, at: start, marks: [] };
    while (next && this.steps < this.#most) {
      this.steps += 1;
      const one: Instruction | undefined = program[next.pc];
      if (one === undefined || one.do === "done") return next.at;
      next = this.#after(one, next, others) ?? others.pop();
    }
    return undefined;
  }

  /** Where a thread goes on; `undefined`: not at all. */
  #after(one: Instruction, thread: Thread, others: Thread[]): Thread | undefined {
    const { pc, at, marks } = thread;
    if (one.do === "split") {
      others.push({ pc: one.second, at, marks });
      return { pc: one.first, at, marks };
    }
    if (one.do === "jump") return { pc: one.to, at, marks };
    if (one.do === "mark") return { pc: pc + 1, at, marks: withMark(marks, one.loop, at) };
    if (one.do !== "set") return this.#holds(one, at, marks) ? { pc: pc + 1, at, marks } : undefined;
    const char = this.#chars[at];
    return char !== undefined && one.fits(char) ? { pc: pc + 1, at: at + 1, marks } : undefined;
  }

  #holds(one: Instruction, at: number, marks: readonly number[]): boolean {
    if (one.do === "moved") return marks[one.loop] !== at;
    if (one.do === "ahead") return (this.from(one.program, at) !== undefined) !== one.not;
    return one.do === "edge" && this.#isEdge(one.edge, at);
  }

  #isEdge(edge: string, at: number): boolean {
    const [before, after] = [this.#chars[at - 1], this.#chars[at]];
    const isBreak = (char: string | undefined): boolean => this.#multiline && /^[\n\r\u2028\u2029]$/.test(char ?? "");
    if (edge === "^") return at === 0 || isBreak(before);
    if (edge === "$") return at === this.#chars.length || isBreak(after);
    return (isWord(before) !== isWord(after)) === (edge === "\\b");
  }
}

function withMark(marks: readonly number[], loop: number, at: number): readonly number[] {
  const changed = [...marks];
  changed[loop] = at;
  return changed;
}

export interface Counted {
  readonly steps: number;
  /** What was found, each from where to where, counted in characters. */
  readonly found: readonly (readonly [from: number, to: number])[];
}

/** Counts the steps of a pattern. */
export class Steps {
  readonly tree: Node;
  readonly #program: readonly Instruction[];
  readonly #pattern: RegExp;

  /** @throws Error when the pattern has what is not understood here */
  constructor(pattern: RegExp) {
    this.#pattern = pattern;
    this.tree = treeOf(pattern);
    this.#program = compiled(this.tree);
  }

  /**
   * Looks through a whole text, for one match after the other, as `replaceAll` and `split` do. `test` does no more.
   * @param most it gives up after so many steps
   */
  through(text: string, most: number): Counted {
    const { flags } = this.#pattern;
    const chars = /[uv]/.test(flags) ? [...text] : text.split("");
    const run = new Run(chars, flags.includes("m"), most);
    const found: [number, number][] = [];
    for (let at = 0; at <= chars.length && run.steps < most; ) {
      const end = run.from(this.#program, at);
      if (end === undefined) {
        if (flags.includes("y")) break;
        at += 1;
        continue;
      }
      found.push([at, end]);
      at = end > at ? end : at + 1;
    }
    return { steps: run.steps, found };
  }
}
