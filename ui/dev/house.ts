import type { DisplayName, DisplayNames } from "../../src/model/display-names.ts";
import type { Language } from "../../src/model/language.ts";
import { type Reason, reason, say, text } from "../../src/model/reasons.ts";
import type { Channel, Fault, JournalLine, Relay, RelayMode, State } from "../../src/web/api.ts";
import { namingOf } from "../../src/words/naming.ts";
import { InventedPast } from "./past.ts";

/** An invented house for working on the pages: plausible, moving, with one of everything that can go wrong. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const all = (name: string): DisplayName => ({ fr: name, de: name, en: name });

/** What its owner calls some things; all others go by what every house calls them. */
const NAMES: DisplayNames = {
  relay: new Map([["pump", { fr: "Pompe du puits", de: "Brunnenpumpe", en: "Pump" }]]),
  channel: new Map([["tank.level", { fr: "Niveau de la cuve", de: "Füllstand der Zisterne", en: "Tank level" }]]),
  device: new Map([
    ["roof", all("Victron MPPT")],
    ["weather", { fr: "Station météo", de: "Wetterstation", en: "Weather station" }],
  ]),
};
const naming = namingOf(NAMES);

interface Invented extends Omit<Relay, "name" | "reason" | "reason_code" | "fault" | "inputs" | "script"> {
  why: Reason;
  broken?: Reason;
  seen: readonly string[];
  script: Relay["script"];
  holdUntil?: number;
}

interface Happened extends Omit<JournalLine, "reason" | "id"> {
  readonly why: Reason;
}

export class InventedHouse {
  readonly born = Date.now();
  readonly past = new InventedPast(this.born);
  readonly relays = new Map<string, Invented>();
  journal: Happened[] = [];
  faults: Reason[] = [reason("store_failed", { problem: "disk full: 12 MB left on /var/lib/gleaner" })];
  /** Whether the weather station gives nothing. */
  weatherLost = true;
  withGrid = false;
  /** Which relay each key of a panel on wires has. */
  keys: (string | null)[] | undefined;
  /** The clock was set back by so much a moment ago, ms. */
  ahead_ms = 0;

  constructor() {
    const now = this.born;
    const usual = { mode: "auto", mode_number: 1, on: false, starts_today: 0, on_today_ms: 0 } as const;
    const pump = { ...usual, seen: ["battery.soc", "tank.level"], script: { state: "ok" } } as const;
    this.relays.set("boiler", {
      ...usual,
      number: 1,
      mode_number: 2,
      on: true,
      why: text("Charger in float, 640 W to spare, nothing drawn from the battery"),
      since: now - 47 * MINUTE,
      on_today_ms: 72 * MINUTE,
      starts_today: 3,
      power_w: 1200,
      seen: ["charger.state", "battery.soc", "battery.power"],
      script: { state: "ok", memory_bytes: 94_208 },
      holdUntil: now + 6 * MINUTE + 12_000,
    });
    this.relays.set("pump", {
      ...pump,
      number: 2,
      why: reason("min_off", { left: 252_000 }, text("Tank below 40 %")),
      since: now - 6 * MINUTE,
      on_today_ms: 18 * MINUTE,
      starts_today: 1,
      power_w: 450,
      holdUntil: now + 4 * MINUTE + 12_000,
    });
    this.relays.set("car_charger", {
      ...usual,
      number: 3,
      mode: "on",
      mode_number: 3,
      on: true,
      why: reason("forced_on_for", { left: HOUR }),
      since: now - 18 * MINUTE,
      until: now + 41 * MINUTE + 12_000,
      on_today_ms: 18 * MINUTE,
      starts_today: 1,
      power_w: 2300,
      seen: [],
      script: { state: "old", problem: "car_charger.ts:14:7 ';' expected" },
    });
    this.relays.set("fridge", {
      ...usual,
      number: 4,
      why: reason("fault_latched"),
      broken: reason("feedback_mismatch", { real: "off", ordered: "on", age: 42_000 }),
      since: now - 26 * HOUR,
      on_today_ms: 5 * HOUR + 7 * MINUTE,
      starts_today: 9,
      power_w: 150,
      seen: ["battery.soc"],
      script: { state: "ok" },
    });
    this.#inventJournal();
  }

