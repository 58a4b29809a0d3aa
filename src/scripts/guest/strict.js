// Views of what a script is given. What is not there ends the run, as a misspelt channel does: the value `undefined`
// would make every comparison false, and the script would go on.
(end, closed) => {
  // What JavaScript and the tools around it ask of any object.
  const asked = new Set(["then", "toJSON", "inspect"]);
  const readOnly = () => {
    throw new TypeError("a script can read this, not change it");
  };
  const guards = {
    set: readOnly,
    defineProperty: readOnly,
    deleteProperty: readOnly,
    setPrototypeOf: readOnly,
    preventExtensions: readOnly,
  };

  // Every property is an answer to `get`; nothing can be written, and nothing lasts from run to run.
  const view = (get, has, keys) => {
    const made = new Proxy(
      {},
      {
        ...guards,
        get: (_target, key) => (typeof key === "symbol" ? undefined : get(key)),
        has: (_target, key) => typeof key !== "symbol" && has(key),
        ownKeys: () => keys(),
        getOwnPropertyDescriptor: (_target, key) =>
          typeof key !== "symbol" && has(key)
            ? { value: get(key), enumerable: true, configurable: true, writable: false }
            : undefined,
      },
    );
    closed.views.push(made);
    return made;
  };

  const isPlace = (target, key) => Array.isArray(target) && /^\d+$/.test(key);

  /**
   * An object whose members are all there are. `thing`: what the script calls it. `open`: its names are people's, so
   * that `in` may ask whether there is one; elsewhere an unknown name is always a mistake.
   */
  const strict = (thing, target, open = Array.isArray(target)) => {
    const unknown = (key) => end("member_unknown", thing, key, Object.keys(target));
    const known = (key) => typeof key === "symbol" || key in target || asked.has(key) || isPlace(target, key);
    const made = new Proxy(target, {
      ...guards,
      get: (_target, key) => (known(key) ? target[key] : unknown(key)),
      has: (_target, key) => (open || known(key) ? key in target : unknown(key)),
    });
    closed.views.push(made);
    return made;
  };

  // Data, and what is in it.
  const strictData = (thing, data) => {
    if (typeof data !== "object" || data === null) return data;
    const inner = Array.isArray(data) ? [] : {};
    for (const key of Object.keys(data)) inner[key] = strictData(`${thing}.${key}`, data[key]);
    return strict(thing, Object.freeze(inner), true);
  };

  return { view, strict, strictData };
};
