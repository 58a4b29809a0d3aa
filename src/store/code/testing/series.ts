/** Made-up series for the tests of this room: the same ones for ever, as the golden bytes are made of them. */

/** Numbers from 0 to 1, the same ones for the same seed (a linear congruence). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 48_271) + 11) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** A walk of whole steps, each at most half of `roughness` to either side. */
export function walk(seed: number, length: number, roughness: number): Int32Array {
  const random = seeded(seed);
  let value = 0;
  return Int32Array.from({ length }, () => {
    value = (value + Math.round((random() - 0.5) * roughness)) | 0;
    return value;
  });
}

/** Whole numbers from −`size` to `size` that know nothing of each other. */
export function noise(seed: number, length: number, size: number): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length }, () => Math.round((random() * 2 - 1) * size));
}

/** Bytes as hexadecimal text, for golden ones. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** The bytes of a hexadecimal text. */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}
