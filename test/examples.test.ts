import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { before, describe, it } from "node:test";
import { channelRules } from "../src/commands/run/channel-rules.ts";
import { allDeviceTypes } from "../src/commands/run/device-types.ts";
import { guardRules } from "../src/commands/run/guard-rules.ts";
import { scriptSetups } from "../src/commands/run/scripts.ts";
import { type Config, loadConfig, parseConfig } from "../src/config/index.ts";
import type { RelayState, ScriptWorld, Value, Wish } from "../src/model/index.ts";
import { compile } from "../src/scripts/compile/compile.ts";
import { InProcessScripts } from "../src/scripts/in-process.ts";
import { sharedSandbox } from "../src/scripts/testing/shared-sandbox.ts";
import { channel, NOON, relay, world } from "../src/scripts/testing/world.ts";

const EXAMPLES = join(import.meta.dirname, "..", "examples");
const HOUR = 3_600_000;

const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name);

function configOf(example: string): Config {
  return loadConfig(join(EXAMPLES, example, "gleaner.yaml"), allDeviceTypes);
}

/** Each wall clock instant of 2026 in Paris; `NOON` is a Wednesday in July. */
const at = (month: number, day: number, hour: number): number =>
  Date.UTC(2026, month - 1, day, hour - (month > 3 && month < 11 ? 2 : 1));

interface Scene {
  /** Channels by name; one that is left out has no value. */
  readonly values: Readonly<Record<string, Value>>;
  readonly relays?: Readonly<Record<string, Partial<RelayState>>>;
  readonly at?: number;
  readonly mono?: number;
}

type Wants = (relay: string, scene: Scene) => Wish["want"];

/** The scripts of an example in the sandbox, with its own settings, relay numbers and aliases. */
async function cast(example: string) {
  const config = configOf(example);
  const options = {
    scripts: scriptSetups(config),
    time_zone: "Europe/Paris",
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  };
  const host = new InProcessScripts(options, sharedSandbox);
  await host.ready;
  const rules = channelRules(config);
  const aliases = Object.fromEntries(
    [...rules.named, ...rules.derived].flatMap(({ name, alias }) => (alias === undefined ? [] : [[alias, name]])),
  );
  const worldOf = (scene: Scene): ScriptWorld =>
    world({
      at: scene.at ?? NOON,
      mono: scene.mono ?? 1_000_000,
      aliases,
      channels: Object.entries(scene.values).map(([name, value]) => channel(name, value)),
      relays: guardRules(config).relays.map(({ id, number }) => relay(id, number, scene.relays?.[id])),
    });
  /** What the relay's script wants of this scene. */
  const wants: Wants = (id, scene) => {
    const wishes: Wish[] = [];
    host.onWish = (wish) => wishes.push(wish);
    host.run([id], worldOf(scene));
    const [wish] = wishes;
    assert.ok(wish, `${id}: no wish came`);
    if (wish.want === "nothing") assert.equal(wish.why, "no_data", JSON.stringify(wish.reason));
    return wish.want;
  };
  return { config, host, wants };
}

describe("every example", () => {
  it("is one of the three that the documents name", () => {
    assert.deepEqual(folders.sort(), ["hackerspace", "pvmonit-eight-relays", "simulated"]);
  });

  for (const example of folders) {
    it(`${example}: its configuration has neither error nor warning`, () => {
      assert.deepEqual(configOf(example).warnings, []);
    });

    it(`${example}: explains itself`, () => {
      const words = readFileSync(join(EXAMPLES, example, "README.md"), "utf8");
      assert.match(words, /npm start/);
    });

    it(`${example}: every script compiles, says what it is typed as, and belongs to a relay`, () => {
      const used = new Set(Object.values(configOf(example).relays).map(({ script }) => basename(script ?? "")));
      const scripts = readdirSync(join(EXAMPLES, example)).filter((name) => name.endsWith(".ts"));
      for (const name of scripts) {
        const source = readFileSync(join(EXAMPLES, example, name), "utf8");
        const compiled = compile(source);
        assert.ok(compiled.ok, compiled.ok ? "" : `${name}: ${compiled.problem}`);
        assert.match(source, /import type \{ Script \} from "gleaner"/, name);
        assert.ok(used.has(name), `${name} is no relay's script`);
      }
    });

    it(`${example}: no script decides without data, unless it reads the clock only`, async () => {
      const { config, host, wants } = await cast(example);
      const clockOnly = new Set(["internet_box", "freezer"]);
      for (const [id, { script }] of Object.entries(config.relays)) {
        if (script === undefined || clockOnly.has(id)) continue;
        assert.ok(["nothing", "off"].includes(wants(id, { values: {} })), id);
      }
      await host.stop();
    });
  }
});

