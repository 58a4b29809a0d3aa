import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { SimulatedChip } from "../src/pins/testing/simulated-chip.ts";
import { pause, until } from "./support/until.ts";

/** Pulses on a kernel's own line, counted by a process that is busy, and by one that is killed. */

const MAKER = join(import.meta.dirname, "support/pulse-maker.ts");
const HOUSE = join(import.meta.dirname, "support/pulse-house.ts");
const FLAGS = ["--disable-warning=ExperimentalWarning"];
/** A process reads what the kernel keeps every 50 ms: what it has not read dies with it. */
const UNREAD_MS = 50;

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "gleaner-pulses-"));
});
after(async () => {
  // one that is left would keep the machine from ending
  await Promise.all([...running].map((program) => program.kill()));
  rmSync(folder, { recursive: true });
});

const running = new Set<Program>();

/** A program of Node and what it printed. */
class Program {
  readonly lines: string[] = [];
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  constructor(file: string, ...args: string[]) {
    this.#child = spawn(process.execPath, [...FLAGS, file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let rest = "";
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      this.lines.push(...parts);
    });
    running.add(this);
    this.ended = new Promise((resolve) => this.#child.on("close", () => resolve()));
    void this.ended.then(() => running.delete(this));
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** Holds it, as a machine that is busy with something else does. */
  async hold(ms: number): Promise<void> {
    this.#child.kill("SIGSTOP");
    await pause(ms);
    this.#child.kill("SIGCONT");
  }

  get energies(): number[] {
    return this.lines.filter((line) => /^[\d.]+$/.test(line)).map(Number);
  }
}

const held = (program: Program): Promise<true> =>
  until("it has its line", () => program.lines.includes("held"), 120_000);

test("20 pulses a second beside a process that stands still again and again: none is lost", async () => {
  using chip = new SimulatedChip("busy-meter", 4);
  chip.pull(0, true);
  const house = new Program(HOUSE, "busy-meter", join(folder, "busy"));
  await held(house);
  const maker = new Program(MAKER, chip.pullFile(0), "500", "25", "25", join(folder, "never"));
  let over = false;
  void maker.ended.then(() => {
    over = true;
  });
  while (!over) {
    await pause(500);
    await house.hold(2_000);
  }
  const made = Number(maker.lines.at(-1));
  assert.equal(made, 500);
  await until("all are shown", () => house.energies.at(-1) === made, 60_000);
  await house.kill();
});

test("killed again and again: the register never goes back, counts no pulse twice, and loses those of its absence alone", async (t) => {
  using chip = new SimulatedChip("killed-meter", 4);
  chip.pull(0, true);
  const random = seeded(7);
  const data = join(folder, "killed");
  const stop = join(folder, "stop");
  let house = new Program(HOUSE, "killed-meter", data);
  await held(house);
  const maker = new Program(MAKER, chip.pullFile(0), "1000000", "30", "70", stop);
  const shown: number[] = [];
  let absent_ms = 0;
  const kills = 4;
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(2_000 + random() * 4_000);
    const away = performance.now();
    await house.kill();
    shown.push(...house.energies);
    house = new Program(HOUSE, "killed-meter", data);
    await held(house);
    absent_ms += performance.now() - away;
  }
  await pause(1_500);
  writeFileSync(stop, "");
  await maker.ended;
  await pause(1_500);
  shown.push(...house.energies);
  await house.kill();
  const made = Number(maker.lines.at(-1));
  const counted = shown.at(-1) ?? 0;
  assert.deepEqual(
    shown,
    shown.toSorted((a, b) => a - b),
    "never back",
  );
  const lost = made - counted;
  // a pulse and its pause last 100 ms at least
  const excused = absent_ms / 100 + kills * (1 + UNREAD_MS / 100);
  t.diagnostic(`${made} pulses, ${counted} counted, ${lost} lost in ${Math.round(absent_ms)} ms of absence`);
  assert.ok(lost >= 0 && lost <= excused, `${lost} of ${made} pulses are lost, ${excused.toFixed(1)} are excused`);
});
