/** Runs in the small machine: measures, and prints one line of JSON. Its argument: `rest`, or seconds of steady pulses. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { file } from "../../src/devices/file/index.ts";
import { gpio } from "../../src/devices/gpio/index.ts";
import { order } from "../../src/devices/kit/testing/order.ts";
import { HandsHere } from "../../src/hands/testing/here.ts";
import { SystemClock } from "../../src/house/clock/system-clock.ts";
import type { Device } from "../../src/model/index.ts";
import { MemoryRegisters } from "../../src/model/testing/memory-registers.ts";
import { systemPins } from "../../src/pins/index.ts";
import { SimulatedChip } from "../../src/pins/testing/simulated-chip.ts";
import { pause, until } from "../../test/support/until.ts";
import type { Load, Measured, Report } from "./report.ts";

const HERE = import.meta.dirname;
const FLAGS = ["--disable-warning=ExperimentalWarning"];
const LONG_MS = 900_000;
const say = (words: string): void => void process.stderr.write(`${words}\n`);

/** A program that prints lines of JSON. */
class Talker {
  last: Report | undefined;
  whole = "";
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  constructor(program: string, ...args: string[]) {
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    let rest = "";
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      const line = parts.at(-1);
      if (line) [this.whole, this.last] = [line, JSON.parse(line)];
    });
    this.ended = new Promise((resolve) => this.#child.on("close", () => resolve()));
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}

const meters = (...args: readonly (string | number)[]): Talker =>
  new Talker(process.execPath, ...FLAGS, join(HERE, "meters.ts"), ...args.map(String));
const isThere = (talker: Talker): Promise<Report> => until("it reports", () => talker.last, LONG_MS);
const sum = (numbers: readonly number[] = []): number => numbers.reduce((all, each) => all + each, 0);

interface Made {
  readonly made: number;
  readonly took_ms: number;
}

/** Makes pulses, and waits until they are made. @param most_ms a slow machine makes fewer */
async function make(
  chip: SimulatedChip,
  lines: number,
  [pulse_ms, pause_ms]: readonly [number, number],
  count: number,
  most_ms = LONG_MS,
): Promise<Made> {
  const files = Array.from({ length: lines }, (_nothing, line) => chip.pullFile(line));
  const numbers = [pulse_ms, pause_ms, count, most_ms].map(String);
  const maker = new Talker(process.execPath, ...FLAGS, join(HERE, "maker.ts"), ...numbers, ...files);
  await maker.ended;
  return JSON.parse(maker.whole);
}

function highChip(label: string, lines: number): SimulatedChip {
  const chip = new SimulatedChip(label, lines);
  for (let line = 0; line < lines; line += 1) chip.pull(line, true);
  return chip;
}

/** Waits until what is shown stays. */
async function settled(talker: Talker): Promise<Report> {
  let before = "";
  return until(
    "what it shows stays",
    async () => {
      const now = JSON.stringify(talker.last?.wh);
      await pause(1_500);
      const is = now === before ? talker.last : undefined;
      before = now;
      return is;
    },
    60_000,
  );
}

async function steady(seconds: number): Promise<Measured["steady"]> {
  using chip = highChip("steady", 1);
  const house = meters("steady", 1, 200, 5);
  await isThere(house);
  const { made, took_ms } = await make(chip, 1, [10, 10], seconds * 50, seconds * 1_000);
  const { wh, lost } = await settled(house);
  await house.kill();
  return { made, counted: sum(wh), lost, seconds: took_ms / 1_000 };
}

/** What a program takes while four lines pulse ten times a second each. */
async function loadOf(talker: Talker, chip: SimulatedChip, count: number): Promise<Load> {
  await isThere(talker);
  await pause(3_000);
  const before = talker.last?.cpu_ms ?? 0;
  const began = performance.now();
  await make(chip, 4, [50, 50], count);
  await pause(600);
  const percent = (((talker.last?.cpu_ms ?? 0) - before) / (performance.now() - began)) * 100;
  return { percent, mb: (talker.last?.pss_kb ?? 0) / 1_000 };
}