/** What the scripts of an example want, for all tests of a suite. They start with its first test, when all files are loaded. */
function castOnce(example: string): Wants {
  let wants: Wants | undefined;
  before(async () => {
    ({ wants } = await cast(example));
  });
  return (relay, scene) => {
    assert.ok(wants);
    return wants(relay, scene);
  };
}

describe("PvMonit's eight relays", () => {
  const config = configOf("pvmonit-eight-relays");
  const wants = castOnce("pvmonit-eight-relays");
  const calm = {
    "charger.state": "float",
    "battery.soc": 98,
    "battery.power": 20,
    "solar.power": 900,
    "house.power": 880,
  };

  it("has PvMonit's aliases, relay numbers and files", () => {
    const aliases = Object.values(config.channels).flatMap(({ alias }) => alias ?? []);
    assert.deepEqual(aliases.sort(), ["CONSO", "CS", "P", "PPVT", "SOC"]);
    const numbers = Object.values(config.relays).map(({ number }) => number);
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(config.mode_file, { modes: "/tmp/PvMonit_domo_mod", states: "/tmp/PvMonit_domo_etat" });
  });

  it("switches PvMonit's default lines, each relay its own, on when the line is low", () => {
    const { board } = config.devices;
    assert.deepEqual(board?.active_low, true);
    assert.deepEqual(
      board?.outputs,
      Object.fromEntries(
        [4, 5, 10, 21, 22, 27, 28, 29].map((number, index) => [`r${index + 1}`, { by: "wiring_pi", number }]),
      ),
    );
    const outputs = Object.values(config.relays).map(({ number, output }) => [number, output]);
    assert.deepEqual(
      outputs,
      Array.from({ length: 8 }, (_nothing, index) => [index + 1, `board.r${index + 1}`]),
    );
  });

  it("water heater: in float with nothing drawn, and no longer", () => {
    const on = { water_heater: { on: true, on_for_ms: 60_000 } };
    assert.equal(wants("water_heater", { values: calm }), "on");
    assert.equal(wants("water_heater", { values: { ...calm, "battery.power": 0 } }), "on");
    assert.equal(wants("water_heater", { values: { ...calm, "battery.power": -1 } }), "off", "it does not begin so");
    assert.equal(wants("water_heater", { values: { ...calm, "battery.power": -149 }, relays: on }), "keep");
    assert.equal(wants("water_heater", { values: { ...calm, "battery.power": -150 }, relays: on }), "off");
  });

  it("water heater: off in bulk, but a cloud of a minute is no matter", async () => {
    const { host, wants: fresh } = await cast("pvmonit-eight-relays");
    const bulk = { ...calm, "charger.state": "bulk" };
    assert.equal(fresh("water_heater", { values: bulk }), "off", "never in float yet");
    assert.equal(fresh("water_heater", { values: calm, mono: 1_010_000 }), "on");
    assert.equal(fresh("water_heater", { values: bulk, mono: 1_015_000 }), "on");
    assert.equal(fresh("water_heater", { values: bulk, mono: 1_074_900 }), "on");
    assert.equal(fresh("water_heater", { values: bulk, mono: 1_075_100 }), "off");
    await host.stop();
  });

  it("buffer tank: when the water heater has run and stopped, not before", () => {
    const done = { water_heater: { cycled_today: true } };
    assert.equal(wants("buffer_tank", { values: calm }), "off");
    assert.equal(wants("buffer_tank", { values: calm, relays: done }), "on");
    assert.equal(
      wants("buffer_tank", { values: calm, relays: { water_heater: { cycled_today: true, on: true } } }),
      "off",
    );
    assert.equal(wants("buffer_tank", { values: calm, relays: done, at: at(7, 1, 8) }), "off");
    assert.equal(wants("buffer_tank", { values: { ...calm, "battery.soc": 89 }, relays: done }), "off");
  });

  it("washing machine: one run of two hours a day, whatever the sun does meanwhile", () => {
    const cloudy = { ...calm, "battery.soc": 60, "solar.power": 50 };
    const running = (on_for_ms: number) => ({ washing_machine: { on: true, on_for_ms, starts_today: 1 } });
    assert.equal(wants("washing_machine", { values: calm }), "on");
    assert.equal(wants("washing_machine", { values: cloudy }), "off");
    assert.equal(wants("washing_machine", { values: { ...calm, "solar.power": 699 } }), "off");
    assert.equal(wants("washing_machine", { values: cloudy, relays: running(2 * HOUR - 1) }), "on");
    assert.equal(wants("washing_machine", { values: calm, relays: running(2 * HOUR) }), "off");
    assert.equal(
      wants("washing_machine", { values: calm, relays: { washing_machine: { cycled_today: true } } }),
      "off",
    );
  });

  it("lift pump: in absorption or float, and for a minute after", async () => {
    const { host, wants: fresh } = await cast("pvmonit-eight-relays");
    const bulk = { ...calm, "charger.state": "bulk" };
    assert.equal(fresh("lift_pump", { values: bulk }), "off");
    assert.equal(fresh("lift_pump", { values: { ...calm, "charger.state": "absorption" }, mono: 1_010_000 }), "on");
    assert.equal(fresh("lift_pump", { values: bulk, mono: 1_020_000 }), "on");
    assert.equal(fresh("lift_pump", { values: bulk, mono: 1_079_000 }), "on");
    assert.equal(fresh("lift_pump", { values: bulk, mono: 1_081_000 }), "off");
    await host.stop();
  });

  it("fridge: by the state of charge, with a gap", () => {
    const soc = (percent: number) => ({ values: { "battery.soc": percent } });
    assert.equal(wants("fridge", soc(60)), "on");
    assert.equal(wants("fridge", soc(59.9)), "keep");
    assert.equal(wants("fridge", soc(45)), "keep");
    assert.equal(wants("fridge", soc(44.9)), "off");
  });

  it("internet box: hours by season and weekday", () => {
    const hour = (month: number, day: number, hour: number) => ({ values: {}, at: at(month, day, hour) });
    assert.equal(wants("internet_box", hour(7, 1, 22)), "on", "a summer evening");
    assert.equal(wants("internet_box", hour(7, 1, 23)), "off");
    assert.equal(wants("internet_box", hour(1, 7, 7)), "on", "a winter Wednesday");
    assert.equal(wants("internet_box", hour(1, 7, 21)), "off");
    assert.equal(wants("internet_box", hour(1, 10, 8)), "off", "a winter Saturday");
    assert.equal(wants("internet_box", hour(1, 10, 21)), "on");
  });

  it("tool charger: five minutes of a full battery, three hours a day, by day", async () => {
    const { host, wants: fresh } = await cast("pvmonit-eight-relays");
    const scene = (mono: number, soc = 96): Scene => ({ values: { ...calm, "battery.soc": soc }, mono });
    assert.equal(fresh("tool_charger", scene(0)), "off");
    assert.equal(fresh("tool_charger", scene(299_000)), "off");
    assert.equal(fresh("tool_charger", scene(300_000)), "on");
    assert.equal(fresh("tool_charger", scene(310_000, 94)), "off", "a dip begins the five minutes anew");
    assert.equal(fresh("tool_charger", scene(320_000)), "off");
    const on = (on_today_ms: number) => ({ tool_charger: { on: true, on_today_ms } });
    assert.equal(fresh("tool_charger", { ...scene(330_000, 90), relays: on(HOUR) }), "keep");
    assert.equal(fresh("tool_charger", { ...scene(330_000, 87), relays: on(HOUR) }), "off");
    assert.equal(fresh("tool_charger", { ...scene(330_000), relays: on(3 * HOUR) }), "off");
    assert.equal(fresh("tool_charger", { ...scene(700_000), at: at(7, 1, 20) }), "off", "at night");
    await host.stop();
  });

  it("backup disk: PvMonit's form: twenty minutes, once a day", () => {
    const running = (on_for_ms: number) => ({
      backup_disk: { on: true, on_for_ms, last_on: NOON - on_for_ms, last_auto_on: NOON - on_for_ms, starts_today: 1 },
    });
    assert.equal(wants("backup_disk", { values: { ...calm, "charger.state": "bulk" } }), "off");
    assert.equal(wants("backup_disk", { values: calm }), "on");
    assert.equal(wants("backup_disk", { values: { ...calm, "battery.soc": 80 } }), "off");
    assert.equal(wants("backup_disk", { values: calm, relays: running(1_199_000) }), "on");
    assert.equal(wants("backup_disk", { values: calm, relays: running(1_201_000) }), "off");
    assert.equal(wants("backup_disk", { values: calm, relays: { backup_disk: { cycled_today: true } } }), "off");
  });
});