  #inventJournal(): void {
    const at = (minutes: number): number => this.born - minutes * MINUTE;
    const seen = this.channels("en");
    const inputs = ["charger.state", "battery.soc"].map((name) => this.#input(name, seen));
    this.journal = [
      {
        at: at(1),
        kind: "fault",
        relay: "fridge",
        why: reason("feedback_mismatch", { real: "off", ordered: "on", age: 42_000 }),
      },
      { at: at(6), kind: "switch", relay: "pump", on: false, why: text("Tank full"), inputs },
      { at: at(18), kind: "mode", relay: "car_charger", why: reason("forced_on_for", { left: HOUR }) },
      { at: at(18), kind: "switch", relay: "car_charger", on: true, why: reason("forced_on_for", { left: HOUR }) },
      {
        at: at(25),
        kind: "refused",
        relay: "pump",
        on: true,
        why: reason("min_off", { left: 252_000 }, text("Tank below 40 %")),
      },
      {
        at: at(31),
        kind: "script",
        relay: "car_charger",
        why: reason("script_rejected", { problem: "car_charger.ts:14:7 ';' expected" }),
      },
      { at: at(33), kind: "device", why: reason("device_lost", { device: "weather", problem: "no answer for 30 s" }) },
      {
        at: at(47),
        kind: "switch",
        relay: "boiler",
        on: true,
        why: text("Charger in float, nothing drawn from the battery"),
        inputs,
      },
      { at: at(90), kind: "mode_file", why: reason("mode_file_refused", { problem: "line 3: 7 is not a mode" }) },
      { at: at(95), kind: "house", why: reason("house_started") },
    ];
    for (let hour = 3; hour < 120; hour++) {
      const on = hour % 2 === 0;
      const why = text(on ? "Charger in float" : "Battery below 85 %");
      this.journal.push({
        at: at(hour * 60),
        kind: "switch",
        relay: hour % 3 === 0 ? "pump" : "boiler",
        on,
        why,
        inputs,
      });
    }
  }

  channels(language: Language, now = Date.now()): Record<string, Channel> {
    const told = Object.entries(this.#values(now));
    return Object.fromEntries(told.map(([id, channel]) => [id, { ...channel, name: naming("channel", id, language) }]));
  }

  #values(now: number): Record<string, Omit<Channel, "name">> {
    const t = (now - this.born) / 1000;
    const wave = (period: number, size: number): number => size * Math.sin((2 * Math.PI * t) / period);
    const solar = Math.round(1840 + wave(40, 160) + wave(7, 25));
    const battery = Math.round(640 + wave(40, 140));
    const fresh = (value: number | string, unit: string | null, age_ms = 400): Omit<Channel, "name"> => ({
      value,
      unit,
      at: now - age_ms,
      age_ms,
      fresh: true,
    });
    const silent = now - this.born + 8 * MINUTE;
    return {
      "solar.power": fresh(solar, "W"),
      "solar.energy_today": fresh(7420, "Wh"),
      "charger.state": { ...fresh("float", null, 900), alias: "CS" },
      "battery.soc": { ...fresh(87.4, "%", 700), alias: "SOC" },
      "battery.power": fresh(battery, "W", 700),
      "battery.voltage": fresh(Number((27.18 + wave(30, 0.08)).toFixed(2)), "V", 700),
      "battery.current": fresh(Number((battery / 27.1).toFixed(1)), "A", 700),
      "battery.time_to_go": fresh(3 * 86_400 + 4 * 3600, "s", 700),
      "house.power": fresh(solar - battery, "W"),
      ...(this.withGrid && { "grid.power": fresh(-320, "W") }),
      "tank.level": fresh(62, "%", 4200),
      "outdoor.temperature": { value: 14.2, unit: "°C", at: now - silent, age_ms: silent, fresh: false },
      "roof.panel_voltage": fresh(Number((78.4 + wave(30, 0.6)).toFixed(2)), "V"),
      "roof.maximum_power_of_yesterday": fresh(2_310, "W"),
      "monitor.number_of_automatic_synchronisations": fresh(214, "", 700),
      "monitor.product": fresh("BMV-712 Smart of the barn", null, 700),
      "weather.wind": { value: null, unit: "m/s", at: null, age_ms: null, fresh: false },
    };
  }

