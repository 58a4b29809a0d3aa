import type { Language } from "../model/index.ts";
import type { Reader } from "./languages.ts";
import { sayShare } from "./numbers.ts";

/** Below this a sum says how much of its time is known. A reading that came some seconds late is no matter. */
const WHOLE = 0.995;

/** Whether so large a share of a time is as good as all of it. */
export function isWhole(covered: number): boolean {
  return covered >= WHOLE;
}

const SAID: Readonly<Record<Language, (share: string) => string>> = {
  fr: (share) => `${share} du temps connu`,
  de: (share) => `${share} der Zeit bekannt`,
  en: (share) => `${share} of the time known`,
};

/** How much of a time a sum tells of, 0 to 1: "92 % of the time known". Never rounded up to the whole. */
export function sayCovered(covered: number, reader: Reader): string {
  return SAID[reader.language](sayShare(Math.min(0.99, Math.floor(covered * 100) / 100), reader));
}
