import { cutWords } from "./cut.ts";
import { byId, type Naming, type Thing } from "./display-names.ts";
import { DAY_SIGN, type Language, type Said, SWITCH_WORDS } from "./language.ts";
import { SENTENCES } from "./sentences.ts";

/**
 * Why something happened, as data: kept in the journal once, said in the reader's language.
 * A script's own words travel as they are (`code: "text"`).
 */

export type ReasonCode = keyof typeof SENTENCES;

/** What a sentence names: a number, a word, or another sentence. */
export type ReasonValue = string | number | Reason;

export interface Reason {
  readonly code: ReasonCode;
  readonly values?: Readonly<Record<string, ReasonValue>> | undefined;
  /** The wish that was refused, what a rule overrode, or what lies behind. */
  readonly wished?: Reason | undefined;
}

const WISHED: Said = { fr: " – demandé\u202f: ", de: " – gewünscht: ", en: " – wished: " };
const BECAUSE: Said = { fr: "\u202f: ", de: ": ", en: ": " };
/** Sentences whose second half is their cause, not a wish. */
const CAUSED: ReadonlySet<ReasonCode> = new Set([
  "repeated",
  "without_data_off",
  "without_data_on",
  "without_data_keep",
  "without_answer_off",
  "without_answer_on",
  "without_answer_keep",
  "fault_latched",
  "off_first",
  "goes_on",
  "on_at_device_refused",
  "relay_fault",
  "loop_late",
]);

/** Characters of a reason in somebody's own words at most. */
const LONGEST_TEXT = 500;

const within = (words: string): string => cutWords(words, LONGEST_TEXT);

/**
 * A reason in somebody's own words, or in the same words in several languages. At most 500 characters of each are kept.
 * Who reads in another language is told the English ones; where there are none, any.
 */
export function text(words: string | Partial<Said>): Reason {
  if (typeof words === "string") return { code: "text", values: { text: within(words) } };
  const said = Object.entries(words).map(([language, one]) => [language, within(one)] as const);
  return {
    code: "text",
    values: { text: within(words.en ?? words.fr ?? words.de ?? ""), ...Object.fromEntries(said) },
  };
}

/** A reason of the house, with the values that its sentence names. */
export function reason(code: ReasonCode, values?: Readonly<Record<string, ReasonValue>>, wished?: Reason): Reason {
  return { code, ...(values && { values }), ...(wished && { wished }) };
}

const SWITCH: Readonly<Record<string, Said>> = SWITCH_WORDS;
const LINE: Said = { fr: "Ligne {line}\u202f: ", de: "Zeile {line}: ", en: "Line {line}: " };

/** Milliseconds as `0:09`, `6:12`, `2 h 05`, `3 d 4 h` (`3 j 4 h`, `3 T 4 h`); part of a second counts as a whole one. */
export function sayDuration(ms: number, language: Language = "en"): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} ${DAY_SIGN[language]} ${hours % 24} h`;
}

const THINGS: ReadonlySet<string> = new Set<Thing>(["relay", "channel", "device"]);

function isThing(form: string | undefined): form is Thing {
  return form !== undefined && THINGS.has(form);
}

/** `105.3 °C` with the reader's decimal sign, no digit less. */
function sayMeasure(measure: string, language: Language): string {
  const [number = "", ...unit] = measure.split(" ");
  if (number === "" || !Number.isFinite(Number(number))) return measure;
  return [new Intl.NumberFormat(language, { maximumSignificantDigits: 17 }).format(Number(number)), ...unit].join(
    "\u202f",
  );
}

function sayText(value: string, form: string | undefined, language: Language, naming: Naming): string {
  if (isThing(form)) {
    return value
      .split(", ")
      .map((id) => naming(form, id, language))
      .join(", ");
  }
  if (form === "measure") return sayMeasure(value, language);
  return (form === "switch" ? SWITCH[value]?.[language] : undefined) ?? value;
}

function sayValue(value: ReasonValue, form: string | undefined, language: Language, naming: Naming): string {
  if (typeof value === "object") return say(value, language, naming);
  if (typeof value === "string") return sayText(value, form, language, naming);
  if (form === "line") return value > 0 ? LINE[language].replace("{line}", String(value)) : "";
  if (form === "span" && value < 1_000) return `${Math.ceil(value)} ms`;
  if (form === "duration" || form === "span") return sayDuration(value, language);
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  if (form === "power") return value >= 1000 ? `${number.format(value / 1000)} kW` : `${number.format(value)} W`;
  return number.format(value);
}

/** Of `[reading|readings]` the word that goes with so many; in French nothing goes with the singular. */
function numbered(sentence: string, count: ReasonValue | undefined, language: Language): string {
  const isOne = count === 1 || (count === 0 && language === "fr");
  return sentence.replace(/\[([^[|\]]*)\|([^[\]]*)\]/g, (_all, one: string, many: string) => (isOne ? one : many));
}

function filled(why: Reason, language: Language, naming: Naming): string {
  const sentence = numbered(SENTENCES[why.code]?.[language] ?? why.code, why.values?.count, language);
  return sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_all, name: string, form?: string) => {
    const value = why.values?.[name];
    return value === undefined ? "?" : sayValue(value, form, language, naming);
  });
}

/**
 * The sentence in the reader's language. A value that the reason does not carry shows as `?`.
 * @param naming what relays, channels and devices are called; their ids when left out
 */
export function say(why: Reason, language: Language, naming: Naming = byId): string {
  const own = why.code === "text" ? why.values?.[language] : undefined;
  const said = typeof own !== "string" ? filled(why, language, naming) : own;
  if (!why.wished) return said;
  return said + (CAUSED.has(why.code) ? BECAUSE : WISHED)[language] + say(why.wished, language, naming);
}
