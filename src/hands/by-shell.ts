import { dirname } from "node:path";
import { FileTrouble } from "../model/ports/hands.ts";
import { ChildProgram } from "./program.ts";
import { besides } from "./replace.ts";
import type { Ways } from "./ways.ts";

/** A shell has so long to read a secret, or to write an output, ms: whoever waits for it waits a little longer. */
const READ_MS = 1_000;
const WRITE_MS = 2_000;
/** What a shell ends with that has found something else than it may touch. */
const NOT_ORDINARY = 3;
const FOREIGN_LINK = 4;

const READ = `[ -f "$1" ] || [ ! -e "$1" ] || exit ${NOT_ORDINARY}; exec cat -- "$1"`;

/** Whether a file, or a folder, is ours or root's; of a folder also whether nobody else can lay a link there. */
const OWN = 'own() { [ -n "$(find "$1" -prune \\( -user 0 -o -user "$(id -u)" \\) $2)" ]; }';
const NOT_OTHERS = "( ! -perm -020 ! -perm -002 -o -perm -1000 )";

/** As `replace` does it: file, folder, a name beside it, content. */
const WRITE = [
  "set -f; umask 022",
  OWN,
  'if [ -L "$1" ]; then',
  `  own "$1" "" && own "$2/." "${NOT_OTHERS}" || exit ${FOREIGN_LINK}`,
  '  printf %s "$4" > "$1"',
  'elif [ -e "$1" ] && [ ! -f "$1" ]; then',
  '  printf %s "$4" > "$1"',
  // a name that is taken is not written over, and no link there followed
  'elif (set -C; printf %s "$4" > "$3") 2> /dev/null && mv -f -- "$3" "$1"; then',
  "  :",
  "else",
  '  rm -f -- "$3"; [ -e "$1" ] && printf %s "$4" > "$1"',
  "fi",
].join("\n");

const CODES: ReadonlyMap<number | null, string> = new Map([
  [NOT_ORDINARY, "NOT_ORDINARY"],
  [FOREIGN_LINK, "FOREIGN_LINK"],
]);

/** Nobody looks further; it is too short to be left behind. */
const PLACE = { whyNot: () => Promise.resolve(null), home: "" };

/** @throws FileTrouble where the shell did not do it */
async function shell(
  script: string,
  args: readonly string[],
  timeout_ms: number,
  most_output: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const order = { command: ["/bin/sh", "-c", script, "sh", ...args], folder: "/", env: {}, timeout_ms, most_output };
  const variables = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C" };
  const program: ChildProgram = new ChildProgram({ ...order, urgent: true }, { variables, secrets: [] }, PLACE, {
    ...{ started: () => undefined, said: () => undefined },
    output: (bytes) => {
      pieces.push(bytes);
      program.taken(bytes.length);
    },
  });
  const { code, signal, stderr, timed_out, cut_bytes } = await program.ended;
  const [path = ""] = args;
  if (timed_out) throw new FileTrouble("NO_ANSWER", `${path} does not answer`);
  if (cut_bytes > 0) throw new FileTrouble("TOO_LARGE", `${path} is larger than ${most_output} bytes`);
  if (code === 0) return Buffer.concat(pieces);
  throw new FileTrouble(CODES.get(code) ?? "UNKNOWN", `${path}: ${stderr || `the shell ended with ${signal ?? code}`}`);
}

/**
 * By a shell for each file: nothing of it waits in this process. For the time in which no hands live long enough to do it,
 * so it does without what is not needed to switch.
 */
export const BY_SHELL: Ways = {
  read: (path, most_bytes) => shell(READ, [path], READ_MS, most_bytes),
  replace: async (path, content) => {
    await shell(WRITE, [path, dirname(path), besides(path), content], WRITE_MS, 0);
  },
  isOpenToAll: () => Promise.resolve(false),
  whyNot: PLACE.whyNot,
  looksAgain: false,
};
