import { GO } from "../attack.ts";

/** Programs as sources: what attacks that come from programs have in common. */

/** A program that is run again and again: good until the attack begins. */
export function gatedRun(body: string): string {
  return `#!/bin/sh\n[ -e ./${GO} ] || { echo "a 1"; exit; }\n${body}\n`;
}

/** A device that listens to the program of its name. */
export function listens(id: string): string {
  return `  ${id}: { type: command, source: { listen: [./${id}.sh] } }\n`;
}

/** A device that runs the program of its name again and again. */
export function runs(id: string, every = "200 ms"): string {
  return `  ${id}: { type: command, source: { run: [./${id}.sh], every: ${every}, timeout: 2 s } }\n`;
}

/** `name_1` to `name_8`. */
export function eight(name: string): string[] {
  return Array.from({ length: 8 }, (_, index) => `${name}_${index + 1}`);
}
