import type { Mutant } from "./breed.ts";

/**
 * What became of a mutant. `late`: a test did not come to an end; `unreached`: no test runs that place; `refused`: no
 * test noticed it at once, but it does not compile, so that it does not count.
 */
export type Fate = "killed" | "late" | "survived" | "unreached" | "refused";

export type Fates = ReadonlyMap<Mutant, Fate>;

const WIDTH = 70;

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 20)} … ${line.slice(-17)}` : line;
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function count(fates: Fates, fate: Fate): number {
  return [...fates.values()].filter((one) => one === fate).length;
}

function percent(fates: Fates): string {
  return (Math.floor(share(fates) * 1_000) / 10).toFixed(1);
}

/** Whether nothing notices it. */
export function isAlive(fate: Fate): boolean {
  return fate === "survived" || fate === "unreached";
}

/** The place of a mutant, and what was replaced by what. */
export function lineOf({ file, line, column, kind, original, replacement }: Mutant, fate: Fate): string {
  const missed = fate === "unreached" ? "   (no test comes here)" : "";
  return `${file}:${line}:${column}  ${kind}:  ${inOneLine(original)}  →  ${inOneLine(replacement)}${missed}`;
}

/** A line for each mutant that stays. */
export function survivors(fates: Fates): string[] {
  return [...fates]
    .filter(([, fate]) => isAlive(fate))
    .sort(([a], [b]) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
    .map(([mutant, fate]) => lineOf(mutant, fate));
}

/** The share of the mutants that was killed, 0 to 1; 1 where there are none. */
export function share(fates: Fates): number {
  const counted = fates.size - count(fates, "refused");
  return counted === 0 ? 1 : (count(fates, "killed") + count(fates, "late")) / counted;
}

/** One file's figures: `src/control/ask.ts: 98.1 % of 212`. */
export function figureOf(file: string, fates: Fates): string {
  const own: Fates = new Map([...fates].filter(([mutant]) => mutant.file === file));
  return `${file}: ${percent(own)} % of ${own.size - count(own, "refused")}`;
}

/** The last line but one: `src/control: 812 mutants (9 more do not compile), 760 killed (31 by time), 52 survived …`. */
export function summary(what: string, fates: Fates, took_ms: number): string {
  const [late, unreached, refused] = [count(fates, "late"), count(fates, "unreached"), count(fates, "refused")];
  const killed = count(fates, "killed") + late;
  return [
    `${what}: ${fates.size - refused} mutants (${refused} more do not compile)`,
    `${killed} killed (${late} by time)`,
    `${fates.size - refused - killed} survived (${unreached} of them where no test comes)`,
    `${percent(fates)} % killed in ${minutes(took_ms)}`,
  ].join(", ");
}
