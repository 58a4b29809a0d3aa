import { homedir } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { type Claim, parseDuration, writtenPath } from "../../model/index.ts";

/** Options that many device types have, and what they claim. */

const LONGEST_PATH = 4096;

/** A path; relative ones begin in the configuration's folder. @param expected what lies there, with its article */
export function path(description: string, example: string, expected = "a path") {
  return z
    .string()
    .min(1)
    .max(LONGEST_PATH)
    .refine((words) => !words.includes("\0"), "must not hold a zero byte")
    .transform(pathMeant)
    .meta({ description, expected, example });
}

/** The path that is meant: `~` is the home. What no shell replaces is complained of. */
export function pathMeant(written: string, context: z.RefinementCtx): string {
  const read = writtenPath(written, homedir());
  if ("path" in read) return read.path;
  context.addIssue({ code: "custom", message: read.flaw });
  return z.NEVER;
}

/** A duration such as `10 s` or `200 ms`; milliseconds come out. */
export function duration(least_ms: number, most_ms: number) {
  return z.string().transform((words, issues) => {
    const ms = parseDuration(words);
    if (ms !== undefined && ms >= least_ms && ms <= most_ms) return ms;
    const range = `${least_ms / 1_000} s to ${most_ms / 1_000} s`;
    issues.addIssue({ code: "custom", message: `expected a duration of ${range}` });
    return z.NEVER;
  });
}

/** The serial port of a device. @param example its cable's link in /dev/serial/by-id */
export function serialPort(example: string) {
  const description = "The serial port, best by its link in /dev/serial/by-id, which stays the same after a restart";
  return path(description, example, "a serial port");
}

/** A device in the network. */
export const Host = z
  .string()
  .regex(/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/)
  .meta({
    description: "Name or address of the device in the network, with its port where that is not 80",
    expected: "a host",
    example: "192.168.1.40",
  });

/** No other device may use what lies at this path. */
export function claimPath(option: string, words: string, folder: string): Claim {
  return { option, thing: `the path ${resolve(folder, words)}` };
}
