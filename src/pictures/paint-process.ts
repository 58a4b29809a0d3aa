/** The process behind `Painter`: an SVG comes in, a PNG goes out. It ends with the process that started it. */

import { readFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { wordsOf } from "../model/trouble.ts";
import { Font } from "./font.ts";
import { outlined } from "./outlines.ts";
import type { FromPainter, ToPainter } from "./painter.ts";
import { encodePng } from "./png.ts";

function inter(file: string): Font {
  return new Font(readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`))));
}

const regular = inter("400Regular/Inter_400Regular.ttf");
const bold = inter("600SemiBold/Inter_600SemiBold.ttf");
/** The fonts of the machine are left alone: the same picture everywhere, and no search through its disk. */
const OPTIONS = { font: { loadSystemFonts: false } };

function paint(svg: string): FromPainter {
  try {
    const { width, height, pixels } = new Resvg(outlined(svg, regular, bold), OPTIONS).render();
    return { png: encodePng(width, height, pixels) };
  } catch (error) {
    return { problem: wordsOf(error) };
  }
}

process.on("message", (svg: ToPainter) => process.send?.(paint(svg)));
process.on("disconnect", () => process.exit());
// it is ended hard: without this the next one would have to strip the types again
flushCompileCache();
