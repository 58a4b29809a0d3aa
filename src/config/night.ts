import { z } from "zod";

/** When a light is dimmed. Minutes are those of the civil day, 0 to 1439. */
export type Night =
  /** From sunset to sunrise. */
  { readonly by: "sun" } | { readonly by: "clock"; readonly from_minute: number; readonly to_minute: number };

const HOURS = /^(\d{1,2}):(\d{2}) {1,3}to {1,3}(\d{1,2}):(\d{2})$/;
const LONGEST = 40;

/** `sun`, or `22:00 to 6:30`; `undefined` where it is neither. */
function nightOf(written: string): Night | undefined {
  const words = written.trim();
  if (words === "sun") return { by: "sun" };
  const [from_hour = 24, from = 60, to_hour = 24, to = 60] =
    words.length > LONGEST ? [] : (HOURS.exec(words)?.slice(1).map(Number) ?? []);
  if (Math.max(from_hour, to_hour) > 23 || Math.max(from, to) > 59) return undefined;
  const night = { from_minute: 60 * from_hour + from, to_minute: 60 * to_hour + to };
  return night.from_minute === night.to_minute ? undefined : { by: "clock", ...night };
}

/** When a light is dimmed, as people write it. */
export function night(description: string) {
  return z
    .string()
    .transform((written, context): Night => {
      const night = nightOf(written);
      if (night) return night;
      context.addIssue({ code: "custom", message: "expected sun, or two different times such as 22:00 to 6:30" });
      return z.NEVER;
    })
    .meta({
      description,
      expected: "`sun`, or two times",
      example: "22:00 to 6:30",
      editor: { type: "string", pattern: "^\\s*(sun|\\d{1,2}:\\d{2} {1,3}to {1,3}\\d{1,2}:\\d{2})\\s*$" },
    });
}
