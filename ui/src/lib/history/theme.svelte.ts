import type { Role } from "../../../../src/chart/roles.ts";

/** The colours of app.css for a canvas, which knows no variables. */
export interface Colours extends Readonly<Record<Role, string>> {
  readonly edge: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

function read(): Colours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "#888888";
  return {
    solar: token("sun"),
    battery: token("battery"),
    house: token("house"),
    grid: token("grid"),
    loads: token("loads"),
    other: token("edge"),
    edge: token("edge"),
    surface: token("surface"),
    sunken: token("sunken"),
    ink: token("ink"),
    soft: token("soft"),
    line: token("line"),
  };
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
