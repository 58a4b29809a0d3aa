import { Command } from "commander";
import { exportReadings, FORMATS } from "../../interchange/index.ts";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import { DamagedData, openHistory } from "../../store/index.ts";
import { EXIT } from "../terminal/exit.ts";
import { logProblem } from "../terminal/log.ts";
import { formatOf } from "./formats.ts";
import { type Span, spanned, stepBack } from "./options.ts";
import { type Site, siteOf, spanOf, storedName } from "./place.ts";

interface Options extends Span {
  readonly format: string;
}

/** Writes to standard output as fast as whoever reads it takes it; ends quietly when nobody does any more. */
async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}

/** Tells of damage, once each, and remembers it for the exit code: all else is worth having. */
function teller(): (damaged: DamagedData) => void {
  const told = new Set<string>();
  return ({ message }) => {
    if (!told.has(message)) logProblem(message);
    told.add(message);
    process.exitCode = EXIT.data;
  };
}

async function exportTo(site: Site, span: Options, asked: readonly string[]): Promise<void> {
  process.stdout.on("error", () => process.exit(0));
  const format = formatOf(span.format);
  const { from, to } = spanOf(span, site, () => ({ from: -FURTHEST_INSTANT, to: FURTHEST_INSTANT }));
  stepBack();
  const tell = teller();
  const passOver = (error: unknown): DamagedData | undefined => {
    if (!(error instanceof DamagedData)) return undefined;
    tell(error);
    return error;
  };
  const history = openHistory(site.folder, tell);
  try {
    const channels = new Set<string>();
    for (const name of asked) channels.add(await storedName(history, site, name));
    for await (const text of exportReadings(history, format, [...channels], from, to, passOver)) await print(text);
  } finally {
    history.close();
  }
}

const command = new Command("export")
  .description("print readings as CSV, JSON lines or Influx line protocol")
  .argument("[channel...]", "absent: all");

export const verb = spanned(command, {
  from: "first reading; absent: ever since",
  to: "up to, and not including; absent: to the end",
})
  .option("--format <form>", FORMATS.join(", "), "csv")
  .action((channels: string[], options: Options) => exportTo(siteOf(options), options, channels));
