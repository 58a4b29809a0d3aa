import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Gleaner } from "../../test/support/gleaner.ts";
import { FEEDERS, type TroubledHouse } from "./house.ts";

/** What happens to the house, at random: one act after the other, some within a trouble of the disk. */

export const IMPORT_LINES = 20_000;
const EXIT_IN_USE = 73;
/** A command that a house in trouble, or one that ends, may answer with. */
const EXCUSED_EXITS: readonly (number | null)[] = [0, 69];
const LEAST_CLOCK_MS = -90_000;
const MOST_CLOCK_MS = 200_000;
/** However often it is set: what is recorded must stay within what a short run can catch up with. */
const CLOCK_BOUND_MS = 600_000;

const ACTS = ["freeze", "clock", "flood", "feeder", "import", "backup", "check", "second", "mode"] as const;

interface Underway {
  readonly name: string;
  readonly command: Gleaner;
  /** Whether only 0 will do. */
  readonly strict: boolean;
}

/** How often each was done. */
export type Tally = Record<string, number>;

export class Acts {
  readonly tally: Tally = {};
  /** What a command said that it should not have. */
  readonly complaints: string[] = [];
  /** Files that were imported: by their number, whether the import has ended well. */
  readonly imports = new Map<number, boolean>();
  readonly backups: string[] = [];
  readonly #house: TroubledHouse;
  readonly #random: () => number;
  readonly #underway: Underway[] = [];
  readonly #bag: (typeof ACTS)[number][] = [];
  #off_ms = 0;

  constructor(house: TroubledHouse, random: () => number) {
    this.#house = house;
    this.#random = random;
  }

  /** Some seconds of trouble, and the way out of it. */
  async round(): Promise<void> {
    const disk = this.#random() < 0.5 ? undefined : this.#pick(["full", "read-only"] as const);
    if (disk) {
      this.#did(disk);
      this.#house.begin(disk);
    }
    for (let left = 1 + Math.floor(this.#random() * 3); left > 0; left--) {
      await this.#one(disk !== undefined);
      await pause(300 + this.#random() * 1_500);
    }
    const end = this.#random();
    if (end < 0.3) await this.#restart("kill");
    else if (end < 0.4 && !disk) await this.#restart("stop");
    else await this.#house.well();
  }

  /** Waits for what was begun beside the house, and brings to its end what was interrupted. */
  async finish(): Promise<void> {
    await this.#settle();
    for (const [number, done] of this.imports) if (!done) await this.#ended(this.#import(number, true));
  }

  async #one(inTrouble: boolean): Promise<void> {
    const act = this.#draw();
    this.#did(act);
    const house = this.#house;
    if (act === "freeze") {
      await house.freeze(500 + this.#random() * 3_500);
      if (this.#random() < 0.2) await this.#restart("kill");
      else house.thaw();
    } else if (act === "clock") this.#setClock();
    else if (act === "flood" || act === "feeder") {
      house.signal(this.#pick(FEEDERS), act === "flood" ? "SIGUSR2" : "SIGKILL");
    } else if (act === "mode") await this.#setMode();
    else if (act === "import") this.#underway.push(this.#import(this.imports.size, false));
    else if (act === "backup") this.#backup(inTrouble);
    else if (act === "check") this.#begin("check", house.command("check"), false);
    // waited for at once: after a kill it would be the first
    else await this.#second();
  }

  /** In any order, but none again before each had its turn. */
  #draw(): (typeof ACTS)[number] {
    if (this.#bag.length === 0) this.#bag.push(...ACTS);
    const [act] = this.#bag.splice(Math.floor(this.#random() * this.#bag.length), 1);
    return act ?? "mode";
  }

  #setClock(): void {
    const step = LEAST_CLOCK_MS + this.#random() * (MOST_CLOCK_MS - LEAST_CLOCK_MS);
    this.#off_ms = Math.max(-CLOCK_BOUND_MS, Math.min(CLOCK_BOUND_MS, Math.round(this.#off_ms + step)));
    // nothing at all would make the file anew, which the house has mapped
    this.#house.setClock(this.#off_ms || 1);
  }

  async #setMode(): Promise<void> {
    const mode = this.#pick(["off", "on", "auto"] as const);
    await this.#house.gleaner.api.setMode("pump", mode).catch(() => undefined);
  }

  #import(number: number, strict: boolean): Underway {
    const file = this.#house.place.path(`import-${number}.csv`);
    if (!this.imports.has(number)) writeFileSync(file, importLines(number));
    this.imports.set(number, false);
    return { name: `import ${number}`, command: this.#house.command("import", file), strict };
  }

  #backup(inTrouble: boolean): void {
    const file = this.#house.place.path(`backup-${this.backups.length}.db`);
    this.backups.push(file);
    this.#begin("backup", this.#house.command("backup", file), !inTrouble);
  }

  #begin(name: string, command: Gleaner, strict: boolean): void {
    this.#underway.push({ name, command, strict });
  }

  /** Ends the house, with whatever still runs beside it, and starts it anew. */
  async #restart(how: "kill" | "stop"): Promise<void> {
    this.#did(how);
    if (how === "kill") await this.#house.kill();
    else {
      const { code } = await this.#house.stop();
      if (code !== 0) this.complaints.push(`a stop ended with ${code}`);
    }
    await this.#settle();
    await this.#house.start();
  }

  async #settle(): Promise<void> {
    for (const one of this.#underway.splice(0)) await this.#ended(one);
  }

  async #second(): Promise<void> {
    const command = this.#house.second();
    const { code } = await command.ended;
    if (code !== EXIT_IN_USE) this.complaints.push(`a second start ended with ${code}: ${command.output.slice(-300)}`);
  }

  async #ended({ name, command, strict }: Underway): Promise<void> {
    const { code } = await command.ended;
    if (name.startsWith("import") && code === 0) this.imports.set(Number(name.slice(7)), true);
    const well = strict ? code === 0 : EXCUSED_EXITS.includes(code);
    if (!well) this.complaints.push(`${name} ended with ${code}: ${command.output.slice(-300)}`);
  }

  #did(act: string): void {
    this.tally[act] = (this.tally[act] ?? 0) + 1;
  }

  /** One of some, none of which is `undefined`. */
  #pick<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.#random() * all.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }
}

/** Readings of a channel of its own, a minute apart, in 2020 and after. */
function importLines(number: number): string {
  const begin = Date.UTC(2020, 0, 1);
  const lines = Array.from({ length: IMPORT_LINES }, (_, i) => {
    return `${new Date(begin + i * 60_000).toISOString()},import.c${number},${importValue(number, i)}\n`;
  });
  return lines.join("");
}

/** What reading number i of an import is. */
export function importValue(number: number, i: number): number {
  return (number * 31 + i * 7) % 10_007;
}
