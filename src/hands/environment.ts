import { resolve } from "node:path";
import type { ProgramOrder } from "../model/index.ts";
import type { Secrets } from "./secrets.ts";

const FROM_FILE = "_file";
/** What a program gets of the environment in which Gleaner was started. */
const PASSED_ON = ["PATH", "HOME", "LANG", "TZ"];

export interface Environment {
  readonly variables: Readonly<Record<string, string>>;
  /** What the files of `*_file` variables hold and have held: never shown. */
  readonly secrets: readonly string[];
}

/**
 * The environment of a program: a little of Gleaner's own, and the configured variables. `NAME_file` becomes `NAME` with
 * the content of that file. All files are read at once.
 * @throws FileTrouble naming the file that is missing, too large or not readable
 */
export async function environmentOf(
  { env, folder, urgent = false }: Pick<ProgramOrder, "env" | "folder" | "urgent">,
  secrets: Secrets,
): Promise<Environment> {
  const variables: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = value;
  }
  const files: string[] = [];
  const read: Promise<readonly [name: string, secret: string]>[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.endsWith(FROM_FILE) || name === FROM_FILE) {
      variables[name] = value;
      continue;
    }
    const path = resolve(folder, value);
    files.push(path);
    read.push(secrets.read(name, path, urgent).then((secret) => [name, secret]));
  }
  for (const [name, secret] of await Promise.all(read)) variables[name.slice(0, -FROM_FILE.length)] = secret;
  return { variables, secrets: files.flatMap((path) => secrets.held(path)) };
}
