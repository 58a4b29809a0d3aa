// The inside of the sandbox: what a script sees. Runs in QuickJS, once for all scripts.
// Gives back two functions: one takes what is the script's own, one runs it once. Only text comes in and goes out.
// The intrinsics are locked before the script is compiled (lock.js), so plain method calls are safe here.
(pvmonit, closed) => {
  const MAX_TIMERS = 32;
  const MAX_STRANGERS = 64;
  const YEAR = 366 * 86_400_000;
  let own = {};

  // one run; each begins them anew
  let world, mono, timers, holds, changed, gap, seen, seenRelays, strangers, cache;

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

  // An input is missing: ends the run. A script that catches it gains nothing, `gap` stays.
  const end = (code, name, age) => {
    gap ??= [code, name, age];
    throw new Error();
  };

  const need = (name, aliasFirst) => {
    const { name: real, line } = look(name, aliasFirst);
    if (line === undefined) end("channel_unknown", real, null);
    const [value, , , age, fresh] = line;
    if (value === null) end("channel_missing", real, age);
    if (!fresh) end("channel_stale", real, age);
    return value;
  };

  const channel = (name) => {
    wantName(name, "channel(…)");
    const field = (index) => look(name).line?.[index] ?? null;
    return {
      get name() {
        return look(name).name;
      },
      get value() {
        return need(name);
      },
      get unit() {
        return field(1);
      },
      get at() {
        return field(2);
      },
      get age() {
        return field(3);
      },
      get fresh() {
        return field(4) === 1;
      },
      get known() {
        return field(0) !== null;
      },
      orElse(otherwise) {
        return field(4) === 1 ? field(0) : otherwise;
      },
      [Symbol.toPrimitive]() {
        return need(name);
      },
    };
  };

  const readOnly = () => {
    throw new TypeError("a script can read this, not change it");
  };
  // Every property is an answer to `get`; nothing can be written, and nothing lasts from run to run.
  const view = (get, has, keys) => {
    const made = new Proxy(
      {},
      {
        get: (_target, key) => (typeof key === "symbol" ? undefined : get(key)),
        has: (_target, key) => typeof key !== "symbol" && has(key),
        ownKeys: () => keys(),
        getOwnPropertyDescriptor: (_target, key) =>
          typeof key !== "symbol" && has(key)
            ? { value: get(key), enumerable: true, configurable: true, writable: false }
            : undefined,
        set: readOnly,
        defineProperty: readOnly,
        deleteProperty: readOnly,
        setPrototypeOf: readOnly,
        preventExtensions: readOnly,
      },
    );
    closed.views.push(made);
    return made;
  };

  // What JavaScript itself asks of any object, unless a channel is really called so.
  const polite = new Set(["then", "toJSON", "toString", "valueOf", "constructor", "__proto__", "hasOwnProperty"]);
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
    if (line === undefined) {
      throw new RangeError(`no relay is called ${id.slice(0, 64)}; relays here: ${relayIds().join(", ")}`);
    }
    seenRelays.add(id);
    const [number, mode, modeNumber, on, onFor, offFor, onToday, startsToday, lastOn, lastOff, lastAutoOn, cycled] =
      line;
    return Object.freeze({
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
    return {
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
    };
  };

  // PvMonit's own form of an answer: 1 automatic off, 2 automatic on.
  const because = (log) => {
    if (typeof log === "string" || Number.isFinite(log)) return String(log);
    throw new TypeError('a reason in words is needed: on("why"), off("why") or keep("why")');
  };
  const on = (why) => ({ mod: 2, log: because(why) });
  const off = (why) => ({ mod: 1, log: because(why) });
  const keep = (why) => ({ mod: "keep", log: because(why) });
  const seconds = (n) => n * 1_000;
  const minutes = (n) => n * 60_000;
  const hours = (n) => n * 3_600_000;

  const relays = relayView((relay) => relay);
  const inputs = {
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
      return Object.freeze(find("w", "now"));
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
  const gleaner = { on, off, keep, seconds, minutes, hours };
  const old = pvmonit({
    own: () => own,
    relayOf,
    relayView,
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
  for (const words of [gleaner, old]) Object.defineProperties(globalThis, Object.getOwnPropertyDescriptors(words));
  closed.roots.push(inputs, gleaner);

  // The answer that a script gave; {} when it gave none.
  const verdict = (result) => {
    if (typeof result !== "object" || result === null) return {};
    const mod = Object.getOwnPropertyDescriptor(result, "mod")?.value;
    const log = Object.getOwnPropertyDescriptor(result, "log")?.value ?? "";
    if (mod !== 1 && mod !== 2 && mod !== "keep") return {};
    if (typeof log !== "string" && !Number.isFinite(log)) return {};
    return { mod, log: String(log).slice(0, 600) };
  };

  // Whatever was thrown may lie or throw again when it is asked.
  const describe = (error) => {
    try {
      if (typeof error !== "object" || error === null) return { failed: String(error).slice(0, 300) };
      const { message, stack } = error;
      const text = typeof message === "string" && message !== "" ? message.slice(0, 300) : "the script threw something";
      const line = typeof stack === "string" ? /script:(\d{1,6})/.exec(stack.slice(0, 2_000))?.[1] : undefined;
      return { failed: text, line: line === undefined ? null : Number(line) };
    } catch {
      return { failed: "the script threw something that cannot be read" };
    }
  };

  const attempt = (factory) => {
    try {
      const script = factory(gleaner);
      if (typeof script !== "function") return { failed: "export default must be a function: export default (…) => …" };
      return verdict(script(inputs));
    } catch (error) {
      return describe(error);
    }
  };

  const frozen = (data) => {
    const waiting = [data];
    while (waiting.length > 0) {
      const one = waiting.pop();
      if (typeof one !== "object" || one === null) continue;
      for (const inner of Object.values(Object.freeze(one))) waiting.push(inner);
    }
    return data;
  };
  const take = (ownText) => {
    own = frozen(JSON.parse(ownText));
  };

  const run = (factory, worldText, memoryText) => {
    const memory = JSON.parse(memoryText);
    world = worldText;
    timers = new Map(memory.timers);
    holds = new Map(memory.holds);
    changed = false;
    gap = null;
    seen = new Set();
    seenRelays = new Set();
    strangers = 0;
    cache = new Map();
    mono = find("w", "mono");
    const answer = attempt(factory);
    return JSON.stringify({
      ...(gap ? { gap } : answer),
      read: [...seen],
      relays: [...seenRelays],
      memory: changed ? { timers: [...timers], holds: [...holds] } : null,
    });
  };

  return { take, run };
};
