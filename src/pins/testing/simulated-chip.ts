import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";

/** Chips that the kernel's own `gpio-sim` makes up ("Configfs GPIO Simulator" of its documents). */

const TREE = "/sys/kernel/config/gpio-sim";

const trimmed = (path: string): string => readFileSync(path, "latin1").trim();

/** A chip whose inputs the test moves, and whose outputs it sees. */
export class SimulatedChip {
  readonly path: string;
  readonly #root: string;
  readonly #lines: string;
  readonly #names: readonly string[];
  #live = true;

  /**
   * @param label what the chip calls itself
   * @param lines how many it has
   * @param names offset to name
   */
  constructor(label: string, lines: number, names: Readonly<Record<number, string>> = {}) {
    this.#root = `${TREE}/${label}`;
    this.#names = Object.keys(names);
    const bank = `${this.#root}/bank0`;
    mkdirSync(bank, { recursive: true });
    writeFileSync(`${bank}/num_lines`, String(lines));
    writeFileSync(`${bank}/label`, label);
    for (const [offset, name] of Object.entries(names)) {
      mkdirSync(`${bank}/line${offset}`);
      writeFileSync(`${bank}/line${offset}/name`, name);
    }
    writeFileSync(`${this.#root}/live`, "1");
    const chip = trimmed(`${bank}/chip_name`);
    this.path = `/dev/${chip}`;
    this.#lines = `/sys/devices/platform/${trimmed(`${this.#root}/dev_name`)}/${chip}`;
  }

  /** What a switch outside does to a line. */
  pull(offset: number, high: boolean): void {
    writeFileSync(this.pullFile(offset), high ? "pull-up" : "pull-down");
  }

  /** Where another process does it, by writing `pull-up` or `pull-down`. */
  pullFile(offset: number): string {
    return `${this.#lines}/sim_gpio${offset}/pull`;
  }

  /** As a meter's output does: low, and high again. */
  pulse(offset: number): void {
    this.pull(offset, false);
    this.pull(offset, true);
  }

  /** What a voltmeter on a line says. */
  isHigh(offset: number): boolean {
    return trimmed(`${this.#lines}/sim_gpio${offset}/value`) === "1";
  }

  /** As a USB adapter that is pulled out. */
  unplug(): void {
    if (!this.#live) return;
    this.#live = false;
    writeFileSync(`${this.#root}/live`, "0");
  }

  [Symbol.dispose](): void {
    this.unplug();
    for (const offset of this.#names) rmdirSync(`${this.#root}/bank0/line${offset}`);
    rmdirSync(`${this.#root}/bank0`);
    rmdirSync(this.#root);
  }
}
