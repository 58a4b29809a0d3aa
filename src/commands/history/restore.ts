import { Command } from "commander";
import { lockFolder } from "../../store/index.ts";
import { restoreData } from "../../store/tools.ts";
import { log } from "../terminal/log.ts";
import { type Place, placed } from "./options.ts";
import { type Site, siteOf } from "./place.ts";
import { report } from "./report.ts";

function restore(site: Site, file: string): void {
  const lock = lockFolder(site.folder);
  try {
    report(
      restoreData(lock, file, (name) => log(`${name}, left by a restore that was broken off, is removed`)),
      site,
    );
  } finally {
    lock.release();
  }
}

const command = new Command("restore").description("put a backup into a data folder without data").argument("<file>");

export const verb = placed(command).action((file: string, place: Place) => restore(siteOf(place), file));
