import { unitMeant } from "../model/index.ts";
import { isTimeForm, measured, rolesOf } from "./columns.ts";
import { DELIMITERS, type Delimiter } from "./delimiters.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { BadLine, MOST_LINE_BYTES } from "./line.ts";
import { recordsOf } from "./records.ts";
import { looksLikeTime } from "./times.ts";

/** Finds the table in the first lines of a text: utilities and inverters write titles above it, and units in a row of their own. */

export interface TableHead {
  readonly delimiter: Delimiter;
  /** With the units of a row of their own in brackets; `undefined`: there is none. */
  readonly header: readonly string[] | undefined;
  /** Lines that are no rows: titles, header, units. */
  readonly no_rows: readonly string[];
  /** Lines above the header. */
  readonly titles: number;
  /** The rows below. */
  readonly rows: readonly (readonly Field[])[];
}

/** A table begins within so many lines. */
const MOST_LINES = 60;
/** A spreadsheet's own first line. */
const SAYS_DELIMITER = /^sep=(.?)$/i;

export function saysDelimiter(line: string): boolean {
  return SAYS_DELIMITER.test(line);
}

interface Row {
  readonly line: string;
  readonly fields: readonly Field[];
  readonly words: readonly string[];
  /** The first column with a time; -1: there is none. */
  readonly time: number;
}

/** Lines of a table; comments, and what says the delimiter, are none. */
export function tableLines(head: readonly string[]): string[] {
  return head.filter((line) => line !== "" && !line.startsWith("#") && !saysDelimiter(line));
}

/** The rows of lines; those that are none are left out. */
function rowsOf(lines: readonly string[], delimiter: Delimiter): Row[] {
  return lines.flatMap((line): Row[] => {
    try {
      const fields = fieldsOf(line, delimiter);
      const words = fields.map((field) => field.words);
      return [{ line, fields, words, time: words.length > 1 ? words.findIndex(looksLikeTime) : -1 }];
    } catch (error) {
      if (error instanceof BadLine) return [];
      throw error;
    }
  });
}

function hasRole({ words }: Row): boolean {
  return words.length > 1 && rolesOf(words).some((role) => role !== undefined);
}

/** The delimiter that a line names, or by which most lines fall into a time, or a known header, and others. */
function delimiterIn(head: readonly string[], lines: readonly string[]): Delimiter {
  const [, named] = SAYS_DELIMITER.exec(head[0] ?? "") ?? [];
  const said = DELIMITERS.find((delimiter) => delimiter === named);
  if (said) return said;
  const scores = DELIMITERS.map((delimiter) => {
    const fitting = rowsOf(lines.slice(0, MOST_LINES), delimiter).filter((row) => row.time >= 0 || hasRole(row));
    return [delimiter, fitting.length] as const;
  });
  const most = Math.max(...scores.map(([, score]) => score));
  const best = most > 0 ? scores.find(([, score]) => score === most)?.[0] : undefined;
  return best ?? DELIMITERS.find((delimiter) => lines[0]?.includes(delimiter)) ?? ",";
}

/** A row as most rows with a time are: rows of a title are shorter, or have a number that might be a time elsewhere. */
function usualRow(rows: readonly Row[]): Row | undefined {
  const counts = new Map<string, number>();
  const shape = ({ words, time }: Row): string => `${words.length} ${time}`;
  const timed = rows.filter(({ time }) => time >= 0);
  for (const row of timed) counts.set(shape(row), (counts.get(shape(row)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return timed.find((row) => counts.get(shape(row)) === most);
}

const COMMENT = /^#+ */;

const withoutBrackets = (words: string): string => words.replace(/^[[(]|[\])]$/g, "");
const isUnit = (words: string): boolean => words !== "" && unitMeant(words) !== undefined;

/** Whether a row holds the units of the columns: `;W;kWh`, `[dd.MM.yyyy HH:mm];[Wh];[Wh]`. */
function isUnits({ words: [first = "", ...others] }: Row): boolean {
  const some = others.filter((words) => words !== "");
  const units = some.filter((words) => isUnit(withoutBrackets(words)));
  return (first === "" || isTimeForm(first)) && units.length > 0 && units.length * 2 >= some.length;
}

/** A number, or a date, in whatever way. */
const DIGITS = /^[+-]?\d[\d.,:/-]*(?: |$)/;

function isWords({ words }: Row): boolean {
  return words.length > 1 && words.every((each) => !DIGITS.test(each));
}

/** The header among the rows above the first one with a time, where there is one. */
function headerIn(above: readonly Row[]): Row | undefined {
  const candidates = above.filter((row) => isWords(row) && !isUnits(row));
  return candidates.find(hasRole) ?? candidates.at(-1);
}

function withUnits(header: Row, units: Row | undefined): string[] {
  return header.words.map((words, i) => {
    if (words === "" && isTimeForm(units?.words[i] ?? "")) return units?.words[i] ?? "";
    const unit = withoutBrackets(units?.words[i] ?? "");
    return measured(words).unit === undefined && isUnit(unit) ? `${words} [${unit}]` : words;
  });
}

/**
 * A header in a comment just above the first row: it has a field for each of the row's, and says where the time stands that
 * the row has there.
 */
function headerInComment(head: readonly string[], usual: Row, delimiter: Delimiter): string[] | undefined {
  const comment = head.slice(0, head.indexOf(usual.line)).findLast((line) => line !== "");
  if (!comment?.startsWith("#")) return undefined;
  const [row] = rowsOf([comment.replace(COMMENT, "")], delimiter);
  if (row === undefined || row.words.length !== usual.words.length || !isWords(row)) return undefined;
  const role = rolesOf(row.words)[usual.time]?.is;
  return role === "time" || role === "date" ? [...row.words] : undefined;
}

/** @param head the first lines */
export function tableHead(head: readonly string[]): TableHead {
  const delimiter = delimiterIn(head, tableLines(head));
  const rows = rowsOf(tableLines(recordsOf(head, delimiter, MOST_LINE_BYTES)), delimiter);
  const usual = usualRow(rows.slice(0, MOST_LINES));
  const begin = usual === undefined ? 1 : rows.indexOf(usual);
  const near = (row: Row): boolean => usual === undefined || Math.abs(row.words.length - usual.words.length) <= 1;
  const above = rows.slice(0, begin);
  const header =
    headerIn(above.filter(near)) ?? (rows[0] && rows[0].time < 0 && hasRole(rows[0]) ? rows[0] : undefined);
  const isKnown = header !== undefined && (usual !== undefined || hasRole(header));
  if (!isKnown) {
    const commented = usual && begin === 0 ? headerInComment(head, usual, delimiter) : undefined;
    return { delimiter, header: commented, no_rows: [], titles: 0, rows: rows.map(({ fields }) => fields) };
  }
  const at = rows.indexOf(header);
  // a row of units stands just above the header, or somewhere between it and the first row
  const units = above.findLast((row, i) => i >= at - 1 && near(row) && isUnits(row));
  const end = Math.max(at, units ? rows.indexOf(units) : at) + 1;
  return {
    delimiter,
    header: withUnits(header, units),
    no_rows: rows.slice(0, end).map(({ line }) => line),
    titles: rows.slice(0, at).filter((row) => row !== units).length,
    rows: rows.slice(end).map(({ fields }) => fields),
  };
}
