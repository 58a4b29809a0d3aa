import { type Attack, all, type Ground } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { orderOn } from "../tools.ts";
import { outputsIn, scriptsIn, secretsIn } from "./files.ts";
import { eight } from "./programs.ts";

const FOLDERS = ["pool_scripts", "pool_secrets", "pool_outputs"] as const;
const OUTPUTS = eight("pool_output");

/** Everything that goes over the threads that a process has for its files, all at once. */
export const fullPool: Attack = {
  name: "a pool of threads that is full",
  prepare(place) {
    const parts: readonly Ground[] = [
      scriptsIn(place, "pool_scripts", eight("pool_script")),
      secretsIn(place, "pool_secrets", eight("pool_secret")),
      outputsIn(place, "pool_outputs", OUTPUTS),
    ];
    const lines = (of: (ground: Ground) => string | undefined): string => parts.map((part) => of(part) ?? "").join("");
    return { devices: lines(({ devices }) => devices), relays: lines(({ relays }) => relays) };
  },
  async begin(scene) {
    const hung = await Promise.all(FOLDERS.map((folder) => HungFolder.over(scene.place.path(folder))));
    orderOn(scene, OUTPUTS);
    return all(hung);
  },
  cause: /pool_(script|secret|output)_/,
  hangs: true,
};
