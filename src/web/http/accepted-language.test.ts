import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptedLanguage } from "./accepted-language.ts";

for (const [header, language] of [
  ["fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", "fr"],
  ["de", "de"],
  ["en;q=0.4, de-CH; q=0.9", "de"],
  ["it-IT,it;q=0.9,fr;q=0.2", "fr"],
  ["fr;q=0,en", "en"],
  ["fr;q=much,en;q=0.1", "en"],
  ["*", undefined],
  ["", undefined],
  [undefined, undefined],
  [",;,;q=", undefined],
  [`${"it,".repeat(20)}fr`, undefined],
] as const)
  test(`a browser that accepts ${header?.slice(0, 40)} reads ${language}`, () => {
    assert.equal(acceptedLanguage(header), language);
  });
