import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Role } from "../src/chart/roles.ts";
import { THEMES } from "../src/pictures/theme.ts";

/** One colour per role, on the pages (tokens of a style sheet) and in the pictures (which have none). */

const CSS = readFileSync(join(import.meta.dirname, "../ui/src/app.css"), "utf8");
const DARK = CSS.indexOf("@media (prefers-color-scheme: dark)");
const SHEETS = { light: CSS.slice(0, DARK), dark: CSS.slice(DARK, CSS.indexOf("\n}", DARK)) } as const;
const TOKENS: Readonly<Record<Role, string>> = {
  solar: "sun",
  battery: "battery",
  house: "house",
  grid: "grid",
  loads: "loads",
  other: "edge",
};

function token(theme: keyof typeof SHEETS, name: string): string {
  return new RegExp(`--${name}: (#\\w{6});`).exec(SHEETS[theme])?.[1] ?? `no --${name}`;
}

for (const theme of ["light", "dark"] as const) {
  test(`a role has the same colour on the ${theme} page and in the ${theme} picture`, () => {
    const { roles, surface, ink, soft } = THEMES[theme];
    const drawn = Object.entries(roles).map(([role, { fill }]) => [role, fill]);
    const shown = Object.entries(TOKENS).map(([role, name]) => [role, token(theme, name)]);
    assert.deepEqual(Object.fromEntries(drawn), Object.fromEntries(shown));
    assert.deepEqual(
      { surface, ink, soft },
      { surface: token(theme, "surface"), ink: token(theme, "ink"), soft: token(theme, "soft") },
    );
  });
}
