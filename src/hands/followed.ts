import { type FSWatcher, watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { FileTrouble } from "../model/ports/hands.ts";
import type { Lanes } from "./lanes.ts";
import { readOrdinary } from "./read.ts";
import { fileTrouble } from "./trouble.ts";
import { noAnswer } from "./within.ts";

const LOOK_EVERY_MS = 2_000;
/** Editors write a file in several steps. */
const SETTLE_MS = 50;

export type Content = Buffer | FileTrouble;

function isSame(one: Content | undefined, other: Content): boolean {
  if (one instanceof FileTrouble || other instanceof FileTrouble) {
    return one instanceof FileTrouble && other instanceof FileTrouble && one.message === other.message;
  }
  return one?.equals(other) === true;
}

/**
 * Watches a file: by notice of its folder (editors replace files by renaming), and by looking every 2 s where notices do
 * not come (network drives). Tells each content once.
 */
export class Followed {
  readonly #path: string;
  readonly #most_bytes: number;
  readonly #lanes: Lanes;
  readonly #answer_ms: number;
  readonly #tell: (content: Content) => void;
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  #told: Content | undefined;
  #looking = false;
  #again = false;
  #over = false;

  /** @param answer_ms a look that takes longer is told as trouble */
  constructor(
    path: string,
    most_bytes: number,
    lanes: Lanes,
    { answer_ms, tell }: { readonly answer_ms: number; readonly tell: (content: Content) => void },
  ) {
    this.#path = path;
    this.#most_bytes = most_bytes;
    this.#lanes = lanes;
    this.#answer_ms = answer_ms;
    this.#tell = tell;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  end(): void {
    this.#over = true;
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
    this.#watcher?.close();
  }

  #look(): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    const late = setTimeout(() => this.#take(noAnswer(this.#path)), this.#answer_ms);
    void this.#read().then((content) => {
      clearTimeout(late);
      this.#looking = false;
      this.#take(content);
      if (!this.#again || this.#over) return;
      this.#again = false;
      this.#look();
    });
  }

  async #read(): Promise<Content> {
    try {
      return await this.#lanes.run(dirname(this.#path), async () => {
        await this.#watch();
        return await readOrdinary(this.#path, this.#most_bytes);
      });
    } catch (error) {
      return fileTrouble(error);
    }
  }

  #take(content: Content): void {
    if (this.#over || isSame(this.#told, content)) return;
    this.#told = content;
    this.#tell(content);
  }

  /** Begins to hear of changes, once the folder has answered: what begins the notices cannot be left waiting. */
  async #watch(): Promise<void> {
    if (this.#watcher) return;
    const folder = dirname(this.#path);
    try {
      await stat(folder);
      if (this.#over) return;
      const watcher = watch(folder, (_event, name) => this.#stirred(name));
      this.#watcher = watcher;
      watcher.on("error", () => {
        watcher.close();
        this.#watcher = undefined;
      });
    } catch {
      // No notices of this folder: the look every 2 s remains.
    }
  }

  #stirred(name: string | null): void {
    if (name !== null && name !== basename(this.#path)) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#look(), SETTLE_MS);
  }
}
