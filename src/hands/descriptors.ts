import { readFileSync } from "node:fs";
import { threadsFor } from "./threads.ts";

/** What Linux allows where nobody says otherwise. */
const USUAL = 1_024;
/** What the process of the hands has open by itself, and for guests. */
const OWN = 48;
/** A program has two pipes, and while it is started some more. */
const EACH = 3;

/** How many descriptors this process, and each that it starts, may have open: Node has raised that as far as it may. */
export function mostDescriptors(): number {
  try {
    const [, soft = ""] = readFileSync("/proc/self/limits", "latin1").split("Max open files");
    const number = Number.parseInt(soft, 10);
    return number > 0 ? number : Number.POSITIVE_INFINITY;
  } catch {
    return USUAL;
  }
}

/** Programs for which no relay waits that may run at once, so that there is room for an order. @param outputs that are files */
export function programsFor(descriptors: number, outputs: number): number {
  return Math.max(1, Math.floor((descriptors - OWN - threadsFor(outputs)) / EACH));
}
