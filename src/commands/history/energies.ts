import { type Command, InvalidArgumentError, Option } from "commander";
import { type AskedRegister, ENERGY_KINDS, type EnergyOptions } from "../../interchange/index.ts";
import { FURTHEST_INSTANT, readNumber } from "../../model/index.ts";
import { hasHistory, reading, type Site, shownTime } from "./place.ts";

/** What people say of an import's energies, and what those of rows that are added up go on from. */

export type EnergiesSaid = Pick<EnergyOptions, "energy" | "register">;

/** @throws InvalidArgumentError, which says what can be written */
function registerSaid(words: string): { value: number; unit: string } {
  const [, number = "", unit = ""] = /^([\d.]{1,20}) ?(\D{0,8})$/.exec(words.trim()) ?? [];
  const value = readNumber(number);
  if (value === undefined) throw new InvalidArgumentError('Write what it showed, as 48210.4 or "48210.4 kWh"');
  return { value, unit };
}

/** @throws Error where one says the contrary of the other */
export function assertEnergies({ energy, register }: EnergiesSaid): void {
  if (register !== undefined && energy === "register") {
    throw new Error("--register goes with energies of rows that are added up, not with --energy register");
  }
}

/** Gives a command the options of energies. */
export function withEnergies(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--energy <kind>",
        "what an energy, or another thing that is counted, is: that of each row (added up to a register), or a meter's register; absent: as the file shows it",
      ).choices(ENERGY_KINDS),
    )
    .addOption(
      new Option(
        "--register <number>",
        'what the register showed before the first row, where the energies of rows are added up: "48210.4 kWh"; absent: what the history has then, or 0',
      ).argParser(registerSaid),
    );
}

/** So many readings of the history are compared with a register that is added up. */
const LOOKED_AT = 10_000;

/**
 * What the history's register shows when an added up one begins.
 * @throws Error where it has readings of its own in that time: two registers would stand in one channel
 */
export async function registerOf(
  site: Site,
  { channel, instants }: AskedRegister,
  replaces: boolean,
): Promise<number | undefined> {
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined || !hasHistory(site)) return undefined;
  return await reading(site, async (history) => {
    const own = new Set(instants);
    const there = replaces ? [] : await history.range(channel, first + 1, last, LOOKED_AT);
    const other = there.find(({ at }) => !own.has(at));
    if (other !== undefined) {
      throw new Error(
        `${channel} has a reading of its own at ${shownTime(other.at, site)}, in the time of these rows: a register cannot be added up between those of another. Import into another channel (--channel, --columns), or put the file in its place by --replace`,
      );
    }
    const [oldest] = await history.range(channel, -FURTHEST_INSTANT, first + 1, 1);
    const [before] = oldest ? await history.summaries(channel, [oldest.at, first + 1]) : [];
    return before?.last;
  });
}
