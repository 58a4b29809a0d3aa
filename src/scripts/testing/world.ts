import {
  type ChannelState,
  type RelayState,
  type ScriptHost,
  type ScriptWorld,
  say,
  type Value,
  type Wish,
} from "../../model/index.ts";

/** 1 July 2026, a Wednesday, 12:00 in Paris. */
export const NOON = Date.UTC(2026, 6, 1, 10);
export const ZONE = "Europe/Paris";

/** A channel's state: fresh 300 ms old, unless said otherwise; `undefined` value: never seen. */
export function channel(name: string, value: Value | null | undefined, more: Partial<ChannelState> = {}): ChannelState {
  return {
    name,
    unit: typeof value === "string" ? null : "W",
    value: value ?? null,
    at: value === undefined ? null : NOON - 300,
    age_ms: value === undefined ? null : 300,
    fresh: value !== undefined && value !== null,
    ...more,
  };
}

export function relay(id: string, number: number | null, more: Partial<RelayState> = {}): RelayState {
  return {
    id,
    number,
    mode: "auto",
    mode_number: 1,
    on: false,
    reason: { code: "starting" },
    inputs: [],
    since: NOON - 5_000,
    until: null,
    fault: null,
    hold: null,
    on_for_ms: 0,
    off_for_ms: 5_000,
    on_today_ms: 0,
    starts_today: 0,
    last_on: null,
    last_off: null,
    last_auto_on: null,
    cycled_today: false,
    power_w: 1_000,
    ...more,
  };
}

export interface WorldWords {
  readonly at?: number;
  readonly mono?: number;
  readonly channels?: readonly ChannelState[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly relays?: readonly RelayState[];
  readonly sun?: ScriptWorld["sun"];
}

/** A world with battery.soc 80 % (alias SOC), solar.power 500 W, and relays boiler (1) and pump (2). */
export function world(words: WorldWords = {}): ScriptWorld {
  const channels = words.channels ?? [channel("battery.soc", 80, { unit: "%" }), channel("solar.power", 500)];
  return {
    snapshot: {
      now: { at: words.at ?? NOON, mono: words.mono ?? 1_000_000 },
      channels: new Map(channels.map((one) => [one.name, one])),
      aliases: new Map(Object.entries(words.aliases ?? { SOC: "battery.soc" })),
    },
    relays: words.relays ?? [relay("boiler", 1), relay("pump", 2)],
    sun: words.sun ?? { sunrise: null, sunset: null },
  };
}

/** Collects the wishes of a host. */
export class Wishes {
  readonly all: { readonly wish: Wish; readonly read: readonly string[]; readonly at: number }[] = [];
  readonly notes: { readonly relay: string; readonly code: string; readonly problem: string }[] = [];
  #waiting: (() => void)[] = [];

  constructor(host: ScriptHost) {
    host.onWish = (wish, read) => {
      this.all.push({ wish, read, at: performance.now() });
      this.#wake();
    };
    host.onNote = (id, why) => {
      const { problem = "" } = why.values ?? {};
      this.notes.push({
        relay: id,
        code: why.code,
        problem: typeof problem === "object" ? say(problem, "en") : String(problem),
      });
      this.#wake();
    };
  }

  of(id: string): Wish[] {
    return this.all.filter(({ wish }) => wish.relay === id).map(({ wish }) => wish);
  }

  /** Resolves once `done` says so. @throws Error after `within_ms` */
  async until(done: () => boolean, within_ms = 5_000): Promise<void> {
    const end = performance.now() + within_ms;
    while (!done()) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`not within ${within_ms} ms; so far ${JSON.stringify([this.all, this.notes])}`);
      await new Promise<void>((resolve) => {
        const clock = setTimeout(resolve, Math.min(left, 50));
        this.#waiting.push(() => {
          clearTimeout(clock);
          resolve();
        });
      });
    }
  }

  /** The next wish of a relay after those already seen. */
  async next(id: string, within_ms?: number): Promise<Wish> {
    const seen = this.of(id).length;
    await this.until(() => this.of(id).length > seen, within_ms);
    const wish = this.of(id)[seen];
    if (!wish) throw new Error("no wish");
    return wish;
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
