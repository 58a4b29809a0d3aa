import { Command } from "commander";
import { wordsOf } from "../../model/index.ts";
import { type CheckReport, checkData } from "../../store/tools.ts";
import { logProblem } from "../terminal/log.ts";
import { Progress } from "../terminal/progress.ts";
import { type Place, placed, stepBack } from "./options.ts";
import { type Site, siteOf, writing } from "./place.ts";
import { report } from "./report.ts";

interface Options extends Place {
  readonly rebuild?: boolean;
}

function examine({ folder }: Site): CheckReport {
  const progress = new Progress("readings");
  try {
    return checkData(folder, (share, readings) => progress.show(share, readings));
  } finally {
    progress.end();
  }
}

async function check(site: Site, rebuild: boolean): Promise<void> {
  stepBack();
  const found = examine(site);
  const damaged = new Set(found.findings.flatMap((finding) => finding.rebuild ?? []));
  if (!rebuild || damaged.size === 0) return report(found, site);
  await writing(site, async (keeper) => {
    for (const what of damaged) {
      await keeper
        .do(what === "paces" ? { do: "forget_paces" } : { do: "rebuild", segment: what })
        .catch((error: unknown) => logProblem(`Not made anew: ${wordsOf(error)}`));
    }
  });
  report(examine(site), site);
}

export const verb = placed(new Command("check").description("read and verify all that is stored"))
  .option("--rebuild", "make roll-ups anew from sound readings, and forget damaged notes of how the clock was set")
  .action((options: Options) => check(siteOf(options), options.rebuild === true));
