import { constants } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { readOrdinary } from "./read.ts";
import { putInPlace } from "./replace.ts";
import { codeOf } from "./trouble.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/** The folder that is open, whatever its path leads to meanwhile. */
function pathOf(folder: FileHandle): string {
  return `/proc/self/fd/${folder.fd}`;
}

/** One level at a time: Node's recursive form never returns for a folder below /proc. */
async function enter(folder: string, name: string): Promise<FileHandle> {
  const path = join(folder, name);
  await mkdir(path).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  return await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

async function differs(path: string, content: string): Promise<boolean> {
  const bytes = Buffer.from(content);
  return await readOrdinary(path, bytes.length, O_NOFOLLOW).then(
    (there) => !there.equals(bytes),
    () => true,
  );
}

/**
 * Lays files into a folder below a folder, those that are missing or different. On the way, and at the end, no link is
 * followed: whoever may write into the folder cannot have Gleaner write elsewhere.
 * @returns whether something was written
 * @throws the system's errors
 */
export async function lay(
  folder: string,
  place: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<boolean> {
  await using opened = new AsyncDisposableStack();
  let home = opened.use(await open(folder, O_RDONLY | O_DIRECTORY));
  for (const name of place) home = opened.use(await enter(pathOf(home), name));
  let wrote = false;
  for (const [name, content] of Object.entries(files)) {
    const path = join(pathOf(home), name);
    if (!(await differs(path, content))) continue;
    await putInPlace(path, content);
    wrote = true;
  }
  return wrote;
}
