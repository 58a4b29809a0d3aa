import { Command } from "commander";
import { VERSION } from "./package.ts";
import { fail } from "./terminal/exit.ts";
import { BARE, mistypedVerb, VERBS, verbsFor } from "./verbs.ts";

/** The command line. */
const words = process.argv.slice(2);
const program = new Command("gleaner")
  .description("Knows the electricity of a house, and uses the sun's surplus instead of losing it.")
  .version(VERSION)
  .showHelpAfterError();

for (const name of verbsFor(words)) {
  const file = await VERBS[name]?.();
  if (file) program.addCommand(file.verb.copyInheritedSettings(program), { isDefault: name === BARE });
}

const mistyped = mistypedVerb(words);
if (mistyped !== undefined) {
  const { nearest } = await import("../model/nearest.ts");
  const meant = nearest(mistyped, Object.keys(VERBS));
  program.error(`error: there is no command "${mistyped}"${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
}
await program.parseAsync().catch(fail);