/** The first number of a chip's lines in sysfs; -1: this kernel has no such thing. */
function sysfsBase(label: string): number {
  const folder = "/sys/class/gpio";
  if (!existsSync(join(folder, "export"))) return -1;
  for (const name of readdirSync(folder)) {
    const [path, base] = [join(folder, name, "label"), join(folder, name, "base")];
    if (existsSync(path) && existsSync(base) && readFileSync(path, "utf8").trim() === label) {
      return Number(readFileSync(base, "utf8"));
    }
  }
  return -1;
}

async function loads(): Promise<Pick<Measured, "idle" | "four" | "powerpi">> {
  const COUNT = 300;
  using chip = highChip("four", 4);
  const none = meters("four", 0);
  const idle = await loadOf(none, chip, COUNT);
  await none.kill();
  const house = meters("four", 4);
  const four = await loadOf(house, chip, COUNT);
  await house.kill();
  const base = sysfsBase("four");
  const python = new Talker("python3", join(HERE, "powerpi.py"), chip.path, String(base), "4");
  const load = await loadOf(python, chip, COUNT);
  const { wh } = await settled(python);
  await python.kill();
  const way = base >= 0 ? "sysfs" : "the character device, as this kernel has no sysfs for pins";
  return { idle, four, powerpi: { ...load, way, missed: 4 * COUNT - sum(wh) } };
}

/** Bursts, faster and faster, of which none is lost; and one that is more than the kernel keeps while the meter stands still. */
async function bursts(): Promise<Pick<Measured, "fastest_per_second" | "overflow">> {
  using chip = highChip("bursts", 1);
  const house = meters("bursts", 1, 0, 0);
  await isThere(house);
  let [fastest_per_second, counted] = [0, 0];
  for (const gap_ms of [5, 2, 1, 0]) {
    const count = gap_ms === 0 ? 10_000 : 1_000;
    const { took_ms } = await make(chip, 1, [gap_ms, gap_ms], count);
    const { wh, lost } = await settled(house);
    const isWhole = lost === 0 && sum(wh) - counted === count;
    if (isWhole) fastest_per_second = Math.max(fastest_per_second, (count / took_ms) * 1_000);
    counted = sum(wh);
    say(`a burst of ${Math.round((count / took_ms) * 1_000)} pulses/s: ${isWhole ? "none" : `${lost} changes`} lost`);
  }
  await house.kill();
  const standing = meters("bursts", 1, 240, 0);
  await isThere(standing);
  const made = 20_000;
  await make(chip, 1, [0, 0], made);
  const { wh, lost, estimated } = await settled(standing);
  await standing.kill();
  return { fastest_per_second, overflow: { made, counted: sum(wh), lost, estimated } };
}

/** From an order until eight relays have it, one after the other, ms. */
async function orders(device: Device, names: readonly string[]): Promise<number> {
  const took: number[] = [];
  await device.start({ put: () => undefined, note: () => undefined });
  for (let turn = 0; turn < 50; turn += 1) {
    for (const name of names) {
      const began = performance.now();
      await device.outputs.get(name)?.carryOut(order(turn % 2 === 0));
      took.push(performance.now() - began);
    }
  }
  await device.stop();
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Number.NaN;
}

async function relays(): Promise<Measured["order"]> {
  using _chip = new SimulatedChip("board", 8);
  const context = {
    ...{ id: "relays", folder: tmpdir(), clock: new SystemClock(), hands: new HandsHere() },
    ...{ pins: systemPins, registers: new MemoryRegisters() },
  };
  const names = Array.from({ length: 8 }, (_nothing, line) => `r${line}`);
  const outputs = Object.fromEntries(names.map((name, line) => [name, line]));
  const gpio_ms = await orders(gpio.open(gpio.options.parse({ chip: "board", outputs }), context), names);
  const files = await Promise.all(
    names.map((name) => orders(file.open(file.options.parse({ path: `./${name}` }), context), [""])),
  );
  return { gpio_ms, file_ms: Math.max(...files) };
}

async function rest(): Promise<Omit<Measured, "steady">> {
  const order = await relays();
  say("relays are measured");
  const load = await loads();
  say("loads are measured");
  return { order, ...load, ...(await bursts()) };
}

const [, , what = "rest"] = process.argv;
const measured: Partial<Measured> = what === "rest" ? await rest() : { steady: await steady(Number(what)) };
process.stdout.write(`\n${JSON.stringify({ measured })}\n`);
