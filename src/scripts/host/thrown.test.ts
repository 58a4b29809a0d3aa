import assert from "node:assert/strict";
import { test } from "node:test";
import { type Language, type Reason, SCRIPT_ERRORS, say } from "../../model/index.ts";
import { bench } from "../testing/decide.ts";
import { saidOf, sentenceOf } from "./thrown.ts";

/** Bodies of scripts that do what there is not, and how QuickJS or the sandbox takes it. */
const BROKEN: readonly (readonly [body: string, fr: string, de: string])[] = [
  [
    "const a = {};\na.b.c",
    "ligne 3\u202f: undefined n’a pas de c à lire",
    "Zeile 3: undefined hat kein c, das man lesen könnte",
  ],
  [
    "let a = null;\na.b = 1",
    "ligne 3\u202f: null n’a pas de b à changer",
    "Zeile 3: null hat kein b, das man ändern könnte",
  ],
  ["data.SOC()", "ligne 2\u202f: ce qui est appelé avec (…) n’est pas une fonction", "Zeile 2: was mit (…) aufgerufen"],
  ["const a = 1;\na = 2", "ligne 4\u202f: a est une constante", "Zeile 4: a ist eine Konstante"],
  ["a; let a = 1", "ligne 2\u202f: a est pris avant", "Zeile 2: a wird gelesen, bevor"],
  ["relay.on = 5", "ligne 2\u202f: un script peut lire cela, non le changer", "Zeile 2: ein Skript kann das lesen"],
  ["new Date()", "ligne 2\u202f: Date ne s’utilise pas dans un script", "Zeile 2: Date gibt es in einem Skript nicht"],
  ["console.log(1)", "ligne 2\u202f: console ne s’utilise pas ici", "Zeile 2: console gibt es hier nicht"],
  ["eval('1')", "ligne 2\u202f: eval ne s’utilise pas ici", "Zeile 2: eval gibt es hier nicht"],
  [
    "process.exit()",
    "ligne 2\u202f: process ne s’utilise pas dans un script",
    "Zeile 2: process gibt es in einem Skript",
  ],
  ["return on({})", "ligne 2\u202f: il faut une raison en mots", "Zeile 2: ein Grund in Worten fehlt"],
  ["timer('').start(1)", "ligne 2\u202f: timer(…) attend un nom", "Zeile 2: timer(…) braucht einen Namen"],
  [
    "timer('a b').start(-1)",
    'ligne 2\u202f: timer("a b").start(…) attend une durée',
    'Zeile 2: timer("a b").start(…) braucht',
  ],
  ["date('q')", 'ligne 2\u202f: date("q") n’est pas connu ici', 'Zeile 2: date("q") ist hier nicht bekannt'],
  ["date()", "ligne 2\u202f: date(…) attend un format", "Zeile 2: date(…) braucht ein Format"],
  ["timerStart('a', 'b')", "ligne 2\u202f: il faut un nombre de secondes", "Zeile 2: eine Zahl von Sekunden fehlt"],
  ["throw {}", "le script a lancé une erreur sans mots", "das Skript warf einen Fehler ohne Worte"],
  ["(function deep() { deep() })()", "il s’appelle lui-même sans fin", "es ruft sich selbst zu oft auf"],
  [
    "const all = []; for (;;) all.push('x'.repeat(1e6) + all.length)",
    "il lui faut plus de 16 Mo",
    "es braucht mehr als 16 MB",
  ],
];

async function failureOf(body: string): Promise<(language: Language) => string> {
  const one = await bench(`export default ({ data, relay, timer, on }) => {\n${body}\nreturn on("x"); }`);
  const { wish } = one();
  await one.host.stop();
  return (language) => say(wish.reason, language);
}

for (const [body, fr, de] of BROKEN) {
  test(`a script's failure is told in the reader's language: ${body}`, async () => {
    const said = await failureOf(body);
    assert.ok(said("fr").startsWith(`Le script a échoué\u202f: ${fr}`), said("fr"));
    assert.ok(said("de").startsWith(`Das Skript ist gescheitert: ${de}`), said("de"));
  });
}

test("each sentence is found by its English words, with what is named in it", () => {
  for (const [code, { en }] of Object.entries(SCRIPT_ERRORS)) {
    const message = en.replaceAll(/\{(\w+)\}/g, "<$1>");
    const found: Reason = saidOf(message);
    assert.equal(found.code, code, message);
    assert.equal(say(found, "en"), message);
  }
});

test("a script's own words, and what nobody here has written, stay as they are", () => {
  for (const words of ["", "oh", "the tank is not initialized", "not a function at all", "' is read-only"]) {
    assert.equal(sentenceOf(words), undefined, words);
    assert.equal(say(saidOf(words), "en"), words);
  }
});
