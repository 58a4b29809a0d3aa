import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ClockFacts, NO_EARLIER } from "./trust.ts";

/** systemd-timesyncd makes it with its first answer from a time server (systemd-timesyncd.service(8)). */
const SYNCHRONISED = "run/systemd/timesync/synchronized";
const CHIPS = "sys/class/rtc";
/** Small boards have a device tree with their name; virtual machines with one say so in it. */
const BOARD = "sys/firmware/devicetree/base/model";

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Whether there is a clock chip that knows the time: one without a battery begins in 1970 at each start. */
function hasClockChip(root: string): boolean {
  try {
    return readdirSync(join(root, CHIPS)).some((chip) => {
      const seconds = textOf(join(root, CHIPS, chip, "since_epoch"));
      return seconds === undefined || Number(seconds) * 1_000 >= NO_EARLIER;
    });
  } catch {
    return false;
  }
}

/**
 * What this machine says of its clock. Only boards, told by their device tree, are without a clock chip: containers and
 * virtual machines have the time of their host.
 * @param root where the file system begins; a test has one of its own
 */
export function machineClockFacts(root = "/"): ClockFacts {
  const board = textOf(join(root, BOARD));
  return {
    keeps_time: board === undefined || /virt/i.test(board) || hasClockChip(root),
    synchronised: () => existsSync(join(root, SYNCHRONISED)),
  };
}
