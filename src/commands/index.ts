import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "commander";
import { type Config, ConfigError, complaintLine, editorSchema, loadConfig } from "../config/index.ts";
import type { Unsaved } from "../house.ts";
import { wordsOf } from "../model/index.ts";
import { assertSqliteVersion, FolderInUse, type FolderLock, lockFolder } from "../store/index.ts";
import { allDeviceTypes, dataFolder } from "./run/assemble.ts";
import { type RunOptions, run } from "./run/real-house.ts";
import { counted, log, logProblem } from "./terminal/log.ts";

/** The command line. Exit codes are those of sysexits.h, which supervisors know. */
const EXIT_UNAVAILABLE = 69;
const EXIT_SOFTWARE = 70;
const EXIT_FOLDER_IN_USE = 73;
const EXIT_CONFIG = 78;

const ROOT = join(import.meta.dirname, "..", "..");
const SIMULATED = join(ROOT, "examples", "simulated", "gleaner.yaml");
const DEFAULT_CONFIG = "/etc/gleaner.yaml";

/** Nobody said which house, and there is none in the usual places. */
class NoConfig extends Error {
  override readonly message =
    `There is neither gleaner.yaml in this folder nor ${DEFAULT_CONFIG}: name the configuration, for example -c examples/simulated/gleaner.yaml`;
}

/** Ends with a sentence and the exit code that belongs to the error. */
function fail(error: unknown): never {
  logProblem(wordsOf(error));
  if (error instanceof ConfigError || error instanceof NoConfig) process.exit(EXIT_CONFIG);
  process.exit(error instanceof FolderInUse ? EXIT_FOLDER_IN_USE : EXIT_UNAVAILABLE);
}

function lockFor(config: Config): FolderLock {
  assertSqliteVersion();
  return lockFolder(dataFolder(config));
}

/** One Ctrl-C reaches this process more than once: from the terminal, from npm, from the starter. */
const SAME_SIGNAL_MS = 1_500;

/** Stops cleanly at Ctrl-C and at the supervisor's word; a later second Ctrl-C does not wait. */
function stopOnSignals(stop: () => Promise<Unsaved>): void {
  let first: number | undefined;
  const onSignal = (): void => {
    if (first !== undefined) {
      if (performance.now() - first > SAME_SIGNAL_MS) process.exit(EXIT_SOFTWARE);
      return;
    }
    first = performance.now();
    log("Stopping: relays go to their safe state …");
    stop().then(
      ({ readings, decisions }) => {
        if (readings === 0 && decisions === 0) process.exit(0);
        logProblem(
          `${readings} readings and ${decisions} journal lines could not be stored: look at the disk and at the lines above.`,
        );
        process.exit(EXIT_SOFTWARE);
      },
      (error: unknown) => fail(error),
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // the terminal was closed: nobody watches any more, and there may be nobody to write to
  process.on("SIGHUP", onSignal);
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
}

async function runConfig(config: Config, lock: FolderLock): Promise<void> {
  const onFatal: RunOptions["onFatal"] = (error) => {
    logProblem(`${error.message} Gleaner ends so that it can be started anew.`);
    process.exit(EXIT_SOFTWARE);
  };
  const running = await run({ config, lock, onFatal });
  stopOnSignals(() => running.stop());
  log(`${config.site.name}: ${running.url}`);
}

async function start(file: string): Promise<void> {
  const config = loadConfig(file, allDeviceTypes);
  await runConfig(config, lockFor(config));
}

/** The simulated house; it first lives through the days that it missed, 30 at the first start. */
async function simulate(file: string, days: number): Promise<void> {
  const config = loadConfig(file, allDeviceTypes);
  const lock = lockFor(config);
  const { missingPast, simulateHistory } = await import("./run/simulated-past.ts");
  const past = missingPast(config, days);
  if (!past) {
    await runConfig(config, lock);
    return;
  }
  await simulateHistory(config, lock, past, (share) => {
    process.stdout.write(`\rThe simulated house lives through the last days: ${Math.round(share * 100)} %`);
  });
  process.stdout.write("\n");
  await runConfig(config, lockFor(config));
}

function check(file: string): void {
  const config = loadConfig(file, allDeviceTypes);
  const shown = relative(process.cwd(), file) || file;
  for (const warning of config.warnings) logProblem(complaintLine(shown, warning));
  const count = (things: object, one: string): string => counted(Object.keys(things).length, one);
  const warnings = config.warnings.length;
  const but = warnings === 0 ? "" : `, but for what stands above`;
  log(`${shown} is sound${but}: ${count(config.devices, "device")}, ${count(config.relays, "relay")}.`);
  if (warnings > 0) process.exitCode = EXIT_CONFIG;
}

function configFile(given: string | undefined): string {
  if (given !== undefined) return given;
  if (existsSync("gleaner.yaml")) return "gleaner.yaml";
  if (existsSync(DEFAULT_CONFIG)) return DEFAULT_CONFIG;
  return fail(new NoConfig());
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const program = new Command("gleaner")
  .description("Knows the electricity of a house, and uses the sun's surplus instead of losing it.")
  .version(version)
  .showHelpAfterError();

program
  .command("run")
  .description("run a house")
  .option("-c, --config <file>", "its configuration (default: ./gleaner.yaml, then /etc/gleaner.yaml)")
  .action((options: { config?: string }) => start(configFile(options.config)).catch(fail));

program
  .command("simulate", { isDefault: true })
  .description("run a simulated off-grid house with 30 days of history")
  .option("-c, --config <file>", "another house with a device of type model-house", SIMULATED)
  .option("--days <number>", "days of history at the first start", "30")
  .action((options: { config: string; days: string }) => {
    const days = Number(options.days);
    if (!Number.isInteger(days) || days < 1 || days > 3_660)
      fail(new Error("--days takes a whole number from 1 to 3660"));
    return simulate(options.config, days).catch(fail);
  });

program
  .command("check-config")
  .description("say what is wrong in a configuration, without running it")
  .argument("<file>")
  .action((file: string) => {
    try {
      check(file);
    } catch (error) {
      fail(error);
    }
  });

program
  .command("schema")
  .description("print the JSON Schema of the configuration, for editors")
  .action(() => log(JSON.stringify(editorSchema(allDeviceTypes), null, 2)));

// a house that runs has no use for them: they would take memory as long as it does
if (![undefined, "run", "simulate"].includes(process.argv[2])) {
  const { addHistoryCommands } = await import("./history/index.ts");
  addHistoryCommands(program, configFile, fail);
}

const asked = process.argv[2];
// without this a mistyped command would be taken for an argument of the simulated house
if (
  asked !== undefined &&
  /^\w/.test(asked) &&
  asked !== "help" &&
  !program.commands.some((one) => one.name() === asked)
)
  program.error(`error: there is no command "${asked}"`);
await program.parseAsync();
