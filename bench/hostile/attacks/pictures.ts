import type { Attack } from "../attack.ts";
import { storm } from "../tools.ts";

const SPANS = ["1h", "24h", "1w", "1m", "1y"];
/** Each of another size, so that none was painted before. */
const PATHS = Array.from({ length: 100 }, (_, n) => {
  const span = SPANS[n % SPANS.length] ?? "24h";
  return `/graph/roof.panel_power.png?span=${span}&width=${1_900 + n}&height=1200`;
});

export const pictures: Attack = { name: "a storm of pictures", begin: storm(48, PATHS) };
