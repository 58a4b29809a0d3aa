// What a script answers, and what is said of an answer that is none.
() => {
  const LANGUAGES = ["en", "fr", "de"];
  const isWords = (log) => typeof log === "string" || Number.isFinite(log);

  // `{ en, fr, de }`, or some of them; `undefined` for what is not so.
  const inLanguages = (log) => {
    if (typeof log !== "object" || log === null) return undefined;
    const keys = Object.keys(log);
    if (keys.length === 0 || !keys.every((key) => LANGUAGES.includes(key))) return undefined;
    const said = keys.map((key) => [key, Object.getOwnPropertyDescriptor(log, key)?.value]);
    return said.every(([, words]) => isWords(words))
      ? Object.fromEntries(said.map(([key, words]) => [key, String(words).slice(0, 600)]))
      : undefined;
  };
  const wordsOf = (log) => (isWords(log) ? String(log).slice(0, 600) : inLanguages(log));

  // run by run: answers that on, off and keep made
  let made = new WeakSet();
  const answer = (mod, log) => {
    const words = wordsOf(log);
    if (words === undefined) {
      throw new TypeError(
        'a reason in words is needed: on("why"), off("why") or keep("why"), or in languages: on({ en: "why", fr: "pourquoi", de: "warum" })',
      );
    }
    const one = { mod, log: words };
    made.add(one);
    return one;
  };

  const shownText = (text) => JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
  const shownObject = (value) => {
    if (Array.isArray(value)) return "[ … ]";
    const keys = Object.keys(value);
    const some = keys.slice(0, 3).map((key) => key.slice(0, 20));
    return some.length === 0 ? "{ }" : `{ ${some.join(", ")}${keys.length > 3 ? ", …" : ""} }`;
  };
  // What was returned, as one would write it.
  const shown = (value) => {
    if (typeof value === "string") return shownText(value);
    if (typeof value === "function") return "a function, () => …";
    if (typeof value === "object" && value !== null) return shownObject(value);
    return typeof value === "bigint" ? `${value}n` : String(value);
  };

  // `mode`: this relay's mode number, where the answer may mean "as it is" by it.
  const verdict = (result, mode, asksForMode) => {
    if (result === undefined) return { wrong: ["answer_nothing", ""] };
    if (typeof result !== "object" || result === null) return { wrong: ["answer_wrong", shown(result)] };
    const own = (key) => Object.getOwnPropertyDescriptor(result, key)?.value;
    const mod = own("mod");
    if (mod === undefined) return { wrong: ["answer_wrong", shown(result)] };
    const log = wordsOf(own("log") ?? "");
    if (log === undefined) return { wrong: ["answer_log", shown(own("log"))] };
    // PvMonit's rules return the present mode when nothing is to change
    const isAsItIs = mod === mode && !made.has(result) && (asksForMode || mod === 0 || mod === 3);
    if (isAsItIs) return { mod: "keep", log };
    if (mod === 1 || mod === 2 || mod === "keep") return { mod, log };
    return { wrong: ["answer_mod", shown(mod)] };
  };

  return {
    on: (why) => answer(2, why),
    off: (why) => answer(1, why),
    keep: (why) => answer("keep", why),
    verdict,
    begin: () => {
      made = new WeakSet();
    },
  };
};
