// Comparisons of values with words. The compiled script calls these in place of ===, switch, includes and conditions that
// it writes: one switch is one value however it is spelt, capitals do not count, and a word that a channel never says
// ends the run, as the condition would be false for ever.
({ end, missing, nameOf, current, wordsOf, isState, saysAnyWord, plain, tools }) => {
  const TRUTH = new Map([
    ["on", true],
    ["true", true],
    ["yes", true],
    ["1", true],
    ["off", false],
    ["false", false],
    ["no", false],
    ["0", false],
  ]);
  const lower = (word) => word.toLowerCase();
  const truthOf = (value) => {
    if (typeof value === "boolean") return value;
    return typeof value === "string" || value === 0 || value === 1 ? TRUTH.get(lower(String(value))) : undefined;
  };
  const isNumeric = (word) => word.trim() !== "" && Number.isFinite(Number(word));

  // `word` is never what the channel says: whoever asks for it waits for ever.
  const never = (name, value, word) => {
    if (typeof value === "number") end("state_is_number", name, word);
    end("state_unknown", name, word, typeof value === "boolean" ? ["on", "off"] : wordsOf(name));
  };

  const bothWords = (a, b, name) => {
    if (lower(a) === lower(b)) return name !== undefined || isState(a) || isState(b);
    const words = name === undefined ? undefined : wordsOf(name);
    if (words === undefined) return false;
    // a code that nobody knows yet has a name too
    const isPossible = (word) => word === current(name) || words.includes(lower(word)) || /_\d+$/.test(word);
    for (const word of [a, b]) if (!isPossible(word)) never(name, a, word);
    return false;
  };
  // a word, and what is none
  const wordAndOther = (word, other, name) => {
    const [one, two] = [truthOf(word), truthOf(other)];
    // a switch may be read as 1 or 0
    const isSwitch = typeof other === "boolean" || (two !== undefined && !isNumeric(word));
    if (isSwitch && one !== undefined) return one === two;
    if (name === undefined) return false;
    if (typeof other === "number" && isNumeric(word)) return Number(word) === other;
    if (word !== current(name) && one === undefined && !saysAnyWord(name)) never(name, other, word);
    return false;
  };
  const isPlain = (value) => ["string", "number", "boolean"].includes(typeof value);
  // What === would not see as the same, although it is.
  const alike = (a, b, name) => {
    if (!isPlain(a) || !isPlain(b)) return false;
    if (typeof a === "string" && typeof b === "string") return bothWords(a, b, name);
    if (typeof a === "string") return wordAndOther(a, b, name);
    if (typeof b === "string") return wordAndOther(b, a, name);
    // a switch and a number: a switch always has a truth
    return name !== undefined && typeof a !== typeof b && truthOf(a) === truthOf(b);
  };

  const realName = (channel, alias) => (channel === undefined ? undefined : nameOf(channel, alias === 1));
  const orders = {
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };

  const same = (loose, a, b, channel, alias) =>
    (loose === 0 ? a === b : loose(a, b)) || alike(a, b, realName(channel, alias));
  const pick = (value, words, channel, alias) => {
    if (words.includes(value)) return value;
    const name = realName(channel, alias);
    return words.find((word) => alike(value, word, name)) ?? value;
  };
  const truth = (value, channel, alias) => {
    if (typeof value !== "string" || value === "") return value;
    const said = truthOf(value);
    const name = realName(channel, alias);
    if (said === undefined && value === current(name)) end("state_as_truth", name, value);
    return said ?? value;
  };
  const CLOCK = /^\d{1,2}:\d\d(?::\d\d)?$/;
  const isNothing = (value) => value === undefined || Number.isNaN(value);
  const notInOrder = (one, other, name) => {
    if (isNothing(one)) end("never_holds", "", String(one));
    if (typeof one !== "string" || isNumeric(one)) return;
    if (name === undefined) {
      if (typeof other === "number") end("never_holds", "", `"${one}"`);
    } else if (one === current(name) || typeof other === "number") end("state_not_number", name, one);
  };
  const order = (operator, a, b, channel, alias) => {
    const name = realName(channel, alias);
    notInOrder(a, b, name);
    notInOrder(b, a, name);
    // 9:30 is before 10:00, although its 9 is not before the 1
    const areClocks = typeof a === "string" && typeof b === "string" && CLOCK.test(a) && CLOCK.test(b);
    return areClocks ? orders[operator](a.padStart(b.length, "0"), b.padStart(a.length, "0")) : orders[operator](a, b);
  };

  // The value with the word that is looked for in it spelt as the script has it.
  const spelt = (value, word, name) => {
    // a list of values
    if (Array.isArray(value)) return value.map((one) => (isState(one) && lower(one) === lower(word) ? word : one));
    if (typeof value !== "string" || (name === undefined && !isState(value))) return value;
    const at = lower(value).indexOf(lower(word));
    if (at >= 0) return value.slice(0, at) + word + value.slice(at + word.length);
    const words = name === undefined || value !== current(name) ? undefined : wordsOf(name);
    if (words !== undefined && !words.some((one) => one.includes(lower(word)))) never(name, value, word);
    return value;
  };

  const sun = (hour, name) => (hour === null ? missing(`now.${name}`) : hour);

  return Object.assign(tools, {
    sun,
    spelt: (value, word, channel, alias) => spelt(plain(value), word, realName(channel, alias)),
    // a part of a state: the words that there are say nothing of it
    likeWord: (a, b) => typeof a === "string" && typeof b === "string" && lower(a) === lower(b),
    same: (loose, a, b, channel, alias) => same(loose, plain(a), plain(b), channel, alias),
    pick: (value, words, channel, alias) => pick(plain(value), words, channel, alias),
    truth: (value, channel, alias) => truth(plain(value), channel, alias),
    order: (operator, a, b, channel, alias) => order(operator, plain(a), plain(b), channel, alias),
  });
};