describe("the simulated house", () => {
  const wants = castOnce("simulated");
  const sunny = {
    "charger.state": "float",
    "battery.soc": 97,
    "battery.power": 50,
    "solar.power": 1_500,
    "tank.temperature": 40,
    "inverter.state": "on",
  };

  it("no load is called on while the inverter is off", () => {
    for (const load of ["boiler", "pump", "workshop", "freezer"])
      assert.equal(wants(load, { values: { ...sunny, "inverter.state": "off" } }), "off", load);
  });

  it("boiler: in float, while the water is not hot", () => {
    assert.equal(wants("boiler", { values: sunny }), "on");
    assert.equal(wants("boiler", { values: { ...sunny, "charger.state": "bulk" } }), "off");
    assert.equal(wants("boiler", { values: { ...sunny, "tank.temperature": 60 } }), "off");
    assert.equal(wants("boiler", { values: { ...sunny, "battery.soc": 80 } }), "off");
  });

  it("pump: in the sun, or in the evening, until it has run enough", () => {
    assert.equal(wants("pump", { values: sunny }), "on");
    assert.equal(wants("pump", { values: { ...sunny, "solar.power": 100 } }), "off");
    assert.equal(wants("pump", { values: { ...sunny, "solar.power": 0 }, at: at(7, 1, 19) }), "on");
    assert.equal(wants("pump", { values: sunny, relays: { pump: { on_today_ms: 40 * 60_000 } } }), "off");
  });

  it("workshop: by the state of charge, by day", () => {
    assert.equal(wants("workshop", { values: sunny }), "on");
    assert.equal(wants("workshop", { values: { ...sunny, "battery.soc": 90 } }), "keep");
    assert.equal(wants("workshop", { values: { ...sunny, "battery.soc": 87 } }), "off");
    assert.equal(wants("workshop", { values: sunny, at: at(7, 1, 21) }), "off");
  });

  it("freezer: always, but for an hour before dawn when the battery is low", () => {
    assert.equal(wants("freezer", { values: sunny }), "on");
    assert.equal(wants("freezer", { values: { ...sunny, "battery.soc": 50 }, at: at(7, 1, 5) }), "off");
    assert.equal(wants("freezer", { values: { ...sunny, "battery.soc": 70 }, at: at(7, 1, 5) }), "on");
  });
});

