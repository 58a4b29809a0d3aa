import { Command } from "commander";
import { everyChannel } from "../../interchange/index.ts";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import type { Correction, DiskHistory, Replacement } from "../../store/index.ts";
import { counted, log } from "../terminal/log.ts";
import { type Place, placed } from "./options.ts";
import { reading, type Site, shownTime, siteOf, storedName } from "./place.ts";

function changeWords({ change }: Correction): string {
  if (change === "remove") return "left out";
  const words = [
    change.factor !== 1 && `× ${change.factor}`,
    change.shift !== 0 && `${change.shift < 0 ? "−" : "+"} ${Math.abs(change.shift)}`,
  ];
  return words.filter((word) => word !== false).join(" ") || "right as they are";
}

function spanWords({ since, until }: Pick<Correction, "since" | "until">, site: Site): string {
  const from = since <= -FURTHEST_INSTANT ? "all" : `from ${shownTime(since, site)}`;
  if (until >= FURTHEST_INSTANT) return since <= -FURTHEST_INSTANT ? from : `${from} on`;
  return `${from} to ${shownTime(until, site)}`;
}

function undoneWords({ undone_at }: Pick<Correction, "undone_at">, site: Site): string {
  return undone_at === null ? "" : `, undone ${shownTime(undone_at, site)}`;
}

/** A replacement in words; `undefined` where it is of other channels than was asked for. */
function replacedWords(replacement: Replacement, channel: string | undefined, site: Site): string | undefined {
  const { stretches, note } = replacement;
  const own = stretches.filter((stretch) => channel === undefined || stretch.channel === channel);
  const [first] = own;
  if (first === undefined) return undefined;
  const others = own.length > 1 ? ` and ${counted(own.length - 1, "other channel")}` : "";
  return `${first.channel} ${spanWords(first, site)}${others}: ${note}${undoneWords(replacement, site)}`;
}

async function* namesOf(history: DiskHistory, site: Site, asked: string | undefined): AsyncGenerator<string> {
  if (asked !== undefined) yield await storedName(history, site, asked);
  else for await (const { name } of everyChannel(history)) yield name;
}

async function list(site: Site, asked: string | undefined): Promise<void> {
  await reading(site, async (history) => {
    const told: { readonly id: number; readonly words: string }[] = [];
    const found: Correction[] = [];
    for await (const name of namesOf(history, site, asked)) found.push(...(await history.corrections(name)));
    for (const one of found) {
      const note = one.note === "" ? "" : `: ${one.note}`;
      const change = `${spanWords(one, site)} ${changeWords(one)}`;
      told.push({ id: one.id, words: `${one.channel} ${change}${undoneWords(one, site)}${note}` });
    }
    const channel = asked === undefined ? undefined : await storedName(history, site, asked);
    for (const one of await history.replacements()) {
      const words = replacedWords(one, channel, site);
      if (words !== undefined) told.push({ id: one.id, words });
    }
    if (told.length === 0) log("There are no corrections");
    for (const { id, words } of told.sort((a, b) => a.id - b.id)) log(`${id}  ${words}`);
  });
}

const command = new Command("corrections")
  .description("list corrections with their numbers")
  .argument("[channel]", "absent: all");

export const verb = placed(command).action((channel: string | undefined, place: Place) => list(siteOf(place), channel));
