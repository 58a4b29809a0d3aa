/**
 * The formulas of the configuration: numbers, channel names, `+ - * /`, brackets and a few functions.
 * `solar.power - battery.power`, `sum(roof.panel_power, garage.panel_power)`, `max(0, grid.power)`.
 */
export type Formula =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "channel"; readonly name: string }
  | { readonly kind: "negate"; readonly of: Formula }
  | { readonly kind: "binary"; readonly op: "+" | "-" | "*" | "/"; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "call"; readonly name: FormulaFunction; readonly args: readonly Formula[] };

export const FORMULA_FUNCTIONS = ["sum", "max", "min", "abs", "mean"] as const;
export type FormulaFunction = (typeof FORMULA_FUNCTIONS)[number];

/** Deeper nesting than anybody writes by hand; keeps the reader off the end of the stack. */
const DEEPEST = 32;
const LONGEST = 1_000;

/** What is wrong with a formula and at which of its characters (0-based). */
export class FormulaError extends Error {
  readonly column: number;
  constructor(message: string, column: number) {
    super(message);
    this.column = column;
  }
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly kind: "number" | "name" | "sign" | "end";
}

function tokens(source: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.\w+)*)|([-+*/(),])|(\S))/gy;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const [all, number, name, sign, stranger] = match;
    const text = number ?? name ?? sign ?? stranger ?? "";
    const at = match.index + all.length - text.length;
    if (stranger !== undefined) throw new FormulaError(`"${stranger}" has no meaning in a formula`, at);
    found.push({ text, at, kind: number !== undefined ? "number" : name !== undefined ? "name" : "sign" });
  }
  found.push({ text: "the end", at: source.length, kind: "end" });
  return found;
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  get token(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new FormulaError("the formula ends too early", 0);
    return token;
  }

  take(text: string): boolean {
    if (this.token.kind !== "sign" || this.token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  need(text: string): void {
    if (!this.take(text)) throw new FormulaError(`"${text}" expected, found ${quoted(this.token)}`, this.token.at);
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new FormulaError("too many brackets in one another", this.token.at);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  sum(): Formula {
    return this.#deeper(() => {
      let left = this.product();
      for (;;) {
        const op = this.take("+") ? "+" : this.take("-") ? "-" : undefined;
        if (!op) return left;
        left = { kind: "binary", op, left, right: this.product() };
      }
    });
  }

  product(): Formula {
    let left = this.factor();
    for (;;) {
      const op = this.take("*") ? "*" : this.take("/") ? "/" : undefined;
      if (!op) return left;
      left = { kind: "binary", op, left, right: this.factor() };
    }
  }

  factor(): Formula {
    if (this.take("-")) return { kind: "negate", of: this.#deeper(() => this.factor()) };
    if (this.take("(")) {
      const inner = this.sum();
      this.need(")");
      return inner;
    }
    const token = this.token;
    if (token.kind === "number") {
      const value = Number(token.text);
      if (!Number.isFinite(value)) throw new FormulaError("this number is too large", token.at);
      this.#next += 1;
      return { kind: "number", value };
    }
    if (token.kind !== "name")
      throw new FormulaError(`a channel or a number expected, found ${quoted(token)}`, token.at);
    this.#next += 1;
    return this.take("(") ? this.call(token) : { kind: "channel", name: token.text };
  }

  call(token: Token): Formula {
    const name = FORMULA_FUNCTIONS.find((known) => known === token.text);
    if (!name) {
      throw new FormulaError(
        `no function is called "${token.text}"; there are ${FORMULA_FUNCTIONS.join(", ")}`,
        token.at,
      );
    }
    const args: Formula[] = [this.sum()];
    while (this.take(",")) args.push(this.sum());
    this.need(")");
    if (name === "abs" && args.length !== 1) throw new FormulaError("abs takes one value", token.at);
    return { kind: "call", name, args };
  }
}

function quoted(token: Token): string {
  return token.kind === "end" ? token.text : `"${token.text}"`;
}

/** Reads a formula. @throws FormulaError with the column (0-based) */
export function parseFormula(source: string): Formula {
  if (source.length > LONGEST) throw new FormulaError(`a formula has at most ${LONGEST} characters`, LONGEST);
  const reader = new Reader(tokens(source));
  const formula = reader.sum();
  if (reader.token.kind !== "end") {
    throw new FormulaError(`"+", "-", "*" or "/" expected, found ${quoted(reader.token)}`, reader.token.at);
  }
  return formula;
}

/** The channels that a formula reads, each once. */
export function formulaChannels(formula: Formula): string[] {
  const names = new Set<string>();
  const visit = (part: Formula): void => {
    if (part.kind === "channel") names.add(part.name);
    else if (part.kind === "negate") visit(part.of);
    else if (part.kind === "binary") [part.left, part.right].forEach(visit);
    else if (part.kind === "call") part.args.forEach(visit);
  };
  visit(formula);
  return [...names];
}

/** A channel in a sum, and by what it is multiplied there. */
export interface Term {
  readonly channel: string;
  readonly times: number;
}

/** A number, and channels that are added to it. */
interface Linear {
  readonly constant: number;
  readonly terms: readonly Term[];
}

function scaled({ constant, terms }: Linear, times: number): Linear {
  return { constant: constant * times, terms: terms.map((term) => ({ ...term, times: term.times * times })) };
}

function added(one: Linear, other: Linear): Linear {
  return { constant: one.constant + other.constant, terms: [...one.terms, ...other.terms] };
}

function multiplied(left: Linear, right: Linear): Linear | undefined {
  if (left.terms.length === 0) return scaled(right, left.constant);
  return right.terms.length === 0 ? scaled(left, right.constant) : undefined;
}

function linear(formula: Formula): Linear | undefined {
  switch (formula.kind) {
    case "number":
      return only(formula.value);
    case "channel":
      return { constant: 0, terms: [{ channel: formula.name, times: 1 }] };
    case "negate": {
      const of = linear(formula.of);
      return of && scaled(of, -1);
    }
    case "binary":
      return combined(formula.op, linear(formula.left), linear(formula.right));
    case "call":
      if (formula.name === "sum") return total(formula.args);
      return formula.name === "mean" ? combined("/", total(formula.args), only(formula.args.length)) : undefined;
  }
}

function only(constant: number): Linear {
  return { constant, terms: [] };
}

function total(args: readonly Formula[]): Linear | undefined {
  return args.map(linear).reduce((sum, one) => combined("+", sum, one), only(0));
}

function combined(op: "+" | "-" | "*" | "/", left?: Linear, right?: Linear): Linear | undefined {
  if (!left || !right) return undefined;
  if (op === "+") return added(left, right);
  if (op === "-") return added(left, scaled(right, -1));
  if (op === "*") return multiplied(left, right);
  return right.terms.length === 0 && right.constant !== 0 ? scaled(left, 1 / right.constant) : undefined;
}

/** The channels of which a formula is the sum, but for a number that never changes; `undefined` where it is more than a sum. */
export function termsOf(formula: Formula): readonly Term[] | undefined {
  return linear(formula)?.terms;
}

/** The same with each channel once. */
export function mergedTerms(terms: readonly Term[]): Term[] {
  return [...Map.groupBy(terms, ({ channel }) => channel)].map(([channel, same]) => {
    return { channel, times: same.reduce((sum, { times }) => sum + times, 0) };
  });
}
