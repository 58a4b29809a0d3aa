import type { Mutant } from "./breed.ts";

/** What became of a mutant. `late`: a test did not come to an end; `unreached`: no test runs that place. */
export type Fate = "killed" | "late" | "survived" | "unreached";

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

/** A line for each mutant that stays: its place, and what was replaced by what. */
export function survivors(fates: Fates): string[] {
  return [...fates]
    .filter(([, fate]) => fate === "survived" || fate === "unreached")
    .sort(([a], [b]) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
    .map(([{ file, line, column, kind, original, replacement }, fate]) => {
      const missed = fate === "unreached" ? "   (no test comes here)" : "";
      return `${file}:${line}:${column}  ${kind}:  ${inOneLine(original)}  →  ${inOneLine(replacement)}${missed}`;
    });
}

/** The share of the mutants that was killed, 0 to 1. */
export function share(fates: Fates): number {
  return (count(fates, "killed") + count(fates, "late")) / fates.size;
}

/** The last line but one: `src/control: 812 mutants, 760 killed (31 by time), 52 survived (4 unreached): 93.6 % …`. */
export function summary(what: string, fates: Fates, took_ms: number): string {
  const late = count(fates, "late");
  const unreached = count(fates, "unreached");
  const killed = count(fates, "killed") + late;
  const percent = (Math.floor(share(fates) * 1_000) / 10).toFixed(1);
  return [
    `${what}: ${fates.size} mutants`,
    `${killed} killed (${late} by time)`,
    `${fates.size - killed} survived (${unreached} of them where no test comes): ${percent} % killed in ${minutes(took_ms)}`,
  ].join(", ");
}
