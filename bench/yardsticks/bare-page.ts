import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { median } from "../figures.ts";
import type { Yardstick } from "../judge.ts";

/**
 * The yardstick of the screen: a bare page that, at a click, fetches six plain answers from a plain server and strokes
 * each on a canvas. It does what no page that shows six curves can do without, and nothing else.
 */

const CURVES = 6;
const POINTS = 2_000;
const TRIES = 7;

function answer(): string {
  const at = Array.from({ length: POINTS }, (_, i) => 1_700_000_000_000 + i * 15_768_000);
  const mean = at.map((_, i) => Math.round(1_000 + 800 * Math.sin(i / 9)));
  return JSON.stringify({ at, min: mean.map((v) => v - 200), mean, max: mean.map((v) => v + 200) });
}

const PAGE = `<!doctype html><title>bare</title>${'<canvas width="1200" height="150"></canvas>'.repeat(CURVES)}`;

/** Runs in the page: ms from the click to the frame that shows all six. */
const DRAW = `async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  await Promise.all([...document.querySelectorAll("canvas")].map(async (canvas, i) => {
    const { min, mean, max } = await (await fetch("/curve?" + i + Math.random())).json();
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, 1200, 150);
    for (const values of [min, max, mean]) {
      pen.beginPath();
      values.forEach((value, x) => pen.lineTo((x * 1200) / values.length, 150 - value / 15));
      pen.stroke();
    }
  }));
  await frame();
  await frame();
  return performance.now() - began;
}`;

/** How long the bare page takes: the middle of seven tries, after one that does not count. */
export async function bareScreen(browser: Browser): Promise<Yardstick> {
  const curve = answer();
  const server = createServer((request, reply) => {
    reply.setHeader("content-type", request.url === "/" ? "text/html" : "application/json");
    reply.end(request.url === "/" ? PAGE : curve);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1_000 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const tries: number[] = [];
    for (let i = 0; i <= TRIES; i++) tries.push(Number(await page.evaluate(`(${DRAW})()`)));
    await page.close();
    return { name: "a bare page with as many curves", value: median(tries.slice(1)), unit: "ms" };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
