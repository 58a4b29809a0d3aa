import { existsSync } from "node:fs";

const HERE = "gleaner.yaml";
const SYSTEM = "/etc/gleaner.yaml";

/** Nobody said which house, and there is none in the usual places. */
export class NoConfig extends Error {
  override readonly message =
    `There is neither ${HERE} in this folder nor ${SYSTEM}: name the configuration, for example -c examples/simulated/gleaner.yaml`;
}

/** The configuration that a command means. @throws NoConfig when none is named, and none in its place */
export function configFile(given: string | undefined): string {
  const file = given ?? [HERE, SYSTEM].find((place) => existsSync(place));
  if (file === undefined) throw new NoConfig();
  return file;
}
