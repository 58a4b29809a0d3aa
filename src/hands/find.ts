import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

const USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

/** Where the system will look for a program. */
function placesOf(program: string, folder: string): string[] {
  if (program.includes("/")) return [resolve(folder, program)];
  return (process.env.PATH ?? USUAL_PATH).split(delimiter).map((at) => resolve(folder, join(at, program)));
}

async function can(path: string, right: number): Promise<boolean> {
  return await access(path, right).then(
    () => true,
    () => false,
  );
}

/** Finds a program as the system will: by path, or by name along PATH. */
export async function find(program: string, folder: string): Promise<boolean> {
  for (const place of placesOf(program, folder)) if (await can(place, constants.X_OK)) return true;
  return false;
}

/** Why a program cannot have been started: it is not there (nor its folder), or may not be run; `null`: it can. */
export async function whyNot(program: string, folder: string): Promise<"ENOENT" | "EACCES" | null> {
  if (!(await can(folder, constants.X_OK))) return "ENOENT";
  if (await find(program, folder)) return null;
  for (const place of placesOf(program, folder)) if (await can(place, constants.F_OK)) return "EACCES";
  return "ENOENT";
}
