// The function names of PvMonit (domo.php), so that its rules move over word by word. Times in seconds, as there.
// Differences, said in docs/write-a-script.md: "today" is the civil day, not the last 12 hours; the debounce of the
// charger's state is kept per relay and per function, not in one file for all.
(api) => {
  const relay = (which) => api.relayOf(String(which));
  const unix = (ms) => (ms === null ? null : Math.floor(ms / 1_000));
  const wantSeconds = (s) => {
    // its rules often wrote them as text: timeUpMin(3, '200')
    const number = typeof s === "string" && s.trim() !== "" ? Number(s) : s;
    if (typeof number !== "number" || !(number >= 0)) throw new RangeError("a number of seconds is needed");
    return number;
  };

  // Time since the relay last went on automatically, ms; the monotonic clock's where it is still that run.
  const sinceAutoOn = (which) => {
    const { on, onFor, lastOn, lastAutoOn } = relay(which);
    if (on && lastOn === lastAutoOn) return onFor;
    return Math.max(0, api.nowMs() - (lastAutoOn ?? Number.NEGATIVE_INFINITY));
  };

  // True in the state and until `s` seconds after the run that first saw it left: a passing cloud changes nothing.
  const debounced = (name, inState, s) => {
    const longest = wantSeconds(s) * 1_000;
    const held = api.holds(name);
    if (inState) {
      api.hold(name, "in");
      return true;
    }
    const left = held === "in" ? api.mono() : held;
    // where nothing was held, this is not so
    const holding = longest > 0 && api.mono() - left <= longest;
    api.hold(name, holding ? left : undefined);
    return holding;
  };

  return {
    relayUpToday: (which) => relay(which).startsToday > 0,
    relayUpDownToday: (which) => relay(which).cycledToday,
    relayLastUp: (which) => unix(relay(which).lastOn),
    relayLastUpAuto: (which) => unix(relay(which).lastAutoOn),
    relayLastDown: (which) => unix(relay(which).lastOff),
    timeUpMin: (which, s) => sinceAutoOn(which) < wantSeconds(s) * 1_000,
    timeUpMax: (which, s) => sinceAutoOn(which) > wantSeconds(s) * 1_000,
    MpptAbsOrFlo: (cs, s = 60) => debounced("MpptAbsOrFlo", /^(absorption|float)/i.test(String(cs)), s),
    MpptFlo: (cs, s = 60) => debounced("MpptFlo", /^float/i.test(String(cs)), s),
    timerStart: (name, s) => {
      api.wantName(name, "timerStart(…)");
      api.startTimer(name, wantSeconds(s) * 1_000);
    },
    timerOn: (name) => {
      api.wantName(name, "timerOn(…)");
      if (api.isRunning(name)) return false;
      api.stopTimer(name);
      return true;
    },
    get thisId() {
      return api.own().number ?? api.own().id;
    },
    get thisEtat() {
      return relay(api.own().id).on ? 1 : 0;
    },
    get thisMod() {
      api.readMode();
      return relay(api.own().id).modeNumber;
    },
    relayEtat: api.relayView((one) => (one.on ? 1 : 0)),
    relayMod: api.relayView((one) => one.modeNumber),
  };
};
