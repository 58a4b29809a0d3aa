import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { type Scene, scene, until } from "./scene.ts";

/** For the browser tests of the graphs: what is on the screen, and a hand that drags. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function graphs(play: (scene: Scene) => Promise<void>, query = "", options = {}): Promise<void> {
  return scene(options, play, `/#/history${query}`);
}

export function power(page: Page): Locator {
  return page.locator('figure[data-unit="W"]');
}

/** What is on the screen; `drawn`: and as fine as can be. */
export async function spanOf(page: Page, kind: "shown" | "drawn" = "drawn"): Promise<Span> {
  // Both ends in one look: between two, another picture may have been drawn.
  return power(page).evaluate(
    (figure, which) => ({
      from: Number(figure.getAttribute(`data-${which}-from`)),
      to: Number(figure.getAttribute(`data-${which}-to`)),
    }),
    kind,
  );
}

export function length({ from, to }: Span): number {
  return to - from;
}

export async function drawnSpan(page: Page, holds: (span: Span) => boolean, what: string): Promise<Span> {
  return until(() => spanOf(page), holds, what);
}

export function about(value: number, wanted: number, part = 0.02): boolean {
  return Math.abs(value - wanted) <= wanted * part;
}

/** The plotting area on the screen. */
export async function area(page: Page): Promise<{ left: number; width: number; top: number; height: number }> {
  const box = await page.locator('figure[data-unit="W"] .u-over').boundingBox();
  assert.ok(box);
  return { left: box.x, width: box.width, top: box.y, height: box.height };
}

export async function drag(page: Page, from: number, to: number): Promise<void> {
  const { left, width, top, height } = await area(page);
  await page.mouse.move(left + from * width, top + height / 2);
  await page.mouse.down();
  await page.mouse.move(left + ((from + to) / 2) * width, top + height / 2, { steps: 4 });
  await page.mouse.move(left + to * width, top + height / 2, { steps: 4 });
  await page.mouse.up();
}

/** How many of the columns of a canvas hold something of a curve's colour. */
export async function inked(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return -1;
    const { data, width, height } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? {
      data: new Uint8ClampedArray(),
      width: 0,
      height: 0,
    };
    let columns = 0;
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        const at = 4 * (y * width + x);
        const [r = 0, g = 0, b = 0, a = 0] = data.slice(at, at + 4);
        // Grid, hatching and labels are grey.
        if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) {
          columns += 1;
          break;
        }
      }
    }
    return columns / width;
  });
}
