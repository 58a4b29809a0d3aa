import { type Checker, checkNight, isKnownChannel, meant } from "./checker.ts";

/** Complains of channels that do not exist, and of a sun without a place. */
export function checkLcd(checker: Checker): void {
  for (const [index, channel] of (checker.config.lcd?.show ?? []).entries()) {
    if (isKnownChannel(checker, channel)) continue;
    const path = ["lcd", "show", index];
    checker.complain(path, `no channel is called "${channel}"${meant(checker, channel, checker.channels)}`);
  }
  checkNight(checker, "lcd");
}
