import { type Companion, type Companionship, type HouseState, type Reason, reason } from "../../model/index.ts";
import { type BoardWatchdog, startWatchdog } from "../../pins/watchdog.ts";
import { StoreWatch } from "./store-watch.ts";
import { whyNot } from "./words.ts";

/** As much as a Raspberry Pi's has. */
const TIMEOUT_S = 15;
/** A shorter one would bite a house that is well. */
const LEAST_S = 5;
/** A watchdog that could not be had is asked for again so often. */
const RETRY_MS = 10_000;

export interface WatchdogOptions {
  readonly path: string;
  readonly timeout_s?: number;
  readonly least_s?: number;
  readonly open?: (path: string, timeout_s: number) => BoardWatchdog;
}

/** What a cycle shows of the house, as far as it matters here. */
type Shown = Pick<HouseState, "now" | "faults">;

/**
 * The board's watchdog, which restarts the machine when it is not fed. Only the end of a cycle feeds it, once a second: a loop, a
 * thread or a machine that stands still feeds nothing, whatever holds it. See docs/decisions/022-the-watchdog.md.
 */
export class Watchdog implements Companion {
  readonly name = "watchdog";
  readonly #options: Required<WatchdogOptions>;
  #house: Companionship | undefined;
  #board: BoardWatchdog | undefined;
  #store: StoreWatch | undefined;
  #why: Reason | undefined;
  /** The code of what was told last. */
  #told: string | undefined;
  #tried_mono = Number.NEGATIVE_INFINITY;
  #fed_mono = Number.NEGATIVE_INFINITY;
  readonly #atExit = () => this.#stopBoard();

  constructor(options: WatchdogOptions) {
    this.#options = { timeout_s: TIMEOUT_S, least_s: LEAST_S, open: startWatchdog, ...options };
  }

  /** The cycle that follows opens it. */
  start(house: Companionship): void {
    this.#house = house;
    // an end that Gleaner itself decides on leaves the relays safe and an exit code: that is the supervisor's business
    process.on("exit", this.#atExit);
  }

  shown({ now: { mono }, faults }: Shown): void {
    if (!this.#house) return;
    this.#store ??= new StoreWatch(mono);
    const hangs_ms = Number(faults.find(({ code }) => code === "store_hangs")?.values?.age ?? 0);
    const isDead = this.#store.isDead(mono, hangs_ms);
    if (!this.#board) this.#open(mono);
    if (!this.#board) return;
    this.#why = isDead
      ? reason("watchdog_bites", { age: hangs_ms, seconds: String(this.#board.timeout_s) })
      : undefined;
    if (!isDead) this.#feed(this.#board, mono);
  }

  trouble(): Reason | undefined {
    return this.#why;
  }

  stop(): void {
    this.#house = undefined;
    process.off("exit", this.#atExit);
    this.#stopBoard();
  }

  #open(mono: number): void {
    const { path, timeout_s, least_s, open } = this.#options;
    if (mono - this.#tried_mono < RETRY_MS) return;
    this.#tried_mono = mono;
    try {
      const board = open(path, timeout_s);
      const seconds = String(board.timeout_s);
      if (board.timeout_s < least_s) {
        board.stop();
        this.#lose(reason("watchdog_short", { path, seconds }));
        return;
      }
      this.#board = board;
      this.#fed_mono = mono;
      this.#tell(reason(board.canStop ? "watchdog_watches" : "watchdog_watches_always", { seconds }));
    } catch (error) {
      this.#lose(whyNot(error, path));
    }
  }

  #feed(board: BoardWatchdog, mono: number): void {
    // a cycle comes each second at least, and up to ten in one
    if (mono - this.#fed_mono < 1_000) return;
    try {
      board.feed();
      this.#fed_mono = mono;
    } catch (error) {
      this.#stopBoard();
      this.#lose(whyNot(error, this.#options.path));
    }
  }

  #stopBoard(): void {
    const board = this.#board;
    this.#board = undefined;
    try {
      board?.stop();
    } catch {
      // gone is gone
    }
  }

  #lose(why: Reason): void {
    this.#why = why;
    this.#tell(why);
  }

  /** For the journal, once. */
  #tell(why: Reason): void {
    if (this.#told === why.code) return;
    this.#told = why.code;
    this.#house?.note("house", why);
  }
}
