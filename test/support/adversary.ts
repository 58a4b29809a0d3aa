import { type Fits, type Node, Steps } from "./pattern-steps.ts";

/**
 * Texts on which a pattern takes the longest: a beginning that leads into one of its loops, something to repeat, and an end
 * that does not fit. Which of all these is worst is tried on short texts; the worst few are then made as long as they may be.
 */

/** So long are the texts that are tried. */
const TRIED = 48;
/** So many of them are kept. */
const WORST = 6;
const MOST_STEPS_TRIED = 100_000;

const CANDIDATES = [
  ...Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code)),
  ...["\u00a0", "é", "°", "\u0301", "\u2028", "ſ", "中"],
];

/** A text as a row of three parts, the second of which is repeated. */
export interface Threat {
  readonly before: string;
  readonly again: string;
  readonly after: string;
}

/** @returns the text of this length */
export function textOf({ before, again, after }: Threat, length: number): string {
  const room = Math.max(0, length - before.length - after.length);
  return `${before}${again.repeat(Math.ceil(room / again.length)).slice(0, room)}${after}`.slice(0, length);
}

function* setsOf(node: Node): Generator<Fits> {
  if (node.kind === "set") yield node.fits;
  else if (node.kind === "row" || node.kind === "either") for (const one of node.nodes) yield* setsOf(one);
  else if (node.kind !== "edge") yield* setsOf(node.node);
}

/** One character for each way in which characters may fit the pattern's sets, that which fits none included. */
function kindsOfChar(tree: Node): { readonly chars: readonly string[]; readonly odd: string } {
  const sets = [...setsOf(tree)];
  const kinds = new Map<string, string>();
  for (const char of CANDIDATES) {
    const kind = sets.map((fits) => (fits(char) ? "1" : "0")).join("");
    // printable ones are easier to read in a complaint
    if (!kinds.has(kind) || (char >= "!" && (kinds.get(kind) ?? "") < "!")) kinds.set(kind, char);
  }
  const odd = kinds.get("0".repeat(sets.length)) ?? "\u2028";
  return { chars: [...kinds.values()], odd };
}

/** A short text that fits. */
function sample(node: Node): string {
  if (node.kind === "set") return CANDIDATES.findLast((char) => node.fits(char)) ?? "";
  if (node.kind === "row") return node.nodes.map(sample).join("");
  if (node.kind === "either") return sample(node.nodes[0] ?? { kind: "row", nodes: [] });
  if (node.kind === "times") return sample(node.node).repeat(node.min);
  return "";
}

/** For each loop: what leads to it, what it repeats, and what should follow. */
function* loopsOf(node: Node, before = "", after = ""): Generator<Threat> {
  if (node.kind === "times") {
    if (node.max > 1) yield { before, again: sample(node.node), after };
    yield* loopsOf(node.node, before, after);
  } else if (node.kind === "either") for (const one of node.nodes) yield* loopsOf(one, before, after);
  else if (node.kind === "ahead") yield* loopsOf(node.node, before, after);
  else if (node.kind === "row") {
    for (const [i, one] of node.nodes.entries()) {
      const [left, right] = [node.nodes.slice(0, i), node.nodes.slice(i + 1)];
      yield* loopsOf(one, before + left.map(sample).join(""), right.map(sample).join("") + after);
    }
  }
}

/** Every threat that is tried. */
export function* threatsTo(tree: Node): Generator<Threat> {
  const { chars, odd } = kindsOfChar(tree);
  const loops = [...loopsOf(tree)];
  const befores = new Set(["", odd, ...loops.map(({ before }) => before)]);
  const afters = new Set(["", odd, `${odd}\n`, ...loops.flatMap(({ after }) => [after, after + odd])]);
  const pairs = chars.flatMap((one) => chars.map((other) => one + other));
  const agains = new Set([...chars, ...pairs, ...loops.map(({ again }) => again)].filter((again) => again !== ""));
  for (const before of befores) {
    for (const again of agains) for (const after of afters) yield { before, again, after };
  }
}

/** The worst threats to a pattern, the worst first. */
export function worstThreats(steps: Steps): Threat[] {
  const worst: { threat: Threat; taken: number }[] = [];
  for (const threat of threatsTo(steps.tree)) {
    const taken = steps.through(textOf(threat, TRIED), MOST_STEPS_TRIED).steps;
    if (worst.length === WORST && taken <= (worst.at(-1)?.taken ?? 0)) continue;
    worst.push({ threat, taken });
    worst.sort((a, b) => b.taken - a.taken);
    worst.length = Math.min(worst.length, WORST);
  }
  return worst.map(({ threat }) => threat);
}

/**
 * What is wrong with a pattern that sees texts of up to `bound` characters; `undefined`: it is quick with all of them.
 * @param most steps that are quick enough
 */
export function slowness(pattern: RegExp, bound: number, most: number): string | undefined {
  const steps = new Steps(pattern);
  for (const threat of worstThreats(steps)) {
    const taken = steps.through(textOf(threat, bound), most + 1).steps;
    if (taken <= most) continue;
    const text = `${JSON.stringify(threat.before)} + ${JSON.stringify(threat.again)} × n + ${JSON.stringify(threat.after)}`;
    return `${pattern} takes more than ${most} steps for ${bound} characters of ${text}`;
  }
  return undefined;
}
