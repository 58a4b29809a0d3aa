import type { Cable } from "../../src/devices/kit/testing/cable.ts";
import { chunks } from "../../src/devices/vedirect/testing/frames.ts";
import type { Api } from "./api.ts";
import { until } from "./until.ts";

/** So many bytes may be under way: less than a terminal holds, so that none is lost. */
const WINDOW_BYTES = 12_000;

/** Resolves once the daemon has read so many bytes of a device's line. */
async function heard(api: Api, device: string, bytes: number): Promise<void> {
  await until(`${device} has read ${bytes} bytes`, async () => (await api.counter(device, "bytes")) >= bytes);
}

/** Cut behind each block, so that a device never pauses within one; what has no end in sight is cut anywhere. */
function passages(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString("latin1");
  const ends = [...text.matchAll(/\r\nChecksum\t./gs)].map((end) => end.index + end[0].length);
  const passages: Uint8Array[] = [];
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    for (; start < end; start = Math.min(end, start + WINDOW_BYTES / 2)) {
      passages.push(bytes.subarray(start, Math.min(end, start + WINDOW_BYTES / 2)));
    }
  }
  return passages;
}

/**
 * Sends a stream over a cable as fast as the daemon takes it, cut at random borders. Resolves when all of it was read.
 * @param random numbers from 0 to 1
 */
export async function feed(
  api: Api,
  device: string,
  cable: Cable,
  bytes: Uint8Array,
  random: () => number,
): Promise<void> {
  let read = await api.counter(device, "bytes");
  let sent = read;
  for (const passage of passages(bytes)) {
    if (sent + passage.length - read > WINDOW_BYTES) {
      read = sent - WINDOW_BYTES / 2;
      await heard(api, device, read);
    }
    for (const piece of chunks(passage, random)) await cable.speak(piece);
    sent += passage.length;
  }
  await heard(api, device, sent);
}
