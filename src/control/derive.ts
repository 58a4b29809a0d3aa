import { type ChannelState, type Formula, formulaChannels, isMeasurable, type Unit } from "../model/index.ts";

/** A channel that is computed from others. */
export interface DerivedRule {
  readonly name: string;
  readonly alias?: string | undefined;
  /** Absent: it follows from the inputs. */
  readonly unit?: Unit | undefined;
  readonly formula: Formula;
}

/** The unit of a formula from those of its inputs; `""` where it does not follow (W × V). */
export function unitOf(formula: Formula, lookup: (name: string) => Unit): Unit {
  switch (formula.kind) {
    case "number":
      return "";
    case "channel":
      return lookup(formula.name) ?? "";
    case "negate":
      return unitOf(formula.of, lookup);
    case "binary": {
      const left = unitOf(formula.left, lookup);
      const right = unitOf(formula.right, lookup);
      if (left === right && (formula.op === "+" || formula.op === "-")) return left;
      return right === "" ? left : left === "" && formula.op !== "/" ? right : "";
    }
    case "call":
      // `max(0, grid.power)`: the bare number takes the unit of the others
      return formula.args.map((arg) => unitOf(arg, lookup)).find((unit) => unit !== "") ?? "";
  }
}

type Lookup = (name: string) => number | null;

/** The value of a formula; `null` when an input is unknown, is no number, or a division has no result. */
export function evaluate(formula: Formula, lookup: Lookup): number | null {
  switch (formula.kind) {
    case "number":
      return formula.value;
    case "channel":
      return lookup(formula.name);
    case "negate":
      return known(evaluate(formula.of, lookup), (value) => -value);
    case "binary": {
      const left = evaluate(formula.left, lookup);
      const right = evaluate(formula.right, lookup);
      return left === null || right === null ? null : finite(calculate(formula.op, left, right));
    }
    case "call": {
      const values: number[] = [];
      for (const arg of formula.args) {
        const value = evaluate(arg, lookup);
        if (value === null) return null;
        values.push(value);
      }
      return finite(FUNCTIONS[formula.name](values));
    }
  }
}

const FUNCTIONS = {
  sum: (values: number[]) => values.reduce((a, b) => a + b, 0),
  mean: (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length,
  max: (values: number[]) => Math.max(...values),
  min: (values: number[]) => Math.min(...values),
  abs: ([value = Number.NaN]: number[]) => Math.abs(value),
} as const;

function known(value: number | null, then: (value: number) => number): number | null {
  return value === null ? null : then(value);
}

function finite(value: number): number | null {
  return isMeasurable(value) ? value : null;
}

function calculate(op: "+" | "-" | "*" | "/", left: number, right: number): number {
  if (op === "+") return left + right;
  if (op === "-") return left - right;
  return op === "*" ? left * right : left / right;
}

/** Sensor values have few digits; the sum of them has no more. Removes the noise of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/**
 * Puts the formulas in an order in which each finds its inputs computed. The configuration allows no circle; one that
 * came through all the same is cut, and its channels stay unknown.
 */
export function orderFormulas(rules: readonly DerivedRule[], resolve: (name: string) => string): DerivedRule[] {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const ordered = new Set<DerivedRule>();
  const begun = new Set<DerivedRule>();
  const visit = (rule: DerivedRule): void => {
    if (begun.has(rule)) return;
    begun.add(rule);
    for (const input of formulaChannels(rule.formula)) {
      const other = byName.get(resolve(input));
      if (other) visit(other);
    }
    ordered.add(rule);
  };
  for (const rule of rules) visit(rule);
  return [...ordered];
}

/** Of inputs that do not change any more, the one that has been so the longest. */
function stuckOf(inputs: readonly (ChannelState | undefined)[]): Pick<ChannelState, "stuck_ms"> {
  const stuck = inputs.flatMap((input) => input?.stuck_ms ?? []);
  return stuck.length > 0 ? { stuck_ms: Math.max(...stuck) } : {};
}

/**
 * Adds the computed channels to the measured ones, in the given order. A result is as old as its oldest input, and
 * fresh only if every input is; an input that is unknown makes the result unknown, never 0.
 */
export function derive(
  channels: Map<string, ChannelState>,
  rules: readonly DerivedRule[],
  resolve: (name: string) => string,
): void {
  for (const rule of rules) {
    const inputs = formulaChannels(rule.formula).map((name) => channels.get(resolve(name)));
    const value = evaluate(rule.formula, (name) => {
      const found = channels.get(resolve(name))?.value;
      return typeof found === "number" ? found : null;
    });
    const oldest = inputs.reduce<ChannelState | undefined>(
      (old, input) => (old === undefined || (input?.age_ms ?? 0) > (old.age_ms ?? 0) ? input : old),
      undefined,
    );
    channels.set(rule.name, {
      name: rule.name,
      ...(rule.alias !== undefined && { alias: rule.alias }),
      unit: rule.unit ?? unitOf(rule.formula, (name) => channels.get(resolve(name))?.unit ?? null),
      value: value === null ? null : tidy(value),
      at: value === null ? null : (oldest?.at ?? null),
      age_ms: value === null ? null : (oldest?.age_ms ?? null),
      fresh: value !== null && inputs.every((input) => input?.fresh === true),
      ...stuckOf(inputs),
    });
  }
}
