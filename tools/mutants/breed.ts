import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { ROOT, type Target } from "./find.ts";
import { PATIENT, READ_AS_TEXT } from "./rooms.ts";

/** One change to one place. */
export interface Mutant {
  readonly id: string;
  /** Relative to the checkout. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly kind: string;
  readonly original: string;
  readonly replacement: string;
  /** The whole file with this change. */
  readonly text: string;
  /** The file is read as text, not imported. */
  readonly read: boolean;
}

export interface Brood {
  readonly mutants: readonly Mutant[];
  /** Sources that know all their mutants: path of the original → file with JavaScript. */
  readonly sources: Readonly<Record<string, string>>;
  /** Files that are read as text: path → what stands in them. */
  readonly texts: Readonly<Record<string, string>>;
}

const nothing = (): void => undefined;
const SILENT: ConstructorParameters<typeof Instrumenter>[0] = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text, its lines and where each begins. */
class Lines {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  offset({ line, column }: Position): number {
    return (this.#starts[line] ?? 0) + column;
  }
}

/** Sources with their bounds in time moved. @throws Error when such a bound is no longer where it was */
function patientSources(folder: string): Record<string, string> {
  return Object.fromEntries(
    PATIENT.map(({ file, says, instead }, index) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      if (!text.includes(says)) throw new Error(`${file} no longer says "${says}": change tools/mutants/rooms.ts`);
      const place = join(folder, `patient-${index}.js`);
      writeFileSync(place, stripTypeScriptTypes(text.replace(says, instead)));
      return [join(ROOT, file), place];
    }),
  );
}

/** Makes the mutants of a target; what they need on the disk goes to `folder`. */
export async function breed(target: Target, folder: string): Promise<Brood> {
  mkdirSync(folder, { recursive: true });
  const texts = new Map(target.files.map((file) => [file, new Lines(readFileSync(join(ROOT, file), "utf8"))]));
  const result = await new Instrumenter(SILENT).instrument(
    [...texts].map(([name, { text }]) => ({ name, mutate: true, content: text })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  const sources = patientSources(folder);
  const asText: Record<string, string> = {};
  for (const [index, { name, content }] of result.files.entries()) {
    if (READ_AS_TEXT.test(name)) {
      asText[join(ROOT, name)] = texts.get(name)?.text ?? "";
      continue;
    }
    const place = join(folder, `${index}.js`);
    writeFileSync(place, stripTypeScriptTypes(content));
    sources[join(ROOT, name)] = place;
  }
  const mutants = result.mutants.map(({ id, fileName, location, mutatorName, replacement }): Mutant => {
    const lines = texts.get(fileName) ?? new Lines("");
    const from = lines.offset(location.start);
    const to = lines.offset(location.end);
    return {
      id,
      file: fileName,
      line: location.start.line + 1,
      column: location.start.column + 1,
      kind: mutatorName,
      original: lines.text.slice(from, to),
      replacement,
      text: lines.text.slice(0, from) + replacement + lines.text.slice(to),
      read: READ_AS_TEXT.test(fileName),
    };
  });
  const { from, to } = target.lines ?? { from: 0, to: Number.POSITIVE_INFINITY };
  return { mutants: mutants.filter(({ line }) => line >= from && line <= to), sources, texts: asText };
}
