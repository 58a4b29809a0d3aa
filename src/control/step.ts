import type { Decision, GuardRules, Now, Order } from "../model/index.ts";
import { type Guard, type GuardInput, guard as wholeGuard } from "./guard.ts";
import { copyMemory } from "./memory.ts";
import type { Memory } from "./relay-memory.ts";

export type StepInput = GuardInput;

export interface StepResult {
  readonly memory: Memory;
  readonly orders: readonly Order[];
  readonly decisions: readonly Decision[];
}

/**
 * One decision of the house. Pure: the same arguments give the same result, and nothing given is altered.
 * Decisions come in the order in which they must be recorded, before the orders are carried out.
 */
export function step(
  rules: GuardRules,
  before: Memory,
  input: StepInput,
  now: Now,
  guard: Guard = wholeGuard,
): StepResult {
  const memory = copyMemory(before);
  const { orders, decisions } = guard.decide(rules, memory, input, now);
  memory.saved = now;
  return { memory, orders, decisions };
}
