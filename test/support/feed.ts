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
  for (const piece of chunks(bytes, random)) {
    if (sent + piece.length - read > WINDOW_BYTES) {
      read = sent - WINDOW_BYTES / 2;
      await heard(api, device, read);
    }
    await cable.speak(piece);
    sent += piece.length;
  }
  await heard(api, device, sent);
}
