import { readlinkSync } from "node:fs";
import { type Reason, say } from "../../model/index.ts";
import { type PatientLines, patientLines } from "./patient.ts";

let patientOut: PatientLines | undefined;
let patientErr: PatientLines | undefined;

/** From here on no line waits for a reader that stands still: a house must not stand still with it, nor keep it all. */
export function neverWaitForReaders(): void {
  if (patientOut && patientErr) return;
  patientOut = patientLines(1, process.stdout);
  patientErr = isOneFile() ? patientOut : patientLines(2, process.stderr);
  process.once("exit", lastLines);
  // Node's own way of telling them waits for whoever reads
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (name !== "ExperimentalWarning") logProblem(`${name}: ${message}`);
  });
}

/** Whether both go to one file: then their lines keep their order. */
function isOneFile(): boolean {
  try {
    const [out, err] = [1, 2].map((fd) => readlinkSync(`/proc/self/fd/${fd}`));
    return out !== undefined && out === err && out.startsWith("/") && !out.startsWith("/dev/");
  } catch {
    return false;
  }
}

/** Gives what waits for a slow reader a last moment. To be called where a process ends without its `exit` event. */
export function lastLines(): void {
  patientOut?.end();
  patientErr?.end();
}

/** Lines for a terminal or the system's journal, which adds the time itself. Control characters cannot break them. */
export function log(line: string): void {
  (patientOut ?? process.stdout).write(`${clean(line)}\n`);
}

/** What somebody must act on. */
export function logProblem(line: string): void {
  (patientErr ?? process.stderr).write(`${clean(line)}\n`);
}

/** A reason in English: the log is for whoever helps. */
export function logReason(why: Reason, about?: string): void {
  log(about === undefined ? say(why, "en") : `${about}: ${say(why, "en")}`);
}

/** `1 reading`, `2 readings`. */
export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

function clean(line: string): string {
  return line
    .split("\n")
    .map((part) => part.replace(/\p{Cc}/gu, "?"))
    .join("\n");
}
