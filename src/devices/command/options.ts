import { z } from "zod";
import { duration, pathMeant } from "../kit/options.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;

const Word = z
  .string()
  .max(4096)
  .refine((word) => !word.includes("\0"), "must not hold a zero byte");

/** Arguments that begin with the name of a home or a variable are meant as paths. */
const PATH_LIKE = /^(?:~|\$\w+|\$\{\w+\})(?:\/|$)/;

/** The program, and an argument that looks like a path of a shell; what follows `-c` is for a shell that is started. */
function isPath(words: readonly string[], index: number): boolean {
  return index === 0 || (PATH_LIKE.test(words[index] ?? "") && words[index - 1] !== "-c");
}

/** Program and arguments, one by one: there is no shell, so nothing but `~` is expanded, quoted or cut up. */
const Command = z
  .array(Word)
  .min(1)
  .max(64)
  .refine((words) => words[0] !== "", "the program must not be empty")
  .transform((words, issues) => words.map((word, index) => (isPath(words, index) ? pathMeant(word, issues) : word)))
  .meta({ expected: "a program and its arguments, one by one", example: '["./read.sh", "roof"]' });

const Source = z
  .strictObject({
    run: Command.optional().describe("Program and arguments, started again and again: prints its values and ends"),
    listen: Command.optional().describe("Program and arguments that stay running and print a line for each change"),
    every: duration(100, 24 * HOUR)
      .prefault("10 s")
      .meta({
        description: "From one start of `run` to the next; above 10 s its values count as stale after three times that",
        expected: "a duration",
        example: "10 s",
      }),
    file: z
      .string()
      .min(1)
      .max(1_000)
      .refine((path) => !path.includes("\0"), "must not hold a zero byte")
      .transform((path, issues) => pathMeant(path, issues))
      .optional()
      .meta({
        description: "A file that `run` reads and another program writes: while that does not, nothing is read",
        expected: "a path",
        example: "./values.txt",
      }),
    file_within: duration(SECOND, 24 * HOUR)
      .prefault("1 min")
      .meta({ description: "The `file` is written at least so often", expected: "a duration", example: "1 min" }),
    timeout: duration(100, 60 * SECOND)
      .optional()
      .meta({
        description: "A `run` that takes longer is killed; without it the device's own `timeout`",
        expected: "a duration",
        example: "5 s",
      }),
    format: z
      .enum(["auto", "json", "text", "pvmonit"])
      .default("auto")
      .describe("json: JSON lines; text: `name value unit` lines; pvmonit: what a script of PvMonit's prints as JSON"),
    units: z
      .record(z.string().max(64), z.string().max(16))
      .default({})
      .describe(
        "Unit of a quantity, where the program does not say it or says it wrongly, such as temperature: °C; `state`: its words are kept as they are, `on` and `off` too, and scripts may compare it with any word",
      ),
  })
  .refine(({ run, listen }) => (run === undefined) !== (listen === undefined), {
    error: "expected either `run`, a program to start again and again, or `listen`, one that stays running",
  })
  .refine(({ file, run }) => file === undefined || run !== undefined, {
    error: "`file` goes with `run`: what a `listen` program reads it must watch itself",
  });

export const Options = z
  .strictObject({
    source: Source.optional().describe("The program that gives readings"),
    on: Command.optional().describe("Program and arguments that switch on; done when it ends with 0"),
    off: Command.optional().describe("Program and arguments that switch off; done when it ends with 0"),
    read: Command.optional().describe("Program and arguments that print the real state: 1, 0, on, off, true or false"),
    timeout: duration(100, 60 * SECOND)
      .prefault("5 s")
      .meta({
        description: "A program that takes longer is killed, with all it started",
        expected: "a duration",
        example: "5 s",
      }),
    env: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)
          .meta({ expected: "a variable", example: "API_KEY" }),
        Word,
      )
      .refine((env) => Object.keys(env).length <= 64, "at most 64 variables")
      .transform((env, issues) => {
        const meant = ([name, word]: [string, string]): [string, string] => [
          name,
          name.endsWith("_file") ? pathMeant(word, issues) : word,
        ];
        return Object.fromEntries(Object.entries(env).map(meant));
      })
      .default({})
      .describe("Environment of the programs; NAME_file: PATH gives NAME the content of a file, for secrets"),
  })
  .refine(({ on, off }) => (on === undefined) === (off === undefined), {
    error: "expected both `on` and `off`, or neither",
  })
  .refine(({ read, on }) => read === undefined || on !== undefined, {
    error: "`read` tells the state of a switch: expected `on` and `off` beside it",
  })
  .refine(({ source, on }) => source !== undefined || on !== undefined, {
    error: "expected a `source`, or `on` and `off`, or all of them",
  });

export type Options = z.output<typeof Options>;
export type SourceOptions = z.output<typeof Source>;
export type Format = SourceOptions["format"];
