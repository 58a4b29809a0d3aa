import { Command } from "commander";
import { backupData } from "../../store/tools.ts";
import { log } from "../terminal/log.ts";
import { type Place, placed, stepBack } from "./options.ts";
import { siteOf } from "./place.ts";

const command = new Command("backup")
  .description("copy all data into one file, also while the house runs")
  .argument("<file>");

export const verb = placed(command).action((file: string, place: Place) => {
  stepBack();
  backupData(siteOf(place).folder, file);
  log(`The data is in ${file}`);
});
