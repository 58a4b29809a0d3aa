import type { BarsData } from "../model/index.ts";
import type { Places } from "./curve.ts";
import { px } from "./text.ts";
import type { Shade } from "./theme.ts";

/** Bars stand apart by this part of their width, by so much at most. */
const APART = 0.22;
const APART_PX = 8;
const ROUND_PX = 3;

/** A bar for each step in which the counter rose. */
export function drawBars({ bars }: BarsData, { x, y }: Places, shade: Shade): string {
  const base = y(0);
  const drawn = bars
    .filter(({ value }) => value > 0)
    .map(({ from, to, value }) => {
      const whole = x(to) - x(from);
      const apart = Math.min(APART_PX, whole * APART);
      const [left, width] = [x(from) + apart / 2, Math.max(0.5, whole - apart)];
      const top = Math.min(y(value), base - 0.5);
      const round = Math.min(ROUND_PX, width / 2, base - top);
      return (
        `M${px(left)} ${px(base)}V${px(top + round)}q0 ${px(-round)} ${px(round)} ${px(-round)}` +
        `h${px(width - 2 * round)}q${px(round)} 0 ${px(round)} ${px(round)}V${px(base)}Z`
      );
    });
  return `<path d="${drawn.join("")}" fill="${shade.fill}" stroke="${shade.line}" stroke-width=".75"/>`;
}
