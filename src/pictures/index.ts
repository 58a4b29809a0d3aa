import type { PaintingLimits, Pictures } from "../model/index.ts";
import { Painter, type StartPainter } from "./painter.ts";
import { pictureOf } from "./picture.ts";

/**
 * Draws graphs as SVG, and paints them as PNG in a process that is there only while PNGs are wanted.
 * @param start starts that process
 */
export function openPictures(limits: PaintingLimits, start: StartPainter): Pictures {
  const painter = new Painter(limits, start);
  return { draw: pictureOf, paint: (svg) => painter.paint(svg), close: () => painter.close() };
}
