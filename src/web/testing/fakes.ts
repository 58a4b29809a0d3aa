import type { ChannelState, HouseState, LoadPictures, ModeCommand, Naming, RelayState } from "../../model/index.ts";
import { reason, text } from "../../model/index.ts";
import { askOf, type Handlers } from "../asking/requests.ts";
import type { Limits } from "../defence/limits.ts";
import type { App } from "../http/context.ts";
import type { ChannelSetup, Site, SunOf } from "../http/setup.ts";
import { Live, type WebClock } from "../live/live.ts";
import { buildServer } from "../server/server.ts";
import { HANDLERS } from "./handlers.ts";
import { MemoryHistory } from "./memory-history.ts";
import { loadPlainPictures } from "./plain-pictures.ts";

/** An instant that all tests share: 2026-11-20 10:00:00 UTC. */
export const AT = Date.UTC(2026, 10, 20, 10);

export const SITE: Site = { name: "La Borie", time_zone: "Europe/Paris", language: "en" };

export const CHANNELS: ChannelSetup = {
  named: ["solar.power", "battery.soc", "charger.state", "grid.power"],
  stale_after_ms: new Map([
    ["solar.power", 60_000],
    ["battery.soc", 10_000],
    ["roof", 5_000],
    ["weather", 600_000],
  ]),
  reports: new Map([["grid.power", "on_change"]]),
  counters: new Map(),
};

export function channel(name: string, value: number | string | null, more: Partial<ChannelState> = {}): ChannelState {
  const known = value !== null;
  return { name, unit: "W", value, at: known ? AT - 400 : null, age_ms: known ? 400 : null, fresh: known, ...more };
}

export function relay(id: string, more: Partial<RelayState> = {}): RelayState {
  return {
    id,
    number: 1,
    mode: "auto",
    mode_number: 1,
    on: false,
    reason: reason("no_rule"),
    inputs: [],
    since: AT - 60_000,
    until: null,
    fault: null,
    hold: null,
    on_for_ms: 0,
    off_for_ms: 60_000,
    on_today_ms: 0,
    starts_today: 0,
    last_on: null,
    last_off: null,
    last_auto_on: null,
    cycled_today: false,
    power_w: 1200,
    ...more,
  };
}

/** A house with a roof, a battery monitor and two relays. */
export function houseState(more: Partial<HouseState> = {}): HouseState {
  const now = more.now ?? { at: AT, mono: 1_000 };
  const channels = [
    channel("solar.power", 1_830.5),
    channel("battery.soc", 96.4, { unit: "%", alias: "SOC" }),
    channel("charger.state", "float", { unit: null, alias: "CS" }),
    channel("grid.power", null),
  ];
  return {
    now,
    snapshot: {
      now,
      channels: new Map(channels.map((each) => [each.name, each])),
      aliases: new Map([
        ["SOC", "battery.soc"],
        ["CS", "charger.state"],
      ]),
    },
    relays: [
      relay("boiler", {
        on: true,
        reason: text("Battery in float"),
        inputs: [{ channel: "charger.state", value: "float", unit: null, at: AT - 400, age_ms: 400 }],
        hold: { rule: "min_on", for_ms: 372_000 },
      }),
      relay("pump", { number: 2, fault: reason("output_failed", { problem: "no such file" }) }),
    ],
    scripts: { boiler: { state: "old", version: "1", problem: "line 3: unexpected }", memory_bytes: 94_208 } },
    devices: { roof: { state: "ok", problem: null, counters: { blocks: 12 }, facts: { product: "MPPT 150|35" } } },
    faults: [],
    ...more,
  };
}

/** Clocks that stand still until they are moved. */
export class FakeClock implements WebClock {
  wall = AT;
  elapsed = 5_000;
  at(): number {
    return this.wall;
  }
  mono(): number {
    return this.elapsed;
  }
  pass(ms: number): void {
    this.wall += ms;
    this.elapsed += ms;
  }
}

export interface Bench {
  readonly app: App;
  readonly live: Live;
  readonly history: MemoryHistory;
  readonly clock: FakeClock;
  readonly commands: ModeCommand[];
  /** What the house says to the next commands; a test may change it. */
  reply: Handlers["mode"];
}

/** A server without a socket, with everything around it in reach. */
export async function bench(
  more: {
    limits?: Partial<Limits>;
    pages?: string;
    house?: HouseState | null;
    sun?: SunOf;
    naming?: Naming;
    site?: Site;
    channels?: ChannelSetup;
    loadPictures?: LoadPictures;
  } = {},
): Promise<Bench> {
  const clock = new FakeClock();
  const live = new Live(clock);
  const history = new MemoryHistory();
  const commands: ModeCommand[] = [];
  const made: Omit<Bench, "app"> = { live, history, clock, commands, reply: HANDLERS.mode };
  const app = await buildServer({
    history,
    live,
    ask: askOf({
      ...HANDLERS,
      mode: (command) => {
        commands.push(command);
        return all.reply(command);
      },
    }),
    pages: more.pages ?? "/nonexistent",
    version: "0.0.0-test",
    site: more.site ?? SITE,
    channels: more.channels ?? CHANNELS,
    clock,
    sun: more.sun ?? null,
    ...(more.naming && { naming: more.naming }),
    loadPictures: more.loadPictures ?? loadPlainPictures,
    limits: { up_ms: 50, confirm_ms: 50, ...more.limits },
  });
  const all: Bench = Object.assign(made, { app });
  if (more.house !== null) live.publish(more.house ?? houseState());
  return all;
}
