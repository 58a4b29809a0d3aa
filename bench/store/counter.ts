import { openHistory } from "../../src/store/index.ts";
import { Writer } from "../../src/store/tools.ts";
import { median, times } from "../figures.ts";
import { dice, START_MS, STEP_MS } from "../house-year/index.ts";
import { DAY_MS, spanOf, type Task } from "./task.ts";

const MONTH_TICKS = (30 * DAY_MS) / STEP_MS;
const DAY_TICKS = DAY_MS / STEP_MS;
/** A fault each week, of each kind in turn, from noon on for so many readings. */
const WEEK_TICKS = 7 * DAY_TICKS;
const FAULTS: readonly ((right: number, i: number) => number)[] = [
  () => 0,
  (right) => right + 4_294_967_296,
  (right, i) => right - (i % 2) * 10,
  (right) => Math.floor(right / 10),
];
const FAULTY_READINGS = 20;

/** A register in Wh of a house that uses some 550 W, in steps of 10 Wh, and what it shows at a tick. */
class Register {
  readonly #random = dice(11);
  #used = 15_508_000;
  #power = 300;

  next(tick: number): { readonly right: number; readonly shown: number } {
    if (tick % 90 === 0) this.#power = this.#random() < 0.1 ? 3_000 * this.#random() : 100 + 400 * this.#random();
    this.#used += (this.#power * STEP_MS) / 3_600_000;
    const right = 10 * Math.floor(this.#used / 10);
    const i = (tick - DAY_TICKS / 2) % WEEK_TICKS;
    const fault = FAULTS[Math.floor(tick / WEEK_TICKS) % FAULTS.length];
    return { right, shown: fault && i >= 0 && i < FAULTY_READINGS ? fault(right, i) : right };
  }
}

/** Writes a year of a sound counter and of one with faults. @returns what each day came to */
function write({ folder, ticks }: Task): Float64Array {
  const writer = new Writer({ folder });
  const register = new Register();
  const days = new Float64Array(Math.ceil(ticks / DAY_TICKS));
  let before = Number.NaN;
  for (let from = 0; from < ticks; from += MONTH_TICKS) {
    const count = Math.min(MONTH_TICKS, ticks - from);
    const [sound, faulty] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < count; i++) {
      const { right, shown } = register.next(from + i);
      sound[i] = right;
      faulty[i] = shown;
      const day = Math.floor((from + i - 1) / DAY_TICKS);
      if (day >= 0) days[day] = (days[day] ?? 0) + right - before;
      before = right;
    }
    const at = Float64Array.from({ length: count }, (_, i) => START_MS + (from + i) * STEP_MS);
    writer.load([
      { at, channels: [{ name: "sound", unit: "Wh", values: sound }] },
      { at, channels: [{ name: "faulty", unit: "Wh", values: faulty }] },
    ]);
  }
  writer.seal(START_MS + ticks * STEP_MS);
  writer.close();
  return days;
}

/** The days of a counter's year, sound and with faults; and how many of them are wrong. */
export async function counter(task: Task): Promise<object> {
  const days = write(task);
  const { edges } = spanOf(task);
  const history = openHistory(task.folder);
  const ask = (name: string) => () => history.rises(name, edges);
  const sound_ms = median(await times(101, ask("sound")));
  const faulty_ms = median(await times(101, ask("faulty")));
  let wrong = 0;
  for (const name of ["sound", "faulty"]) {
    (await history.rises(name, edges)).forEach((rise, day) => {
      if (Math.abs(rise - (days[day] ?? 0)) > 10.01) wrong++;
    });
  }
  history.close();
  return { sound_ms, faulty_ms, wrong };
}
