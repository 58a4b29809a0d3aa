/** Paths as people write them where no shell reads them. */

export type WrittenPath = { readonly path: string } | { readonly flaw: string };

const VARIABLE = /\$\{|(?:^|\/)(?:\$\w|%\w{1,64}%)/;
const ANOTHER_HOME = /^~[^/]/;

const HOW = "write the path out, or ~/ for the home of the user who runs Gleaner";

/**
 * A path with `~` as the home.
 * @param home of the user who runs Gleaner
 * @returns the path, or what is wrong with it: variables are for a shell, and none reads it
 */
export function writtenPath(words: string, home: string): WrittenPath {
  if (VARIABLE.test(words)) return { flaw: `variables are not replaced here: ${HOW}` };
  if (ANOTHER_HOME.test(words)) return { flaw: `the homes of others are not known here: ${HOW}` };
  return { path: words === "~" || words.startsWith("~/") ? `${home}${words.slice(1)}` : words };
}
