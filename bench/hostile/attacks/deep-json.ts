import { type Attack, gated } from "../attack.ts";
import { program } from "../tools.ts";
import { gatedRun, listens, runs } from "./programs.ts";

const open = (count: number): string => `head -c ${count} /dev/zero | tr '\\0' '['`;

/** Lists within lists within lists. */
export const deepJson: Attack = {
  name: "deep JSON",
  prepare(place) {
    program(place, "deep_lines.sh", gated(`row=$(${open(8_000)})\nwhile :; do echo "{\\"a\\":$row"; done`));
    program(place, "deep_run.sh", gatedRun(open(65_000)));
    return { devices: listens("deep_lines") + runs("deep_run") };
  },
  cause: /deep_(lines|run)/,
};
