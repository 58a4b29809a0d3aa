import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES } from "../../../../src/words/languages.ts";
import { groupWord, historyWords } from "./history/index.ts";
import { type Language, typeset, words } from "./index.ts";

/** Every text of a dictionary with the path to it; functions are called with something in each place. */
function texts(node: unknown, path: string): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") return [[path, String(node("X"))]];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => texts(child, `${path}.${name}`));
}

/** Both dictionaries: that of all pages and that of History. */
function said(language: Language): [string, string][] {
  return [...texts(words(language), ""), ...texts(historyWords(language), ".history")];
}

test("every language says everything", () => {
  const paths = said("en").map(([path]) => path);
  assert.ok(paths.length > 100);
  for (const language of LANGUAGES) {
    const own = said(language);
    assert.deepEqual(own.map(([path]) => path).sort(), [...paths].sort(), language);
    for (const [path, text] of own) assert.notEqual(text.trim(), "", `${language}${path}`);
  }
});

test("a text with a gap keeps what is put into it, in every language", () => {
  const gaps = said("en").filter(([, text]) => text.includes("X"));
  for (const language of LANGUAGES) {
    const own = new Map(said(language));
    for (const [path] of gaps) assert.match(own.get(path) ?? "", /X/, `${language}${path}`);
  }
});

test("French sets a narrow no-break space before its double marks, and true apostrophes", () => {
  for (const [path, text] of said("fr")) {
    assert.doesNotMatch(text, /[^\u202f][;:!?]/, path);
    assert.doesNotMatch(text, /'/, path);
  }
});

test("sentences of the server are set in the reader's typography", () => {
  assert.equal(typeset("Éteint faute de données : SOC", "fr"), "Éteint faute de données\u202f: SOC");
  assert.equal(typeset("Vraiment ? Oui !", "fr"), "Vraiment\u202f? Oui\u202f!");
  assert.equal(typeset("boiler.ts:14:7", "fr"), "boiler.ts:14:7");
  assert.equal(typeset("Aus : ein", "de"), "Aus : ein");
});

test("counts are declined as each language does", () => {
  assert.deepEqual(
    LANGUAGES.map((language) => [0, 1, 2].map((n) => words(language).relay.starts(n))),
    [
      ["0 démarrage", "1 démarrage", "2 démarrages"],
      ["0 Starts", "1 Start", "2 Starts"],
      ["0 starts", "1 start", "2 starts"],
    ],
  );
});

test("channels stand in groups: by what their unit measures, states, and what has no unit", () => {
  assert.equal(groupWord("W", "de"), "Leistung");
  assert.equal(groupWord(null, "en"), "States");
  assert.equal(groupWord("", "en"), "Other values");
});

test("a number stays with its unit, in every language", () => {
  for (const language of LANGUAGES) {
    assert.equal(typeset("41.5 °C for 478 s", language), "41.5\u202f°C for 478\u202fs");
    assert.equal(typeset("3 starts, 2 homes, 5 hours", language), "3 starts, 2 homes, 5 hours");
  }
});
