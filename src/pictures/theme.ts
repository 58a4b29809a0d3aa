import type { Role } from "../chart/roles.ts";
import type { Theme } from "../model/index.ts";

/** Colours of the pictures: the roles' own, as on the pages, in shades that a line can be drawn in. */

export interface Shade {
  /** Lines and dots: stands out from the surface by 3 to 1 at least. */
  readonly line: string;
  readonly fill: string;
}

export interface Colours {
  readonly surface: string;
  readonly ink: string;
  readonly soft: string;
  /** Grid lines, and those at days, months, years. */
  readonly line: string;
  readonly edge: string;
  readonly night: string;
  readonly night_opacity: number;
  readonly roles: Readonly<Record<Role, Shade>>;
}

const light: Colours = {
  surface: "#fffdf8",
  ink: "#2a241d",
  soft: "#665c50",
  line: "#ece4d6",
  edge: "#d3c7b4",
  night: "#3d5a9e",
  night_opacity: 0.09,
  roles: {
    solar: { line: "#b87c00", fill: "#f2b010" },
    battery: { line: "#4d8f2b", fill: "#4d8f2b" },
    house: { line: "#3b72c4", fill: "#3b72c4" },
    grid: { line: "#8257b5", fill: "#8257b5" },
    loads: { line: "#0d8793", fill: "#0d8793" },
    other: { line: "#665c50", fill: "#8b8071" },
  },
};

const dark: Colours = {
  surface: "#221e1a",
  ink: "#f4eee4",
  soft: "#b8ad9e",
  line: "#352f28",
  edge: "#554b40",
  night: "#000000",
  night_opacity: 0.26,
  roles: {
    solar: { line: "#f6bd33", fill: "#f6bd33" },
    battery: { line: "#83c25c", fill: "#83c25c" },
    house: { line: "#7aa8ee", fill: "#7aa8ee" },
    grid: { line: "#b993e6", fill: "#b993e6" },
    loads: { line: "#43bcc7", fill: "#43bcc7" },
    other: { line: "#b8ad9e", fill: "#8d8273" },
  },
};

export const THEMES: Readonly<Record<Theme, Colours>> = { light, dark };
