import { resolve } from "node:path";
import type { Secrets } from "./secrets.ts";

const FROM_FILE = "_file";
/** What a program gets of the environment in which Gleaner was started. */
const PASSED_ON = ["PATH", "HOME", "LANG", "TZ"];

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** Contents of `*_file` variables: never shown. */
  readonly secrets: readonly string[];
}

/**
 * The environment of a program: a little of Gleaner's own, and the configured variables. `NAME_file` becomes `NAME` with
 * the content of that file.
 * @throws FileTrouble naming the file that is missing, too large or not readable
 */
export async function environmentOf(
  env: Readonly<Record<string, string>>,
  folder: string,
  secrets: Secrets,
): Promise<Environment> {
  const variables: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = value;
  }
  const read: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.endsWith(FROM_FILE) || name === FROM_FILE) {
      variables[name] = value;
      continue;
    }
    const secret = await secrets.read(name, resolve(folder, value));
    variables[name.slice(0, -FROM_FILE.length)] = secret;
    read.push(secret);
  }
  return { variables, secrets: read };
}
