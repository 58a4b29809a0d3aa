import { open } from "node:fs/promises";
import { resolve } from "node:path";

const LARGEST_SECRET = 64 * 1024;
const FROM_FILE = "_file";

export interface Environment {
  readonly variables: NodeJS.ProcessEnv;
  /** Contents of `*_file` variables: never shown. */
  readonly secrets: readonly string[];
}

async function readSecret(name: string, path: string): Promise<string> {
  const fail = (why: string): Error => new Error(`the file of env ${name} (${path}) ${why}`);
  let bytes: Buffer;
  try {
    const file = await open(path, "r");
    try {
      if (!(await file.stat()).isFile()) throw fail("is not a regular file: name one");
      const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST_SECRET + 1), 0, LARGEST_SECRET + 1, 0);
      bytes = buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw fail("does not exist: create it, or correct its path");
    if (code === "EACCES") throw fail("may not be read: give Gleaner's user the right to");
    throw error;
  }
  if (bytes.length > LARGEST_SECRET) throw fail("is larger than 64 kB: a secret is shorter");
  const secret = bytes.toString("utf8").replace(/\r?\n$/, "");
  if (secret.includes("\0")) throw fail("holds a zero byte: an environment variable cannot");
  return secret;
}

/**
 * Gleaner's own environment with the configured variables. `NAME_file` becomes `NAME` with the content of that file,
 * read anew for each program, so that a changed secret needs no restart.
 * @throws Error naming the file that is missing, too large or not readable
 */
export async function environment(env: Readonly<Record<string, string>>, folder: string): Promise<Environment> {
  const variables: NodeJS.ProcessEnv = { ...process.env };
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.endsWith(FROM_FILE) || name === FROM_FILE) {
      variables[name] = value;
      continue;
    }
    const secret = await readSecret(name, resolve(folder, value));
    variables[name.slice(0, -FROM_FILE.length)] = secret;
    if (secret.length >= 4) secrets.push(secret);
  }
  return { variables, secrets };
}

/** Words of a program that a person will read, without the secrets that it may have printed. */
export function withoutSecrets(words: string, secrets: readonly string[]): string {
  let clean = words;
  for (const secret of secrets) clean = clean.replaceAll(secret, "***");
  return clean;
}
