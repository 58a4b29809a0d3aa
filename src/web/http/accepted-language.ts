import type { Language } from "../../model/index.ts";
import { preferredLanguage } from "../../words/languages.ts";

/** Browsers list a few; whoever lists more is heard so far. */
const LANGUAGES_HEARD = 20;
const LONGEST_HEADER = 1_000;

/** `fr;q=0.8` → 0.8; 1 where it says none. What is no number counts nothing. */
function weightOf(parameters: readonly string[]): number {
  const weight = parameters.map((each) => each.trim()).find((each) => each.startsWith("q="));
  return weight === undefined ? 1 : Number(weight.slice("q=".length)) || 0;
}

/** The language that a browser's `Accept-Language` wants most of those that Gleaner speaks; `undefined` when none. */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const wanted = (header ?? "")
    .slice(0, LONGEST_HEADER)
    .split(",", LANGUAGES_HEARD)
    .map((each) => {
      const [tag = "", ...parameters] = each.split(";");
      return { tag, weight: weightOf(parameters) };
    });
  const welcome = wanted.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  return preferredLanguage(welcome.map(({ tag }) => tag));
}
