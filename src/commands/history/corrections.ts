import { Command } from "commander";
import { everyChannel } from "../../interchange/index.ts";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import type { Correction, DiskHistory } from "../../store/index.ts";
import { log } from "../terminal/log.ts";
import { type Place, placed } from "./options.ts";
import { reading, type Site, shownTime, siteOf, storedName } from "./place.ts";

function changeWords({ change }: Correction): string {
  if (change === "remove") return "left out";
  const words = [
    change.factor !== 1 && `× ${change.factor}`,
    change.shift !== 0 && `${change.shift < 0 ? "−" : "+"} ${Math.abs(change.shift)}`,
  ];
  return words.filter((word) => word !== false).join(" ") || "unchanged";
}

async function* namesOf(history: DiskHistory, site: Site, asked: string | undefined): AsyncGenerator<string> {
  if (asked !== undefined) yield await storedName(history, site, asked);
  else for await (const { name } of everyChannel(history)) yield name;
}

async function list(site: Site, asked: string | undefined): Promise<void> {
  await reading(site, async (history) => {
    const found: Correction[] = [];
    for await (const name of namesOf(history, site, asked)) found.push(...(await history.corrections(name)));
    found.sort((a, b) => a.id - b.id);
    if (found.length === 0) log("There are no corrections");
    for (const one of found) {
      const until = one.until >= FURTHEST_INSTANT ? "on" : `to ${shownTime(one.until, site)}`;
      const undone = one.undone_at === null ? "" : `, undone ${shownTime(one.undone_at, site)}`;
      const note = one.note === "" ? "" : `: ${one.note}`;
      const span = `from ${shownTime(one.since, site)} ${until}`;
      log(`${one.id}  ${one.channel} ${span} ${changeWords(one)}${undone}${note}`);
    }
  });
}

const command = new Command("corrections")
  .description("list corrections with their numbers")
  .argument("[channel]", "absent: all");

export const verb = placed(command).action((channel: string | undefined, place: Place) => list(siteOf(place), channel));
