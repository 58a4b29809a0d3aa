/**
 * A second, independent reading of a VE.Direct stream, for comparison: it has the whole stream at hand, looks for the
 * ends of blocks and adds up what lies between. No state machine, no chunks, no time.
 */

export type Block = ReadonlyMap<string, string>;

const END = "\r\nChecksum\t";

/** The blocks whose bytes add up to 0 (mod 256), in their order, and how many do not. */
export function readStream(bytes: Uint8Array): { readonly good: Block[]; readonly bad: number } {
  // A colon where the checksum byte stands is the checksum; any other begins a HEX frame, which does not count.
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replace(/(?<!Checksum\t):[0-9A-Fa-f]+\n/g, "");
  const good: Block[] = [];
  let bad = 0;
  for (let start = 0; ; ) {
    const end = text.indexOf(END, start);
    const last = end + END.length;
    if (end < 0 || last >= text.length) return { good, bad };
    const block = text.slice(start, last + 1);
    start = last + 1;
    const sum = Buffer.from(block, "latin1").reduce((total, byte) => total + byte, 0);
    if (sum % 256 !== 0) {
      bad += 1;
      continue;
    }
    const fields = block.slice(2, -END.length - 1).split("\r\n");
    good.push(
      new Map(fields.map((field) => [field.slice(0, field.indexOf("\t")), field.slice(field.indexOf("\t") + 1)])),
    );
  }
}

/** The values of one label in the good blocks, in their order. */
export function valuesOf(blocks: readonly Block[], label: string): string[] {
  return blocks.flatMap((block) => block.get(label) ?? []);
}
