/** What the numbers of a counter are: those of a register, or the energy of each row, as utilities and portals give it. */

export type Kind = "register" | "rows" | "open";

/** What trembles by no more than this share of what stood before does not fall … */
const LEAST_FALL = 0.02;
/** … and what falls to less than this share of it begins anew. */
const RESET = 0.25;
/** With fewer changes a fall is not weighed against rises. */
const FEWEST_CHANGES = 4;
/** A register that begins anew each day falls more rarely. */
const LEAST_SHARE = 1 / 3;
/** What only rises is surely a register after so many rises … */
const RISES_OF_A_REGISTER = 24;
/** … or where it shows so many times what it rose by. */
const TIMES_ITS_RISE = 10;

interface Changes {
  readonly rises: number;
  readonly falls: number;
  /** Those that begin nothing anew. */
  readonly taken_back: number;
}

function changesOf(values: readonly number[]): Changes {
  let [rises, falls, taken_back] = [0, 0, 0];
  values.forEach((value, i) => {
    const before = values[i - 1] ?? value;
    if (value > before) rises++;
    else if (before - value > LEAST_FALL * before) {
      falls++;
      if (value >= RESET * before) taken_back++;
    }
  });
  return { rises, falls, taken_back };
}

/** Of what is called a consumption, and never falls. */
function risingKind(values: readonly number[], rises: number): Kind {
  const [first = 0] = values;
  const last = values.at(-1) ?? first;
  if (last === 0) return "rows";
  return rises >= RISES_OF_A_REGISTER || (rises > 0 && first >= TIMES_ITS_RISE * (last - first)) ? "register" : "open";
}

/**
 * @param values in the order of time
 * @param seems whether words say that they are those of rows, as "consumption" does, though a register may be called so, too
 */
export function kindOf(values: readonly number[], seems: boolean): Kind {
  const { rises, falls, taken_back } = changesOf(values);
  const changes = rises + falls;
  if (falls === 0) return seems ? risingKind(values, rises) : "register";
  const isOften = changes >= FEWEST_CHANGES && falls >= LEAST_SHARE * changes;
  if (isOften || (changes < FEWEST_CHANGES && taken_back > 0)) return seems ? "rows" : "open";
  return seems && taken_back > 0 ? "open" : "register";
}
