import type { HistoryView } from "../../history.svelte.ts";
import { dashOf } from "./chart.ts";
import { AIR, GUTTER } from "./paint.ts";
import type { Pane } from "./panes.ts";
import { summary } from "./plot.ts";
import type { Part, Picture } from "./png.ts";
import { type Reader, saySpan, saySummary } from "./say.ts";
import type { Colours } from "./theme.svelte.ts";
import { roomFor, ticks } from "./ticks.ts";

function partOf(pane: Pane, canvas: HTMLCanvasElement, shown: HistoryView, reader: Reader): Part {
  const { from, to } = shown.view;
  const legend = pane.curves.map((curve) => {
    const name = reader.names.channel(curve.name);
    const whole = summary(shown.piecesOf(curve.name), from, to);
    return { role: curve.role, dash: dashOf(curve), text: whole ? saySummary(name, whole, pane.unit, reader) : name };
  });
  const title = canvas.closest("figure")?.querySelector(".title")?.textContent ?? "";
  return { title, legend, canvas };
}

/** What stands on the page, for `compose`: the canvases of its panes in their order, then that of the bands. */
export function pictureOf(
  page: HTMLElement,
  shown: HistoryView,
  title: string,
  reader: Reader,
  colours: Colours,
): Picture {
  const { from, to } = shown.view;
  const canvases = [...page.querySelectorAll<HTMLCanvasElement>("figure canvas")];
  const parts = canvases.map((canvas, index) => {
    const pane = shown.panes[index];
    return pane ? partOf(pane, canvas, shown, reader) : { title: "", legend: [], canvas };
  });
  const width = shown.width + GUTTER + AIR;
  return {
    title,
    span: saySpan(from, to, reader),
    parts,
    ticks: ticks(from, to, roomFor(shown.width), reader.zone, reader.locale),
    view: { from, to },
    colours,
    width,
    scale: devicePixelRatio,
  };
}
