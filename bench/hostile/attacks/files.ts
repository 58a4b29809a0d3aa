import { script } from "../../../test/support/houses.ts";
import type { Place } from "../../../test/support/place.ts";
import type { Ground } from "../attack.ts";
import { program } from "../tools.ts";

/** Files that the house reads or writes, each kind in a folder of its own. */

/** Relays with scripts in a folder. */
export function scriptsIn(place: Place, folder: string, ids: readonly string[]): Ground {
  place.makeFolder(folder);
  for (const id of ids) place.write(`${folder}/${id}.ts`, script('return off("Nothing to do");'));
  return {
    devices: ids.map((id) => `  ${id}: { type: file, path: ./${id}.state }\n`).join(""),
    relays: ids.map((id) => `  ${id}: { output: ${id}, script: ./${folder}/${id}.ts }\n`).join(""),
  };
}

/** Programs that are run all the time, with a secret in a folder. */
export function secretsIn(place: Place, folder: string, ids: readonly string[]): Ground {
  place.makeFolder(folder);
  program(place, `${folder}.sh`, '#!/bin/sh\necho "a 1"\n');
  for (const id of ids) place.write(`${folder}/${id}`, "a secret word\n");
  const device = (id: string): string =>
    `  ${id}: { type: command, source: { run: [./${folder}.sh], every: 500 ms }, env: { KEY_file: ./${folder}/${id} } }\n`;
  return { devices: ids.map(device).join("") };
}

/** Relays whose outputs are files in a folder. */
export function outputsIn(place: Place, folder: string, ids: readonly string[]): Ground {
  place.makeFolder(folder);
  return {
    devices: ids.map((id) => `  ${id}: { type: file, path: ./${folder}/${id} }\n`).join(""),
    relays: ids.map((id) => `  ${id}: { output: ${id} }\n`).join(""),
  };
}
