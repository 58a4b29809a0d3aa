/** Files of other kinds that people give for a table. */

const SHEET = "This is a spreadsheet's own file: save the sheet there as CSV, and import that";
const JSON_LINES =
  "This is JSON: say --format jsonl, with a reading, or a list of them, in each line; jq -c . FILE writes each in one line";
/** How texts begin that are no table, with what to do. */
const NO_TABLES: readonly (readonly [begins: string, words: string])[] = [
  ["PK\u0003\u0004", SHEET],
  ["\u00D0\u00CF\u0011\u00E0", SHEET],
  ["%PDF", "This is a PDF: import the same figures as CSV, which most portals offer, too"],
  ["SQLite format 3", "This is a database: write what is wanted of it as CSV, by sqlite3 -csv FILE 'SELECT …'"],
  ["<", "This is a web page, or XML, and no table: download the CSV itself; a sign-in may have run out"],
  ["{", JSON_LINES],
  ["[", JSON_LINES],
];

/** How JSON begins that goes over several lines. */
const OPEN: ReadonlySet<string> = new Set(["{", "[", "[{", "[ {"]);

/** What to do with JSON that goes over several lines, by its first ones; `undefined`: each may be a line of JSON. */
export function openJson([first = "", ...others]: readonly string[]): string | undefined {
  return OPEN.has(first.trim()) && others.length > 0
    ? "Its JSON goes over several lines: jq -c . FILE > ONE.jsonl writes it in one"
    : undefined;
}

/** What to do with a text that is surely no table, by how it begins; `undefined`: it may be one. */
export function noTable(begins: string): string | undefined {
  return NO_TABLES.find(([each]) => begins.startsWith(each))?.[1];
}

/** What other programs write that holds readings in a form of its own, by words of its first line, with what to do. */
const OTHERS: readonly (readonly [words: readonly string[], remedy: string])[] = [
  [
    ["{", '"tuples":'],
    "This is volkszaehler's JSON: ask it for CSV (format=csv), or write jq -r '.data.tuples[] | \"\\(.[0]),\\(.[1])\"' FILE > ONE.csv, and import that by --channel NAME --unit UNIT",
  ],
  [
    ["{", '"datapoints":', '"data":'],
    "This is openHAB's JSON: write jq -c '.data[]' FILE > ONE.jsonl, and import that by --channel NAME --unit UNIT",
  ],
  [
    ["SENSOR = {", '"Time":'],
    "This is a log of Tasmota: write sed -n 's/^.*SENSOR = //p' FILE | jq -c '{at: .Time, channel: \"plug.power\", value: .ENERGY.Power, unit: \"W\"}' > ONE.jsonl, and import that",
  ],
];
/** So much of a first line is looked at. */
export const LOOKED_AT = 2_000;

/** What to do with a text of another program's own form; `undefined`: it is none that is known. */
export function otherForm([first = ""]: readonly string[]): string | undefined {
  const begins = first.slice(0, LOOKED_AT);
  return OTHERS.find(([words]) => words.every((word) => begins.includes(word)))?.[1];
}
