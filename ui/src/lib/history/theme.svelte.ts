import type { Role } from "./panes.ts";

/** The colours of app.css for a canvas, which knows no variables. */
export interface Colours extends Readonly<Record<Role, string>> {
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
}

const NAMES = ["sun", "battery", "house", "grid", "loads", "edge", "surface", "sunken", "ink", "soft", "line"] as const;

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

function read(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colours = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]);
  return Object.fromEntries(colours) as Record<(typeof NAMES)[number], string>;
}

/** The colours as the system shows them now: they change when it turns dark. */
export class Theme {
  colours = $state.raw<Colours>(read());

  start(): () => void {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const changed = (): void => {
      this.colours = read();
    };
    dark.addEventListener("change", changed);
    return () => dark.removeEventListener("change", changed);
  }
}

/** A colour of app.css (`#rrggbb`) that lets this part of what is below through. */
export function faint(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
}
