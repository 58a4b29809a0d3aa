import type { CheckReport } from "../../store/tools.ts";
import { EXIT } from "../terminal/exit.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { type Site, shownTime } from "./place.ts";

/** Says what a check of the history found; findings are in the exit code too. */
export function report({ segments, blocks, readings, findings }: CheckReport, site: Site): void {
  const what = `${counted(readings, "reading")} in ${counted(blocks, "block")} of ${counted(segments, "segment")}`;
  log(`${what}: ${findings.length === 0 ? "all sound" : counted(findings.length, "finding")}`);
  for (const { channel, from, to, problem } of findings) {
    const span = from === null || to === null ? "" : `, ${shownTime(from, site)} to ${shownTime(to, site)}`;
    logProblem(`${channel ?? "all channels"}${span}: ${problem}`);
  }
  if (findings.length > 0) process.exitCode = EXIT.data;
}
