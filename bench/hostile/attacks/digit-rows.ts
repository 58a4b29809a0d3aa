import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { gatedRun, listens, runs } from "./programs.ts";

/** So many digits in a row. */
const row = (count: number): string => `head -c ${count} /dev/zero | tr '\\0' 1`;

/** Numbers without end, which are none in the end. */
export const digitRows: Attack = {
  name: "rows of digits",
  prepare(place) {
    program(place, "digits_lines.sh", gated(`row=$(${row(8_000)})\nwhile :; do echo "v \${row}x"; done`));
    program(place, "digits_run.sh", gatedRun(`printf '{"a":"'; ${row(64_000)}; printf 'x"}\\n'`));
    return { devices: listens("digits_lines") + runs("digits_run") };
  },
  cause: /digits_(lines|run)/,
};