describe("the hackerspace's meter", () => {
  it("counts at PowerPi's pin, and has a channel for power and one for energy", () => {
    const { devices, channels } = configOf("hackerspace");
    assert.deepEqual([devices.meter?.line, devices.meter?.pulses_per_kwh], [{ by: "number", number: 24 }, 2_000]);
    assert.deepEqual(Object.keys(channels), ["grid.power", "grid.import"]);
  });
});

const ROOT = join(import.meta.dirname, "..");

/** The code blocks of a page in one language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code = ""]) =>
    name === language ? [code] : [],
  );
}

function markdown(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|\.git|data|dist)$/.test(entry.name) ? [] : markdown(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

describe("the documents", () => {
  it("the read-me's house is ten lines and runs as it stands", () => {
    const [config = ""] = blocks("README.md", "yaml");
    const [script = ""] = blocks("README.md", "ts");
    const folder = mkdtempSync(join(tmpdir(), "gleaner-readme-"));
    try {
      writeFileSync(join(folder, "gleaner.yaml"), config);
      writeFileSync(join(folder, "water-heater.ts"), script);
      assert.deepEqual(loadConfig(join(folder, "gleaner.yaml"), allDeviceTypes).warnings, []);
      assert.equal(config.trimEnd().split("\n").length, 10);
      const compiled = compile(script);
      assert.ok(compiled.ok, compiled.ok ? "" : compiled.problem);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("the first file of the configuration's page lacks its script only", () => {
    const [config = ""] = blocks("docs/configuration.md", "yaml").filter((block) => block.startsWith("site:"));
    const { warnings } = parseConfig(config, join(tmpdir(), "gleaner.yaml"), allDeviceTypes);
    assert.deepEqual(
      warnings.map(({ path }) => path),
      ["relays.water_heater.script"],
    );
  });

  it("what the page of wiring writes into a configuration is sound", () => {
    const pieces = blocks("docs/wiring.md", "yaml");
    assert.ok(pieces.length >= 3);
    for (const piece of pieces) {
      const house = piece.startsWith("devices:") ? piece : `devices: {}\n${piece}`;
      assert.deepEqual(
        parseConfig(`data: ./data\n${house}`, join(tmpdir(), "gleaner.yaml"), allDeviceTypes).warnings,
        [],
        piece,
      );
    }
  });

  it("every link and picture leads to a file that is there", () => {
    const dead = markdown(".").flatMap((page) => {
      const text = readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
      return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, target = ""]) =>
        /^https?:/.test(target) || existsSync(join(ROOT, dirname(page), target)) ? [] : [`${page}: ${target}`],
      );
    });
    assert.deepEqual(dead, []);
  });
});
