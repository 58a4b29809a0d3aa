import { Command } from "commander";
import { log } from "../terminal/log.ts";
import { type Place, placed } from "./options.ts";
import { type Site, siteOf, writing } from "./place.ts";

async function undo(site: Site, words: string): Promise<void> {
  const id = Number(words);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new Error(`"${words}" is no correction: gleaner corrections lists them`);
  const undone = await writing(site, (keeper) => keeper.do({ do: "undo", id }));
  if (undone === 0) throw new Error(`There is no correction ${id} in force: gleaner corrections lists them`);
  log(`${id} is undone`);
}

export const verb = placed(
  new Command("undo")
    .description("undo a correction or an import --replace, by its number in corrections")
    .argument("<number>"),
).action((id: string, place: Place) => undo(siteOf(place), id));
