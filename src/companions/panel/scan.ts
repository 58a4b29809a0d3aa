/** The bits that a board with eight keys answers. */
const KEY_BITS = 0x11111111;
/** Nobody pulls the wire down. */
const NOBODY = 0xffffffff;

/** What 32 bits of a board mean: keys that are down; that there is no board; or nothing that a board would say. */
export function scanOf(bits: number): number | "absent" | "disorder" {
  if (bits >>> 0 === NOBODY) return "absent";
  if ((bits & ~KEY_BITS) !== 0) return "disorder";
  // S1 to S4 are bit 0 of each byte, S5 to S8 bit 4
  let keys = 0;
  for (let byte = 0; byte < 4; byte += 1) {
    const eight = bits >>> (8 * byte);
    keys |= ((eight & 1) << byte) | (((eight >> 4) & 1) << (4 + byte));
  }
  return keys;
}
