import type { HouseState, Language } from "../../model/index.ts";
import type { Live, Newest } from "./live.ts";

/**
 * The newest state as text, `undefined` before the first. It is made once per state and language, however many clients
 * ask; of a house that has been silent for longer than `silent_ms` each time, since its age goes on.
 */
export function stateTexts(
  live: Live,
  silent_ms: number,
  render: (newest: Newest, language: Language) => string,
): (language: Language) => string | undefined {
  const texts = new Map<Language, string>();
  let of: HouseState | undefined;
  return (language) => {
    const newest = live.newest();
    if (!newest || newest.age_ms > silent_ms) return newest && render(newest, language);
    if (of !== newest.house) {
      texts.clear();
      of = newest.house;
    }
    const text = texts.get(language) ?? render(newest, language);
    texts.set(language, text);
    return text;
  };
}
