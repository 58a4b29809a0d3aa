import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ASKED_COMPLAINTS } from "./complaints/asked.ts";
import { DISK_COMPLAINTS } from "./complaints/disk.ts";
import { FILE_COMPLAINTS } from "./complaints/files.ts";
import { I2C_COMPLAINTS } from "./complaints/i2c.ts";
import { MODE_FILE_COMPLAINTS } from "./complaints/mode-file.ts";
import { PIN_COMPLAINTS } from "./complaints/pins.ts";
import { PROGRAM_COMPLAINTS } from "./complaints/programs.ts";
import { SERIAL_COMPLAINTS } from "./complaints/serial.ts";
import { VEDIRECT_COMPLAINTS } from "./complaints/vedirect.ts";
import { WATCHDOG_COMPLAINTS } from "./complaints/watchdog.ts";
import { LANGUAGES, type Said } from "./language.ts";
import { nearest } from "./nearest.ts";
import { parseDuration, parsePower } from "./quantities.ts";
import { type Reason, type ReasonCode, reason, say, sayDuration, text } from "./reasons.ts";
import { SCRIPT_COMPLAINTS } from "./script-complaints.ts";
import { SCRIPT_ERRORS } from "./script-errors.ts";
import { DEVICE_SENTENCES } from "./sentences/devices.ts";
import { GUARD_SENTENCES } from "./sentences/guard.ts";
import { HOUSE_SENTENCES } from "./sentences/house.ts";
import { PEOPLE_SENTENCES } from "./sentences/people.ts";
import { SCRIPT_SENTENCES } from "./sentences/scripts.ts";
import { SENTENCES } from "./sentences.ts";

/** Measures as people write them, names that they mean, and reasons in the reader's language. */

describe("durations", () => {
  for (const [words, ms] of [
    ["200 ms", 200],
    ["30 s", 30_000],
    ["10 min", 600_000],
    ["10min", 600_000],
    [" 1.5  h ", 5_400_000],
    ["2 d", 172_800_000],
    ["0 s", 0],
  ] as const) {
    test(`${words} is ${ms} ms`, () => assert.equal(parseDuration(words), ms));
  }
  for (const words of [
    "",
    "10",
    "min",
    "-5 min",
    "5 minutes",
    "1,5 h",
    "1e3 s",
    "5 m",
    "5 H",
    "5 min 3 s",
    "5 constructor",
  ]) {
    test(`"${words}" is none`, () => assert.equal(parseDuration(words), undefined));
  }
});

describe("powers", () => {
  for (const [words, watts] of [
    ["1200 W", 1_200],
    ["1.2 kW", 1_200],
    ["0.5MW", 500_000],
  ] as const) {
    test(`${words} is ${watts} W`, () => assert.equal(parsePower(words), watts));
  }
  for (const words of ["1200", "1.2 KW", "5 w", "5 Wh", "-3 W", "3 toString"]) {
    test(`"${words}" is none`, () => assert.equal(parsePower(words), undefined));
  }
});

test("a measure that is not finite is none", () => {
  assert.equal(parseDuration(`${"9".repeat(400)} d`), undefined);
  assert.equal(parsePower(`${"9".repeat(400)} MW`), undefined);
});

describe("the nearest name", () => {
  const KEYS = ["min_on", "min_off", "max_on", "max_starts_per_day", "without_data", "name"];
  for (const [word, expected] of [
    ["min_of", "min_off"],
    ["mni_on", "min_on"],
    ["max_start_per_day", "max_starts_per_day"],
    ["WITHOUT_DATA", "without_data"],
    ["nam", "name"],
    ["maxon", "max_on"],
    ["temperature", undefined],
    ["x", undefined],
    ["", undefined],
  ] as const) {
    test(`to "${word}" is ${expected}`, () => assert.equal(nearest(word, KEYS), expected));
  }

  test("is found among none, and for words of any length", () => {
    assert.equal(nearest("boiler", []), undefined);
    assert.equal(nearest("x".repeat(100_000), KEYS), undefined);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (word) => {
        const found = nearest(word, KEYS);
        assert(found === undefined || KEYS.includes(found));
      }),
    );
  });

  test("of a known name is the name itself", () => {
    for (const key of KEYS) assert.equal(nearest(key, KEYS), key);
  });
});

