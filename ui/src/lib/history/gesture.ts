import { type Limits, pan, presetView, type View, zoom } from "./view.ts";

/** What the keys do. */

const PAN_PART = 0.2;
const ZOOM = 0.5;
/** A turn of the wheel that counts as one press of a key, in pixels. */
const WHEEL_PX = 240;

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The view after a key, `undefined` for one that does nothing here. Shift pans by the whole width. */
export function afterKey(
  view: View,
  { key, shiftKey, ctrlKey, altKey, metaKey }: Key,
  limits: Limits,
): View | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const { from, to } = view;
  const step = (to - from) * (shiftKey ? 1 : PAN_PART);
  const around = view.live ? to : (from + to) / 2;
  switch (key) {
    case "ArrowLeft":
      return pan(view, -step, limits);
    case "ArrowRight":
      return pan(view, step, limits);
    case "+":
    case "=":
      return zoom(view, around, ZOOM, limits);
    case "-":
    case "_":
      return zoom(view, around, 1 / ZOOM, limits);
    case "Home":
      return presetView("all", limits);
    case "End":
      return pan(view, limits.now - to, limits);
    case "0":
      return presetView("day", limits);
    default:
      return undefined;
  }
}

/** How much a turn of the wheel zooms: below 1 comes nearer. `mode` is that of the event: pixels, lines or pages. */
export function wheelFactor(delta: number, mode: number): number {
  const px = mode === 0 ? delta : delta * (mode === 1 ? 16 : 400);
  return 2 ** (Math.max(-WHEEL_PX, Math.min(WHEEL_PX, px)) / WHEEL_PX);
}
