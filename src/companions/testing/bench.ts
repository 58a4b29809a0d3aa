import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "node:test";
import { type Companionship, type ModeNumber, type ReasonValue, type RelayState, say } from "../../model/index.ts";
import { ModeFile } from "../mode-file.ts";

/** Real files in folders of their own; the watch is turned by hand with `look()`. */

const benches: Bench[] = [];

/** What is wrong, in English. */
export function problemWords(problem: ReasonValue | undefined): string {
  return typeof problem === "object" ? say(problem, "en") : String(problem);
}

export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "gleaner-modes-"));
  readonly modes = join(this.folder, "modes.json");
  readonly states = join(this.folder, "states.json");
  readonly commands: string[] = [];
  readonly notes: string[] = [];
  readonly file = new ModeFile({
    modes: this.modes,
    states: this.states,
    relays: new Map([
      [1, "boiler"],
      [2, "pump"],
      [8, "fan"],
    ]),
  });
  readonly #house: Companionship = {
    command: ({ relay, mode, auto_state, origin }) => {
      assert.equal(origin, "file");
      this.commands.push([relay, mode, auto_state].filter((word) => word !== undefined).join(" "));
      return true;
    },
    note: (kind, { code, values }) => {
      assert.deepEqual([kind, code], ["mode_file", "mode_file_refused"]);
      this.notes.push(problemWords(values?.problem));
    },
  };

  constructor() {
    benches.push(this);
  }

  /** The house as it stands. */
  static house(boiler: ModeNumber, pump: ModeNumber, fan: ModeNumber = 1, on: readonly number[] = []): RelayState[] {
    const numbers: readonly (readonly [string, number | null, ModeNumber])[] = [
      ["boiler", 1, boiler],
      ["pump", 2, pump],
      ["fan", 8, fan],
      ["hidden", null, 1],
    ];
    return numbers.map(
      ([id, number, mode_number]) =>
        ({ id, number, mode_number, on: number !== null && on.includes(number) }) as RelayState,
    );
  }

  /** All on auto, both files written, nothing to do. */
  up(): this {
    this.write(Bench.house(1, 1));
    this.start(Bench.house(1, 1));
    return this;
  }

  /** The house is up, with relays as the last run left them. */
  start(adopted: readonly RelayState[]): void {
    this.file.start(this.#house, adopted);
  }

  /** A state after a cycle. */
  write(relays: readonly RelayState[]): void {
    this.file.shown({ relays });
  }

  say(text: string): void {
    writeFileSync(this.modes, text);
  }

  get said(): string {
    return readFileSync(this.modes, "utf8");
  }

  /** Looks as often as it takes to be sure of what stands there. */
  look(): void {
    this.file.look();
    this.file.look();
    this.file.look();
  }

  close(): void {
    this.file.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

afterEach(() => {
  for (const bench of benches.splice(0)) bench.close();
});
