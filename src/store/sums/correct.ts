import { type Chunk, runOf, sizeOf } from "../code/block.ts";
import { newRollups, type Rollups, rollupsOf } from "../code/rollups.ts";
import { Gathering } from "../code/runs.ts";
import { instantAt } from "../code/times.ts";
import { numberAt, powerOf, type Run } from "../code/values.ts";
import type { ByteCache } from "./cache.ts";
import { bytesOfParts, chunkOf, ENTRY_BYTES, type Part } from "./part.ts";

/** What readers give instead of some raw readings, until it is undone. Raw readings are never altered. */
export interface Correction {
  readonly id: number;
  readonly channel: string;
  /** Readings with since ≤ at < until, UTC ms. */
  readonly since: number;
  readonly until: number;
  /** The readings are left out, or each number becomes value × factor + shift. */
  readonly change: "remove" | { readonly factor: number; readonly shift: number };
  /** Why, for people. */
  readonly note: string;
  readonly made_at: number;
  readonly undone_at: number | null;
}

/** Whether a correction changes nothing: it says that the readings are right as they are. */
export function isConfirmation({ change }: Pick<Correction, "change">): boolean {
  return change !== "remove" && change.factor === 1 && change.shift === 0;
}

/** Corrected parts are remembered with their roll-ups, without their readings. */
export type KnownParts = ByteCache<{ readonly part: Part | null }>;

type Change = Exclude<Correction["change"], "remove">;

function changesOf(corrections: readonly Correction[]): Change[] {
  return corrections.flatMap(({ change }) => (change === "remove" ? [] : [change]));
}

/** What changes make of a number, one after the other. */
function applied(changes: readonly Change[]): (number: number) => number {
  const factors = Float64Array.from(changes, ({ factor }) => factor);
  const shifts = Float64Array.from(changes, ({ shift }) => shift);
  return (number) => {
    let value = number;
    for (let i = 0; i < factors.length; i++) value = value * (factors[i] ?? 1) + (shifts[i] ?? 0);
    return value;
  };
}

/** What goes for the readings from an instant on until the next edge of a correction. */
function stretchOf(at: number, corrections: readonly Correction[]) {
  const touching = corrections.filter(({ since, until }) => at >= since && at < until);
  const edges = corrections.flatMap(({ since, until }) => [since, until]).filter((edge) => edge > at);
  return {
    from: at,
    until: edges.reduce((least, edge) => Math.min(least, edge), Number.POSITIVE_INFINITY),
    is_removed: touching.some(({ change }) => change === "remove"),
    apply: applied(changesOf(touching)),
  };
}

/** The readings that are left, as they shall be seen. */
function corrected(run: Run, corrections: readonly Correction[]): Run {
  const kept = new Gathering();
  let stretch = stretchOf(run.at[0] ?? 0, corrections);
  for (let i = 0; i < run.count; i++) {
    const at = run.at[i] ?? 0;
    if (at < stretch.from || at >= stretch.until) stretch = stretchOf(at, corrections);
    if (!stretch.is_removed) kept.add(at, stretch.apply(run.numbers[i] ?? 0), run.states?.[i]);
  }
  return kept.run();
}

/** Roll-ups of plain values when all of the readings go through the same factors and shifts. */
function correctedRollups(rollups: Rollups, power: number, corrections: readonly Correction[]): Rollups {
  const all = newRollups(rollups.count);
  const columns = ["readings", "first", "last", "longest"] as const;
  for (const name of columns) all[name].set(rollups[name]);
  const changes = changesOf(corrections);
  const through = { changes, apply: applied(changes) };
  for (let k = 0; k < rollups.count; k++) correctRollup(rollups, all, k, power, through);
  return all;
}

interface Through {
  readonly changes: readonly Change[];
  readonly apply: (number: number) => number;
}

