// The inside of the sandbox: what a script sees. Runs in QuickJS, once for all scripts.
// Gives back two functions: one takes what is the script's own, one runs it once. Only text comes in and goes out.
// The intrinsics are locked before the script is compiled (lock.js), so plain method calls are safe here.
(parts, closed) => {
  const MAX_TIMERS = 32;
  const MAX_STRANGERS = 64;
  const YEAR = 366 * 86_400_000;
  let own = {};

  // one run; each begins them anew
  let world, mono, timers, holds, changed, fault, seen, seenRelays, strangers, cache, line, readMode, states, handed;

  const cached = (key, make) => {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key);
  };

  // One line of the world; JSON has no raw line break, so a name cannot reach out of its line.
  const find = (kind, name) =>
    cached(kind + name, () => {
      const mark = `\n${kind}${JSON.stringify(name)}\t`;
      const from = world.indexOf(mark);
      if (from < 0) return undefined;
      const start = from + mark.length;
      return JSON.parse(world.slice(start, world.indexOf("\n", start)));
    });

  const wantName = (name, what) => {
    if (typeof name !== "string" || name === "" || name.length > 64) {
      throw new RangeError(`${what} needs a name of 1 to 64 characters in quotes`);
    }
  };

  // channel → [value, unit, at, age, fresh], by name or by alias
  const look = (name, aliasFirst) => {
    if (name.length > 128) throw new RangeError("no channel has so long a name");
    const alias = find("a", name);
    const real = alias !== undefined && (aliasFirst || find("c", name) === undefined) ? alias : name;
    const line = find("c", real);
    if (!seen.has(real)) {
      if (line === undefined && ++strangers > MAX_STRANGERS)
        throw new RangeError("too many unknown channels were asked for");
      seen.add(real);
    }
    return { name: real, line };
  };

  const lineOf = (stack) => {
    const found = typeof stack === "string" ? /script:(\d{1,6})/.exec(stack.slice(0, 2_000))?.[1] : undefined;
    return found === undefined ? null : Number(found);
  };

  // Something that is not there: ends the run. A script that catches it gains nothing, `fault` stays.
  const end = (code, thing, name = "", known = []) => {
    const error = new Error();
    const cut = (word) => String(word).slice(0, 128);
    fault ??= {
      code,
      thing: cut(thing),
      name: cut(name),
      known: known.slice(0, 64).map(cut),
      line: lineOf(error.stack),
    };
    throw error;
  };
  const endGap = (code, name, age) => {
    fault ??= { code, thing: name, age };
    throw new Error();
  };
  const { view, strict, strictData } = parts.strict(end, closed);
  const answers = parts.answers();

  // A switch is true or false, so that `if` understands it, unless its channel says other words too.
  const SWITCH = /^(?:(on|true|yes)|off|false|no)$/i;
  const asSeen = (name, value) => {
    if (typeof value !== "string") return value;
    states.add(value);
    const isSwitch = !Object.hasOwn(own.states, name) || own.states[name].every((word) => SWITCH.test(word));
    const found = isSwitch ? SWITCH.exec(value) : null;
    return found === null ? value : found[1] !== undefined;
  };
  // Known before it has ever said anything.
  const isExpected = (name) =>
    own.expected.includes(name) || own.open.some((device) => name.startsWith(`${device}.`) && name !== `${device}.`);

  const need = (name, aliasFirst) => {
    const { name: real, line } = look(name, aliasFirst);
    if (line === undefined) endGap(isExpected(real) ? "channel_missing" : "channel_unknown", real, null);
    const [value, , , age, fresh] = line;
    if (value === null) endGap("channel_missing", real, age);
    if (!fresh) endGap("channel_stale", real, age);
    return asSeen(real, value);
  };

  const channel = (name) => {
    wantName(name, "channel(…)");
    const { name: real, line: known } = look(name);
    if (known === undefined && !isExpected(real)) endGap("channel_unknown", real, null);
    const [value, unit, at, age, fresh] = known ?? [null, null, null, null, 0];
    const made = strict(`channel("${name}")`, {
      name: real,
      get value() {
        return need(name);
      },
      unit,
      at,
      age,
      fresh: fresh === 1,
      known: value !== null,
      orElse: (otherwise) => (fresh === 1 ? asSeen(real, value) : otherwise),
      [Symbol.toPrimitive]: () => need(name),
    });
    handed.set(made, name);
    return made;
  };

  // What JavaScript itself asks of any object, unless a channel is really called so.
  const polite = new Set("then toJSON inspect toString valueOf constructor __proto__ hasOwnProperty".split(" "));
  const values = (prefix, aliasFirst) => {
    const exists = (key) => find("c", prefix + key) !== undefined || find("a", prefix + key) !== undefined;
    return view(
      (key) => (polite.has(key) && !exists(key) ? undefined : need(prefix + key, aliasFirst)),
      exists,
      () => [],
    );
  };

  const relayIds = () => find("w", "relays");
  const makeRelay = (id) => {
    const line = find("r", id);
    if (line === undefined) end("relay_unknown", "relays", id, relayIds());
    seenRelays.add(id);
    const [number, mode, modeNumber, on, onFor, offFor, onToday, startsToday, lastOn, lastOff, lastAutoOn, cycled] =
      line;
    return strict(own.id === id ? "relay" : `relays.${id}`, {
      id,
      name: id,
      number,
      mode,
      modeNumber,
      on,
      onFor,
      offFor,
      onToday,
      startsToday,
      lastOn,
      lastOff,
      lastAutoOn,
      cycledToday: cycled,
    });
  };
  // by name or by number; no name begins with a digit
  const relayOf = (key) => {
    const id = find("n", key) ?? key;
    return cached(`R${id}`, () => makeRelay(id));
  };
  const isRelay = (key) => find("r", key) !== undefined || find("n", key) !== undefined;
  const relayView = (get) =>
    view(
      (key) => (polite.has(key) && !isRelay(key) ? undefined : get(relayOf(key))),
      isRelay,
      () => relayIds(),
    );

  const duration = (ms, what) => {
    if (typeof ms !== "number" || !(ms >= 0 && ms <= YEAR)) {
      throw new RangeError(`${what} needs a time from 0 to a year, such as minutes(10)`);
    }
    return ms;
  };
  const startTimer = (name, ms) => {
    if (!timers.has(name) && timers.size >= MAX_TIMERS)
      throw new RangeError(`a script has at most ${MAX_TIMERS} timers`);
    timers.set(name, mono + duration(ms, `timer("${name}").start(…)`));
    changed = true;
  };
  const stopTimer = (name) => {
    if (timers.delete(name)) changed = true;
  };
  // where there is no timer it neither runs nor is over: no number compares with undefined
  const isRunning = (name) => mono < timers.get(name);
  const timer = (name) => {
    wantName(name, "timer(…)");
    return strict(`timer("${name}")`, {
      start: (ms) => startTimer(name, ms),
      stop: () => stopTimer(name),
      get running() {
        return isRunning(name);
      },
      get over() {
        return mono >= timers.get(name);
      },
      get left() {
        return Math.max(0, (timers.get(name) ?? mono) - mono);
      },
    });
  };

  const { on, off, keep } = answers;
  const seconds = (n) => n * 1_000;
  const minutes = (n) => n * 60_000;
  const hours = (n) => n * 3_600_000;

  const relays = relayView((relay) => relay);
  const momentOf = () => cached("Mnow", () => strict("now", find("w", "now")));
  const given = {
    data: values("", true),
    channel,
    battery: values("battery."),
    solar: values("solar."),
    house: values("house."),
    grid: values("grid."),
    get relay() {
      return relayOf(own.id);
    },
    relays,
    get now() {
      return momentOf();
    },
    timer,
    get settings() {
      return own.settings;
    },
    on,
    off,
    keep,
    seconds,
    minutes,
    hours,
  };
  const words = { on, off, keep, seconds, minutes, hours };
  const inputs = strict("inputs", given);
  const gleaner = strict('"gleaner"', words);
  const old = parts.pvmonit({
    own: () => own,
    relayOf,
    relayView,
    readMode: () => {
      readMode = true;
    },
    nowMs: () => find("w", "now").ms,
    mono: () => mono,
    holds: (name) => holds.get(name),
    hold: (name, since) => {
      if (holds.get(name) === since) return;
      changed = true;
      if (since === undefined) holds.delete(name);
      else holds.set(name, since);
    },
    isRunning,
    startTimer,
    stopTimer,
    wantName,
  });
  const dates = parts.dates(momentOf);
  for (const some of [words, old, dates]) Object.defineProperties(globalThis, Object.getOwnPropertyDescriptors(some));

  // Whatever was thrown may lie or throw again when it is asked.
  const describe = (error) => {
    try {
      if (typeof error !== "object" || error === null) return { failed: String(error).slice(0, 300) };
      const { message, stack } = error;
      const text = typeof message === "string" && message !== "" ? message.slice(0, 300) : "the script threw something";
      return { failed: text, line: lineOf(stack) };
    } catch {
      return { failed: "the script threw something that cannot be read" };
    }
  };

  // What the compiled script calls by itself: how far it came, with what it returns.
  const tools = {
    at: (number, result) => {
      line = number;
      return result;
    },
  };
  closed.roots.push(given, words, tools);
  parts.compare({
    end,
    missing: (name) => endGap("channel_missing", name, null),
    nameOf: (name, aliasFirst) => look(name, aliasFirst).name,
    current: (name) => find("c", name)?.[0],
    wordsOf: (name) => (Object.hasOwn(own.states, name) ? own.states[name] : undefined),
    isState: (word) => states.has(word),
    // by its description, or as it said one before and has none
    saysAnyWord: (name) => !Object.hasOwn(own.states, name) && (own.words.includes(name) || find("c", name)?.[5] === 1),
    // a channel itself stands for its value
    plain: (value) => (handed.has(value) ? need(handed.get(value)) : value),
    tools,
  });
  const ownMode = () => find("r", own.id)?.[2];

  const attempt = (factory) => {
    try {
      const script = factory(gleaner, tools);
      if (typeof script !== "function") return { failed: "export default must be a function: export default (…) => …" };
      const result = script(inputs);
      return { ...answers.verdict(result, ownMode(), readMode), line };
    } catch (error) {
      return describe(error);
    }
  };

  const take = (ownText) => {
    const { settings, ...rest } = JSON.parse(ownText);
    own = { states: {}, words: [], expected: [], open: [], ...rest, settings: strictData("settings", settings) };
  };

  const run = (factory, worldText, memoryText) => {
    const memory = JSON.parse(memoryText);
    world = worldText;
    timers = new Map(memory.timers);
    holds = new Map(memory.holds);
    changed = false;
    fault = null;
    line = null;
    readMode = false;
    seen = new Set();
    seenRelays = new Set();
    strangers = 0;
    cache = new Map();
    states = new Set();
    handed = new Map();
    answers.begin();
    mono = find("w", "mono");
    const answer = attempt(factory);
    return JSON.stringify({
      ...(fault ? { fault } : answer),
      read: [...seen],
      relays: [...seenRelays],
      memory: changed ? { timers: [...timers], holds: [...holds] } : null,
    });
  };

  return { take, run };
};
