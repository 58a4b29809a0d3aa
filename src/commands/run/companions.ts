import { resolve } from "node:path";
import { HostedModeFile } from "../../companions/hosted-mode-file.ts";
import { Lcd } from "../../companions/lcd/index.ts";
import { Panel } from "../../companions/panel/index.ts";
import { Watchdog } from "../../companions/watchdog/index.ts";
import { type Config, lcdKeys, shownOn } from "../../config/index.ts";
import { type Clock, type Companion, type Hands, nameIn, type Pins } from "../../model/index.ts";
import { displayNames } from "./display-names.ts";
import { isNight } from "./night.ts";
import { panelKeys } from "./panel-keys.ts";

/** What companions are made with. */
export interface CompanionParts {
  readonly hands: Hands;
  readonly clock: Clock;
  readonly pins: Pins;
}

/** Who watches the house and may act on it, as far as the configuration has them. */
export function companionsOf(config: Config, parts: CompanionParts): Companion[] {
  const all = [modeFile(config, parts.hands), panel(config, parts), lcd(config, parts), watchdog(config)];
  return all.filter((companion) => companion !== undefined);
}

function modeFile(config: Config, hands: Hands): Companion | undefined {
  const files = config.mode_file;
  if (!files) return undefined;
  const relays = new Map<number, string>();
  for (const [id, { number }] of Object.entries(config.relays)) if (number !== undefined) relays.set(number, id);
  const paths = { modes: resolve(config.folder, files.modes), states: resolve(config.folder, files.states) };
  return new HostedModeFile({ ...paths, relays }, hands);
}

function watchdog({ watchdog: path }: Config): Companion | undefined {
  return path === undefined ? undefined : new Watchdog({ path });
}

function panel(config: Config, { clock, pins }: CompanionParts): Companion | undefined {
  const { panel, site } = config;
  const places = panelKeys(config);
  if (!panel || !places) return undefined;
  const isDim = isNight(config, panel.night);
  return new Panel({
    ...{ pins, clock, chip: panel.chip, clock_line: panel.clock, data_line: panel.data, strobes: panel.strobes },
    ...{ places, delay_ms: panel.delay },
    light: (at) => (isDim(at) ? panel.night_brightness : panel.brightness),
    language: site.language ?? "en",
  });
}

function lcd(config: Config, { clock, pins }: CompanionParts): Companion | undefined {
  const { lcd, site } = config;
  if (!lcd) return undefined;
  const [columns = 16, rows = 2] = lcd.size.split("x").map(Number);
  const language = site.language ?? "en";
  const names = displayNames(config);
  return new Lcd({
    ...{ pins, clock, bus: lcd.bus, address: lcd.address, columns, rows, language },
    ...{ channels: shownOn(lcd, Object.keys(config.channels)), relays: lcd.relays, turn_ms: lcd.turn },
    ...{ delay_ms: lcd.delay, is_read_only: lcd.read_only },
    keys: lcd.keys && { ...lcd.keys, chip: lcd.keys.chip, lines: new Map(lcdKeys(lcd.keys)) },
    name: (thing, id) => {
      const own = names[thing === "channel" ? "channel" : "relay"].get(id);
      return own === undefined ? undefined : nameIn(own, language);
    },
    isNight: isNight(config, lcd.night),
  });
}
