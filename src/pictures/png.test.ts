import assert from "node:assert/strict";
import { test } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import { encodePng } from "./png.ts";

test("another reader of PNG sees the same pixels", () => {
  const [width, height] = [37, 23];
  const rgba = new Uint8Array(width * height * 4);
  // colours that rise, fall and jump, so that differences leave 0 … 255
  for (let i = 0; i < rgba.length; i++) rgba[i] = i % 4 === 3 ? 255 : (i * 97 + Math.floor(i / 500) * 31) % 256;
  const file = encodePng(width, height, rgba);
  const image = `<image width="${width}" height="${height}" image-rendering="optimizeSpeed" href="data:image/png;base64,${file.toString("base64")}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
  const seen = new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels;
  assert.deepEqual([...seen], [...rgba]);
});
