import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** The machine as its kernel shows it in `/sys`, `/proc` and `/dev`: it is only looked at. What cannot be read is not there. */
export class Machine {
  readonly #root: string;

  /** @param root where a test keeps its own */
  constructor(root = "/") {
    this.#root = root;
  }

  /** What a small file of the kernel says, without blanks and zero bytes at its ends. */
  says(path: string): string | undefined {
    try {
      const words = readFileSync(join(this.#root, path), "latin1").replaceAll("\0", " ").trim();
      return words === "" ? undefined : words;
    } catch {
      return undefined;
    }
  }

  /** Names in a folder, sorted as a person counts; none where it cannot be read. */
  names(path: string): string[] {
    return (this.namesOrNot(path) ?? []).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  /** @returns `undefined` where it may not be read, or is gone */
  namesOrNot(path: string): string[] | undefined {
    try {
      return readdirSync(join(this.#root, path));
    } catch {
      return undefined;
    }
  }

  has(path: string): boolean {
    return lstatSync(join(this.#root, path), { throwIfNoEntry: false }) !== undefined;
  }

  /** Where a link leads, as it is written. */
  link(path: string): string | undefined {
    try {
      return readlinkSync(join(this.#root, path));
    } catch {
      return undefined;
    }
  }

  /** The path without links; as it is given where it leads nowhere. */
  real(path: string): string {
    try {
      const found = realpathSync(join(this.#root, path));
      const root = realpathSync(this.#root);
      return root !== "/" && found.startsWith(root) ? found.slice(root.length) : found;
    } catch {
      return path;
    }
  }
}
