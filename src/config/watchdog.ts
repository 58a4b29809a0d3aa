import { z } from "zod";

/** The first one that a board has. */
const FIRST = "/dev/watchdog";
/** As people write them, and as other programs write YAML. */
const SAID: ReadonlyMap<string | boolean, string | undefined> = new Map([
  ...([true, "yes", "on"] as const).map((word) => [word, FIRST] as const),
  ...([false, "no", "off"] as const).map((word) => [word, undefined] as const),
]);
const EXPECTED = "`yes`, `no`, or the path of one";

/** The board's watchdog: its path; `undefined`: none. */
export const WatchdogPath = z
  .union([z.boolean(), z.string().max(1_000)])
  .transform((written, context) => {
    if (SAID.has(written)) return SAID.get(written);
    if (typeof written === "string" && written.startsWith("/")) return written;
    context.addIssue({ code: "custom", message: `write ${EXPECTED}, such as /dev/watchdog1` });
    return z.NEVER;
  })
  .meta({
    description:
      "The watchdog of the board, which restarts the machine when Gleaner hangs: " +
      `\`yes\` takes \`${FIRST}\`; another one is named by its path`,
    expected: EXPECTED,
    example: "yes",
  });
