import type { PaintingLimits, Pictures } from "../model/index.ts";
import { Painter } from "./painter.ts";
import { pictureOf } from "./picture.ts";

/** Draws graphs as SVG, and paints them as PNG in a process that is there only while PNGs are wanted. */
export function openPictures(limits: PaintingLimits): Pictures {
  const painter = new Painter(limits);
  return { draw: pictureOf, paint: (svg) => painter.paint(svg), close: () => painter.close() };
}
