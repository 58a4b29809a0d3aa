import { measured } from "./columns.ts";
import type { Said } from "./line.ts";

/** How headers say that each row has the energy of its own time, in English, French and German. */

const BEGINS: ReadonlySet<string> = new Set([
  ...["start", "start time", "start_time", "from", "interval_start", "interval start", "period start", "period_start"],
  ...["von", "beginn", "ab", "startzeit", "zeit von", "datum von", "début", "debut", "heure de début", "date de début"],
]);
const ENDS: ReadonlySet<string> = new Set([
  ...["end", "end time", "end_time", "to", "interval_end", "interval end", "period end", "period_end"],
  ...["bis", "ende", "endzeit", "zeit bis", "datum bis", "fin", "heure de fin", "date de fin"],
]);
/** A charging session has a beginning and an end, too, and the meter at both. */
const SESSIONS: ReadonlySet<string> = new Set(["loadpoint", "charging point", "ladepunkt", "point de charge"]);

const SEEMS: readonly string[] = [
  ...["consum", "usage", "produced", "production", "generat", "export", "import", "delivered", "feed-in", "yield"],
  ...["verbrauch", "bezug", "bezogen", "eingespeist", "einspeis", "erzeug", "produktion", "ertrag", "lieferung"],
  ...["consomm", "soutir", "injection", "produit"],
];
/** What says so belongs to a register. */
const REGISTERS: readonly string[] = [
  ...["total", "counter", "register", "reading", "meter", "lifetime", "cumul"],
  ...["zähler", "stand", "compteur", "index"],
];

const plain = (words: string): string => measured(words).name.trim().toLowerCase();

/** The columns in which rows have their beginning and their end; `undefined`: they have not both. */
export function spanColumns(header: readonly string[]): { readonly begin: number; readonly end: number } | undefined {
  const names = header.map(plain);
  const [begin, end] = [BEGINS, ENDS].map((known) => names.findIndex((name) => known.has(name)));
  if (begin === undefined || end === undefined || begin < 0 || end < 0) return undefined;
  return names.some((name) => SESSIONS.has(name)) ? undefined : { begin, end };
}

/** Whether a column seems to have, by its header, energies of rows. */
export function seemsOfRows(words: string): boolean {
  const name = plain(words);
  return SEEMS.some((word) => name.includes(word)) && !REGISTERS.some((word) => name.includes(word));
}

/** What a header says of the energies of one of its columns. */
export function rowsSaid(header: readonly string[], column: number): Said["rows"] {
  const words = header[column];
  if (words === undefined) return undefined;
  if (spanColumns(header) !== undefined) return "sure";
  return seemsOfRows(words) ? "seems" : undefined;
}
