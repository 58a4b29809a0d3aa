import { crc32, deflateSync } from "node:zlib";

/** Writes PNG as its specification (ISO/IEC 15948) says: 8 bits, red, green and blue; nothing shines through. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TRUE_COLOUR = 2;
const BITS = 8;
/** Each row begins with the filter that it was written with: this one says what differs from the row above. */
const UP = 2;
/** Half the time of zlib's usual level for hardly more bytes: most rows differ little from the one above. */
const LEVEL = 3;

function chunk(name: string, data: Uint8Array): Buffer {
  const all = Buffer.alloc(12 + data.length);
  all.writeUInt32BE(data.length, 0);
  all.write(name, 4, "latin1");
  all.set(data, 8);
  all.writeUInt32BE(crc32(all.subarray(4, 8 + data.length)), 8 + data.length);
  return all;
}

/**
 * The picture as a PNG file.
 * @param rgba red, green, blue and opacity of each pixel, row by row; the opacity is left out
 */
export function encodePng(width: number, height: number, rgba: Uint8Array): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  const row = width * 4;
  let to = 0;
  for (let y = 0; y < height; y++) {
    rows[to++] = UP;
    for (let at = y * row; at < (y + 1) * row; at += 4) {
      // there is nothing above the first row; what is taken away is counted modulo 256
      rows[to++] = (rgba[at] ?? 0) - (rgba[at - row] ?? 0);
      rows[to++] = (rgba[at + 1] ?? 0) - (rgba[at + 1 - row] ?? 0);
      rows[to++] = (rgba[at + 2] ?? 0) - (rgba[at + 2 - row] ?? 0);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([BITS, TRUE_COLOUR], 8);
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: LEVEL })),
    chunk("IEND", new Uint8Array()),
  ]);
}