describe("durations in words", () => {
  for (const [ms, fr, de, en] of [
    [0, "0:00", "0:00", "0:00"],
    [1, "0:01", "0:01", "0:01"],
    [-5_000, "0:00", "0:00", "0:00"],
    [9_000, "0:09", "0:09", "0:09"],
    [372_000, "6:12", "6:12", "6:12"],
    [3_599_001, "1 h 00", "1 h 00", "1 h 00"],
    [7_500_000, "2 h 05", "2 h 05", "2 h 05"],
    [47 * 3_600_000, "47 h 00", "47 h 00", "47 h 00"],
    [76 * 3_600_000, "3 j 4 h", "3 T 4 h", "3 d 4 h"],
  ] as const) {
    test(`${ms} ms is ${en}`, () => {
      assert.equal(sayDuration(ms, "fr"), fr);
      assert.equal(sayDuration(ms, "de"), de);
      assert.equal(sayDuration(ms, "en"), en);
    });
  }
});

describe("the sentences", () => {
  const table = new Map<string, Said>(Object.entries(SENTENCES));
  const codes = Object.keys(SENTENCES).map((code) => code as ReasonCode);
  const sentence = (code: ReasonCode, language: (typeof LANGUAGES)[number]): string =>
    table.get(code)?.[language] ?? "";
  const slots = (words: string): string[] => [...words.matchAll(/\{[\w|]+\}/g)].map(String).sort();

  test("stand each in one place: none takes another's code", () => {
    const parts = [HOUSE_SENTENCES, PEOPLE_SENTENCES, GUARD_SENTENCES, SCRIPT_SENTENCES, DEVICE_SENTENCES];
    const complaints = [FILE_COMPLAINTS, SERIAL_COMPLAINTS, VEDIRECT_COMPLAINTS, PROGRAM_COMPLAINTS, ASKED_COMPLAINTS];
    const machine = [DISK_COMPLAINTS, I2C_COMPLAINTS, PIN_COMPLAINTS, WATCHDOG_COMPLAINTS];
    const others = [...machine, MODE_FILE_COMPLAINTS, SCRIPT_COMPLAINTS, SCRIPT_ERRORS];
    const each = [...parts, ...complaints, ...others].map((part) => Object.keys(part).length);
    // beside them `text` and `repeated`
    assert.equal(
      codes.length,
      each.reduce((sum, count) => sum + count, 2),
    );
  });

  for (const code of codes) {
    test(`${code} is said in three languages with the same values`, () => {
      const [fr = "", de = "", en = ""] = LANGUAGES.map((language) => sentence(code, language));
      for (const words of [fr, de, en]) assert.notEqual(words, "");
      assert.deepEqual(slots(fr), slots(en));
      assert.deepEqual(slots(de), slots(en));
      for (const slot of slots(en))
        assert.match(slot, /^\{\w+(\|(duration|span|power|number|measure|switch|line|relay|channel|device))?\}$/);
      if (code !== "text" && code !== "device_note" && code !== "refused_as") {
        assert.notEqual(fr, en);
        assert.notEqual(de, en);
      }
    });

    test(`${code} is typeset as French is`, () => {
      const fr = sentence(code, "fr");
      assert.doesNotMatch(fr, /'/, "the apostrophe is ’");
      assert.doesNotMatch(fr, /(?<!\u202f)[:;!?»]/, "a narrow space that does not break stands before it");
    });
  }

  test("say their values as the reader does", () => {
    const taken = reason("power_budget", { used: 1_850, budget: 3_000 });
    assert.equal(say(taken, "en"), "Total power: 1.85 kW of 3 kW already taken");
    assert.equal(say(taken, "fr"), "Puissance totale\u202f: 1,85 kW sur 3 kW déjà prises");
    assert.equal(say(taken, "de"), "Gesamtleistung: 1,85 kW von 3 kW schon vergeben");
    assert.equal(say(reason("min_on", { left: 76 * 3_600_000 }), "fr"), "Reste allumé encore 3 j 4 h (durée minimale)");
    assert.equal(say(reason("min_on", { left: 76 * 3_600_000 }), "de"), "Bleibt noch 3 T 4 h ein (Mindestlaufzeit)");
  });

  test("say one thing as one, and many as many", () => {
    const lost = (count: number): Reason => reason("readings_dropped", { count });
    assert.equal(say(lost(1), "fr"), "1 mesure perdue\u202f: la file d’attente est pleine");
    assert.equal(say(lost(0), "fr"), "0 mesure perdue\u202f: la file d’attente est pleine");
    assert.equal(say(lost(2), "fr"), "2 mesures perdues\u202f: la file d’attente est pleine");
    assert.equal(say(lost(1), "de"), "1 Messwert verloren: die Warteschlange ist voll");
    assert.equal(say(lost(0), "de"), "0 Messwerte verloren: die Warteschlange ist voll");
    assert.equal(say(lost(1), "en"), "1 reading lost: the queue is full");
    assert.equal(say(lost(2_000), "en"), "2,000 readings lost: the queue is full");
    assert.equal(say(reason("repeated", { count: 1 }, text("gone")), "en"), "1 more time: gone");
    for (const code of codes) {
      for (const language of LANGUAGES) {
        const words = sentence(code, language);
        assert.equal(say(reason(code, { count: 3 }), language).includes("["), false, words);
        if (/\{count\|number\} (?!fois|Mal)/.test(words)) assert.match(words, /\[[^|\]]+\|[^|\]]+\]/, code);
      }
    }
  });

  test("name things in French without de or que before them, which would lose their e", () => {
    for (const code of codes) {
      assert.doesNotMatch(sentence(code, "fr"), /\b(de|que) \{\w+\|(relay|channel|device)\}/, code);
    }
  });

  test("say a measure with the reader's decimal sign and every digit", () => {
    const odd = (value: string): Reason => reason("reading_outside", { channel: "tank", value, count: 1, apart: "x" });
    assert.match(say(odd("105.3 °C"), "fr"), /^tank montre 105,3\u202f°C, .* 1 mesure mise à part/);
    assert.match(say(odd("-1234567.25 A"), "de"), /^tank zeigt -1\.234\.567,25\u202fA, .* 1 Messwert liegt getrennt/);
    assert.match(say(odd("12"), "en"), /^tank shows 12, .* 1 reading is kept apart/);
    assert.match(say(odd("so hot"), "en"), /^tank shows so hot, /);
  });

  test("say on and off in the reader's language", () => {
    const welded = reason("feedback_mismatch", { real: "on", ordered: "off", age: 42_000 });
    assert.equal(say(welded, "en"), "Really on although ordered off for 0:42");
    assert.equal(say(welded, "de"), "In Wirklichkeit „ein“, obwohl seit 0:42 „aus“ verlangt ist");
    assert.match(say(welded, "fr"), /«\u202fallumé\u202f» alors que «\u202féteint\u202f»/);
    assert.match(
      say(reason("feedback_mismatch", { real: "perhaps", ordered: "toString", age: 1 }), "fr"),
      /perhaps.*toString/,
    );
  });

  test("name the wish behind a refusal, and the cause behind a safe state", () => {
    const why = (code: ReasonCode, wished: Reason): Reason => reason(code, { left: 60_000 }, wished);
    assert.equal(say(why("min_off", text("Float")), "en"), "May switch on in 1:00 (minimum off time) – wished: Float");
    assert.equal(
      say(why("without_data_off", reason("channel_missing", { channel: "tank" }, reason("forced_on"))), "fr"),
      "Éteint faute de données\u202f: tank n’a pas encore de valeur – demandé\u202f: Allumé à la main",
    );
  });

  test("show what is missing as ?, and what a newer version wrote by its code", () => {
    assert.equal(say({ code: "min_on" }, "en"), "Stays on for another ? (minimum on time)");
    for (const code of ["invented_later", "constructor", "__proto__"]) {
      assert.equal(say({ code: code as ReasonCode }, "fr"), code);
    }
  });

  test("say a script's own words in the reader's language, in English or any where it has none", () => {
    const all = text({ en: "sun", fr: "soleil {en}", de: "Sonne" });
    assert.deepEqual([say(all, "en"), say(all, "fr"), say(all, "de")], ["sun", "soleil {en}", "Sonne"]);
    const some = text({ de: "Sonne", en: "sun" });
    assert.deepEqual([say(some, "en"), say(some, "fr"), say(some, "de")], ["sun", "sun", "Sonne"]);
    const one = text({ de: "Sonne" });
    assert.deepEqual([say(one, "en"), say(one, "fr"), say(one, "de")], ["Sonne", "Sonne", "Sonne"]);
    const two = text({ de: "Sonne", fr: "soleil" });
    assert.equal(say(two, "en"), "soleil");
    assert.equal(say(text({}), "en"), "");
    assert.equal(
      say(reason("min_off", { left: 60_000, fr: "x" }, all), "de"),
      say(reason("min_off", { left: 60_000 }, text("Sonne")), "de"),
    );
    assert.equal(say(text({ en: "x".repeat(501), fr: "y" }), "en"), `${"x".repeat(499)}…`);
  });

  test("say a line in front, where it is known", () => {
    const why = (line: number) => reason("answer_wrong", { line, what: "true" });
    assert.match(say(why(3), "en"), /^Line 3: it returned true/);
    assert.match(say(why(3), "fr"), /^Ligne 3\u202f: le script/);
    assert.match(say(why(12), "de"), /^Zeile 12: das Skript/);
    assert.match(say(why(0), "en"), /^it returned true/);
  });

  test("leave a script's own words alone, up to 500 characters", () => {
    assert.equal(say(text("Prix : {x} $& {text}"), "fr"), "Prix : {x} $& {text}");
    assert.equal(say(text("x".repeat(501)), "en"), `${"x".repeat(499)}…`);
    assert.equal(say(text("x".repeat(500)), "en").length, 500);
  });
});
