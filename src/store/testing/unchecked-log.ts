/**
 * The log of a store without checksums. SQLite ends a log at the first frame whose checksum does not fit, so that nothing
 * torn ever gets further: here the checksums are made anew over whatever lies there, and everything is taken.
 * After "The Write-Ahead Log" in SQLite's file format (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 */

/** Magic, version, page size, sequence, two salts, two checksums: words of four bytes, the highest byte first. */
const HEADER = 32;
const PAGE_SIZE = 8;
const SALTS = 16;
const HEADER_SUM = 24;
/** Before each page: its number, pages after the commit (0: no commit), two salts, two checksums. */
const FRAME = 24;
const COMMIT = 4;
const FRAME_SALTS = 8;
const FRAME_SUM = 16;
/** Its last bit: the checksums take words with the highest byte first; otherwise with the lowest. */
const MAGIC = 0x377f0682;

type Sum = readonly [number, number];

/** The checksum of from ≤ byte < to, which goes on from the one of what lies before. */
function sumOf(log: DataView, from: number, to: number, [first, second]: Sum): Sum {
  const lowestFirst = log.getUint32(0) === MAGIC;
  let [a, b] = [first, second];
  for (let at = from; at < to; at += 8) {
    a = (a + log.getUint32(at, lowestFirst) + b) >>> 0;
    b = (b + log.getUint32(at + 4, lowestFirst) + a) >>> 0;
  }
  return [a, b];
}

/** @returns whether it was another one */
function putSum(log: DataView, at: number, [a, b]: Sum): boolean {
  const fits = log.getUint32(at) === a && log.getUint32(at + 4) === b;
  log.setUint32(at, a);
  log.setUint32(at + 4, b);
  return !fits;
}

/**
 * Makes all checksums of a log fit, in place, up to the first frame that belongs to an older log, or to none: that is where
 * a store without checksums would end it too.
 * @returns whether anything is committed now that was refused before
 */
export function uncheck(bytes: Uint8Array): boolean {
  const log = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (log.byteLength < HEADER || (log.getUint32(0) | 1) !== (MAGIC | 1)) return false;
  const frame = FRAME + log.getUint32(PAGE_SIZE);
  let sum = sumOf(log, 0, HEADER_SUM, [0, 0]);
  let wasRefused = putSum(log, HEADER_SUM, sum);
  let isForged = false;
  for (let at = HEADER; at + frame <= log.byteLength; at += frame) {
    if (log.getBigUint64(at + FRAME_SALTS) !== log.getBigUint64(SALTS)) break;
    sum = sumOf(log, at, at + FRAME_SALTS, sum);
    sum = sumOf(log, at + FRAME, at + frame, sum);
    if (putSum(log, at + FRAME_SUM, sum)) wasRefused = true;
    if (wasRefused && log.getUint32(at + COMMIT) > 0) isForged = true;
  }
  return isForged;
}