  #input(name: string, channels: Record<string, Channel>): Relay["inputs"][number] {
    const seen = channels[name];
    return {
      channel: name,
      name: seen?.name ?? name,
      value: seen?.value ?? null,
      unit: seen?.unit ?? null,
      at: seen?.at ?? null,
      age_ms: seen?.age_ms ?? null,
    };
  }

  relay(id: string, language: Language, now = Date.now()): Relay | undefined {
    const invented = this.relays.get(id);
    if (!invented) return undefined;
    const { why, broken, seen, holdUntil, ...rest } = invented;
    const channels = this.channels(language, now);
    const hold = holdUntil !== undefined && holdUntil > now;
    const counting = hold && why.code === "min_off" ? reason(why.code, { left: holdUntil - now }, why.wished) : why;
    return {
      ...rest,
      name: naming("relay", id, language),
      on_today_ms: rest.on_today_ms + (rest.on ? now - this.born : 0),
      reason: say(counting, language, naming),
      reason_code: why.code,
      ...(broken && { fault: say(broken, language, naming) }),
      ...(hold && { hold: { rule: rest.on ? "min_on" : "min_off", for_ms: holdUntil - now } }),
      inputs: seen.map((name) => this.#input(name, channels)),
    };
  }

  #faults(language: Language): Fault[] {
    const told = (why: Reason, cause: Omit<Fault, "text"> = {}): Fault => ({
      text: say(why, language, naming),
      ...cause,
    });
    const relays = [...this.relays].flatMap(([relay, { broken }]) =>
      broken ? [told(reason("relay_fault", { relay }, broken), { relay })] : [],
    );
    const [device, problem] = ["weather", "no answer for 30 s: check its power and cable"];
    const lost = this.weatherLost ? [told(reason("device_lost", { device, problem }), { device })] : [];
    return [...this.faults.map((fault) => told(fault)), ...relays, ...lost];
  }

  state(language: Language, now = Date.now()): State {
    const relays: Record<string, Relay> = {};
    for (const id of this.relays.keys()) {
      const relay = this.relay(id, language, now);
      if (relay) relays[id] = relay;
    }
    const device = { state: "ok", problem: null, counters: {}, facts: {} } as const;
    return {
      now,
      site: { name: "La Borie", time_zone: "Europe/Paris", ...(this.keys && { keys: this.keys }) },
      language,
      version: "0.1.0",
      channels: this.channels(language, now),
      relays,
      devices: {
        roof: { ...device, name: naming("device", "roof", language) },
        monitor: { ...device, name: "monitor" },
        boiler_plug: { ...device, name: "boiler_plug" },
        weather: {
          ...device,
          name: naming("device", "weather", language),
          ...(this.weatherLost && { state: "lost", problem: "no answer for 30 s: check its power and cable" }),
        },
      },
      faults: this.#faults(language),
      storage: {
        written_today_bytes: 12_400_000,
        written_per_day_bytes: 88_000_000,
        database_bytes: 340_200_000,
        last_commit_at: now - 4_000,
      },
      ...(this.ahead_ms > 0 && { recorded_ahead_ms: this.ahead_ms }),
    };
  }

  lines(limit: number, before: number, language: Language): JournalLine[] {
    return this.journal
      .map(({ why, ...line }, index) => ({
        ...line,
        id: this.journal.length - index,
        reason: say(why, language, naming),
      }))
      .filter((line) => line.id < before)
      .slice(0, limit);
  }

  /** When a relay was switched, oldest first. */
  switches(relay: string): { at: number; on: boolean }[] {
    return this.journal
      .flatMap((line) =>
        line.kind === "switch" && line.relay === relay && line.on !== undefined ? [{ at: line.at, on: line.on }] : [],
      )
      .sort((a, b) => a.at - b.at);
  }

  /** Does what a person asks for, at once. `false`: there is no such relay. */
  setMode(id: string, mode: RelayMode, for_ms: number | undefined): boolean {
    const relay = this.relays.get(id);
    if (!relay) return false;
    const now = Date.now();
    const on = mode === "on" || (mode === "auto" && id === "boiler");
    delete relay.broken;
    delete relay.until;
    relay.mode = mode;
    relay.mode_number = mode === "off" ? 0 : mode === "on" ? 3 : on ? 2 : 1;
    if (for_ms !== undefined && mode !== "auto") relay.until = now + for_ms;
    relay.why = reason(mode === "auto" ? "back_to_auto" : mode === "on" ? "forced_on" : "forced_off");
    if (on !== relay.on) {
      relay.on = on;
      relay.since = now;
      if (on) relay.starts_today += 1;
      delete relay.holdUntil;
      this.journal.unshift({ at: now, kind: "switch", relay: id, on, why: relay.why });
    }
    this.journal.unshift({ at: now, kind: "mode", relay: id, why: relay.why });
    return true;
  }
}