/** Sets roll-up k of `to`. The part above 0 is known as far as it follows from the whole; NaN: only its readings tell. */
function correctRollup(from: Rollups, to: Rollups, k: number, power: number, { changes, apply }: Through): void {
  const at = (column: Float64Array): number => (column[k] ?? 0) / power;
  const time = (from.last[k] ?? 0) - (from.first[k] ?? 0);
  let [sum, held, positive] = [at(from.sum), at(from.held), at(from.positive)];
  let factors = 1;
  for (const { factor, shift } of changes) {
    positive = shift === 0 ? factor * (factor < 0 ? held - positive : positive) : Number.NaN;
    held = held * factor + shift * time;
    sum = sum * factor + shift * (from.readings[k] ?? 0);
    factors *= factor;
  }
  const [one, other] = [apply(at(from.min)), apply(at(from.max))];
  const [min, max] = [Math.min(one, other), Math.max(one, other)];
  to.min[k] = min;
  to.max[k] = max;
  to.final[k] = apply(at(from.final));
  to.sum[k] = sum;
  to.held[k] = held;
  to.positive[k] = min >= 0 ? held : max <= 0 ? 0 : positive;
  to.rising[k] = min === max || (factors > 0 && from.rising[k] === 1) ? 1 : 0;
}

/** The same readings with other numbers. */
function withNumbers(chunk: Chunk, corrections: readonly Correction[]): Chunk {
  const { times, column } = chunk;
  const apply = applied(changesOf(corrections));
  const floats = Float64Array.from({ length: column.count }, (_, i) => apply(numberAt(column, i)));
  return { times, column: { ...column, decimals: -1, base: 0, counts: null, floats } };
}

function covers({ since, until }: Correction, { first, last }: Part): boolean {
  return since <= first && until > last;
}

/** Gives readings that can be made again: from the cache, or, where they have no name, as they were made first. */
function kept(key: string, chunks: ByteCache<Chunk>, make: () => Chunk): () => Chunk {
  let own: Chunk | undefined;
  return () => {
    const known = own ?? chunks.get(key);
    if (known) return known;
    const made = make();
    if (key === "") own = made;
    else chunks.set(key, made, ENTRY_BYTES + sizeOf(made));
    return made;
  };
}

/** A part of which all readings are kept and go through the same corrections: its roll-ups go through them too. */
function wholePart(part: Part, key: string, corrections: readonly Correction[], chunks: ByteCache<Chunk>): Part {
  const { decimals, rollups } = part;
  const chunk = kept(key, chunks, () => withNumbers(part.chunk(), corrections));
  const power = decimals < 0 ? 1 : powerOf(decimals);
  return { ...part, key, decimals: -1, rollups: rollups && correctedRollups(rollups, power, corrections), chunk };
}

/** A part of which some readings are corrected; `null` when none is left. */
function mixedPart(part: Part, key: string, corrections: readonly Correction[], chunks: ByteCache<Chunk>): Part | null {
  const chunk = kept(key, chunks, () => chunkOf(corrected(runOf(part.chunk()), corrections)));
  const { times } = chunk();
  const { count } = times;
  if (count === 0) return null;
  const [first, last] = [instantAt(times, 0), instantAt(times, count - 1)];
  return { key, count, first, last, decimals: -1, rollups: key === "" ? null : rollupsOf(chunk()), chunk };
}

/**
 * The part as readers shall see it; `null` when nothing of it is left.
 * @param known takes and gives what was corrected before
 * @param chunks the same of readings
 */
export function withCorrections(
  part: Part,
  corrections: readonly Correction[],
  known: KnownParts,
  chunks: ByteCache<Chunk>,
): Part | null {
  const touching = corrections.filter(
    (correction) => part.first < correction.until && part.last >= correction.since && !isConfirmation(correction),
  );
  if (touching.length === 0) return part;
  const key = part.key && `${part.key}|${touching.map(({ id }) => id).join()}`;
  const before = known.get(key);
  if (before) return before.part;
  let made: Part | null = null;
  if (!touching.every((correction) => covers(correction, part))) made = mixedPart(part, key, touching, chunks);
  else if (touching.every(({ change }) => change !== "remove")) made = wholePart(part, key, touching, chunks);
  if (key !== "") known.set(key, { part: made }, bytesOfParts(made ? [made] : []));
  return made;
}
