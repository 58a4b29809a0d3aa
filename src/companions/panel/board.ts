import { type Lines, type Reason, reason } from "../../model/index.ts";
import type { Face } from "../../panel/brain.ts";
import { Keys } from "../../panel/keys.ts";
import { scanOf } from "./scan.ts";
import { Screen } from "./screen.ts";
import { ALL, GLANCE, readKeys, type Steps } from "./wire.ts";

/** A board that says nothing so many times is not there. */
const ABSENT_SCANS = 3;
/** … and one that says what no board says, for so long, is not understood. */
const DISORDER_MS = 5_000;
/** All of it is sent again after so long. */
const AGAIN_MS = 5_000;
/** Somebody is at the keys: looked at so often, for so long after the last change. */
const QUICK_MS = 30;
const QUICK_FOR_MS = 1_000;
/** Otherwise each board so often, and all boards together no more often than this. */
const CALM_MS = 100;
const SHARE_MS = 60;

/** One board: its screen, and its keys. */
export class PanelBoard {
  readonly #index: number;
  readonly #boards: number;
  readonly #screen: Screen;
  readonly #keys = new Keys();
  /** Its last answer was that nothing is pressed. */
  #isQuiet = false;
  #absent = 0;
  #disorder_ms: number | undefined;
  #scanned_ms = Number.NEGATIVE_INFINITY;
  #moved_ms = Number.NEGATIVE_INFINITY;
  #sent_ms = Number.NEGATIVE_INFINITY;

  constructor(index: number, boards: number) {
    this.#index = index;
    this.#boards = boards;
    this.#screen = new Screen(index);
  }

  /** When its keys are to be looked at next. */
  get scan_ms(): number {
    const isQuick = this.#scanned_ms - this.#moved_ms < QUICK_FOR_MS;
    return this.#scanned_ms + (isQuick ? QUICK_MS : Math.max(CALM_MS, SHARE_MS * this.#boards));
  }

  /** What is wrong with it. */
  trouble(now_ms: number): Reason | undefined {
    const board = this.#index + 1;
    if (this.#absent >= ABSENT_SCANS) return reason("panel_absent", { board });
    if (this.#disorder_ms !== undefined && now_ms - this.#disorder_ms >= DISORDER_MS)
      return reason("panel_disorder", { board });
    const [key] = this.#keys.stuck;
    return key === undefined ? undefined : reason("panel_key_stuck", { board, key: key + 1 });
  }

  /** Lines that were just taken: nobody knows what the board shows. */
  forget(): void {
    this.#screen.forget();
  }

  /** What is to be sent so that it shows this. */
  change(face: Face, light: number, now_ms: number): ((lines: Lines) => Steps) | undefined {
    // what an absent board is told is lost
    if (this.#absent >= ABSENT_SCANS) return undefined;
    if (now_ms - this.#sent_ms >= AGAIN_MS) {
      this.#screen.forget();
      this.#sent_ms = now_ms;
    }
    return this.#screen.change(face, light);
  }

  dark(lines: Lines): Steps {
    return this.#screen.dark(lines);
  }

  /** Looks at the keys. @param pressed told of a press @param mono the clock */
  *scan(lines: Lines, mono: () => number, pressed: (key: number) => void): Steps {
    this.#scanned_ms = mono();
    const scan = scanOf(yield* this.#bits(lines));
    const now_ms = mono();
    this.#judge(scan, now_ms);
    const { pressed: key, unsettled } = this.#keys.take(typeof scan === "number" ? scan : undefined, now_ms);
    if (typeof scan === "number" && (unsettled || key !== undefined)) this.#moved_ms = now_ms;
    if (key !== undefined) pressed(key);
  }

  /** A glance is enough while there is nothing to be seen. */
  *#bits(lines: Lines): Steps<number> {
    if (this.#isQuiet && (yield* readKeys(lines, this.#index, this.#boards, GLANCE)) === 0) return 0;
    const bits = yield* readKeys(lines, this.#index, this.#boards, ALL);
    this.#isQuiet = bits === 0;
    return bits;
  }

  #judge(scan: ReturnType<typeof scanOf>, now_ms: number): void {
    if (scan === "disorder") this.#disorder_ms ??= now_ms;
    else this.#disorder_ms = undefined;
    if (scan === "absent") {
      this.#absent += 1;
      return;
    }
    // it was put back: it has forgotten everything
    if (this.#absent >= ABSENT_SCANS) this.#screen.forget();
    this.#absent = 0;
  }
}
