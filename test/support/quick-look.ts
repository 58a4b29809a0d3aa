/**
 * Quick looks at a source's text, so that only few sources need a syntax tree: each says "may" wherever a tree could find
 * something, and in some other places too. `quick-look.slow.test.ts` holds them against the trees of all sources.
 */

/** What a slash follows where it begins a regular expression. */
const BEFORE_PATTERN =
  /(?:^|[(,=:[!&|?{};+\-%<>~^)\n]|\b(?:return|typeof|case|in|of|void|delete|await|yield|throw|new|instanceof|else|do))\s*\/(?![/*])/m;

export function mayHoldPattern(text: string): boolean {
  return BEFORE_PATTERN.test(text) || text.includes("RegExp");
}

const SQL_WORDS =
  /\bSELECT[\s\\][\s\S]*\bFROM[\s\\]|\b(?:INSERT|REPLACE|UPDATE|DELETE|PRAGMA|CREATE|ALTER|DROP|BEGIN|ATTACH)[\s\\]|\bVACUUM\b/i;

export function maySpeakSql(text: string): boolean {
  return SQL_WORDS.test(text);
}

/** Both words, and what follows them: a quoted name, or what makes a name some other way. */
const NAMED = /\b(?:import|from)\b\s*(?:\(\s*)?(?:(["'])([^"'\n\\]*)\1|(["'`/]))|\bimport\s*\(/g;

/** Whether a source may import what is not among the modules that were seen in it. */
export function mayImportMore(text: string, seen: ReadonlySet<string>): boolean {
  return [...text.matchAll(NAMED)].some(([, , name]) => name === undefined || !seen.has(name));
}
