import { atMost } from "../../devices/kit/at-most.ts";
import type { OpenPort, Ports } from "../../devices/kit/serial-port.ts";
import { trouble } from "../../devices/kit/serial-trouble.ts";
import { type Clock, inEnglish } from "../../model/index.ts";
import type { SerialState, Speaker } from "./findings.ts";
import { speakerOf } from "./heard.ts";

/** Listens at a serial port. Nothing is ever sent. */

/** VE.Direct sends every second, and the first block is a cut one. */
const FIRST = { baud: 19_200, for_ms: 4_000 } as const;
/** Where something comes that makes no sense: P1, SML or the Linky's standard mode, the Linky's historical one. */
const OTHERS = [115_200, 9_600, 1_200].map((baud) => ({ baud, for_ms: 2_500 }));
/** One who has spoken may have more to say of itself, such as its number. */
const MORE_MS = 1_100;
const CLOSE_WITHIN_MS = 500;
/** A port whose adapter hangs is given up. */
const OPEN_WITHIN_MS = 3_000;
const MOST_BYTES = 16_384;
const SAMPLE_BYTES = 24;

export interface Heard {
  readonly state: SerialState;
  readonly speaker: Speaker | null;
  readonly sample: string | null;
  readonly problem: string | null;
}

type Listening = Pick<Clock, "now" | "after">;

/** @throws the system's errors, and where it is still being opened after a while */
async function openedInTime(opening: Promise<OpenPort>, clock: Listening): Promise<OpenPort> {
  let port: OpenPort | undefined;
  let isLate = false;
  const opened = opening.then(async (open) => {
    if (isLate) await open.close();
    else port = open;
  });
  await atMost(clock, OPEN_WITHIN_MS, opened);
  if (port) return port;
  isLate = true;
  // why it failed, where it has
  await Promise.race([opened, Promise.resolve()]);
  throw new Error("it does not open: unplug the cable and plug it in again");
}

/** What came in a time at a rate, until somebody is known. @throws the system's errors */
async function bytesAt(path: string, baud: number, for_ms: number, ports: Ports, clock: Listening): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let enough: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    enough = resolve;
  });
  let closing: (() => void) | undefined;
  const received = (bytes: Uint8Array): void => {
    if (size >= MOST_BYTES) return;
    size += bytes.length;
    // what a port hands over it may use again
    pieces.push(Uint8Array.from(bytes));
    if (!closing && speakerOf(Buffer.concat(pieces), baud)?.product) closing = clock.after(MORE_MS, enough);
  };
  let failure: Error | null = null;
  const closed = (error: Error | null): void => {
    failure = error;
    enough();
  };
  const port = await openedInTime(ports.open(path, baud, { received, closed }), clock);
  const cancel = clock.after(for_ms, enough);
  await over;
  cancel();
  closing?.();
  await atMost(clock, CLOSE_WITHIN_MS, port.close());
  if (failure) throw failure;
  return Buffer.concat(pieces);
}

/**
 * Hears who speaks at a port that nobody has open: for four seconds, and for some more where something comes that makes no sense.
 * Never throws.
 */
export async function listen(path: string, ports: Ports, clock: Listening): Promise<Heard> {
  const nobody = { speaker: null, sample: null, problem: null };
  try {
    const first = await bytesAt(path, FIRST.baud, FIRST.for_ms, ports, clock);
    if (first.length === 0) return { ...nobody, state: "silent" };
    let speaker = speakerOf(first, FIRST.baud);
    for (const { baud, for_ms } of OTHERS) {
      speaker ??= speakerOf(await bytesAt(path, baud, for_ms, ports, clock), baud);
    }
    if (speaker) return { ...nobody, state: "named", speaker };
    const sample = first.subarray(0, SAMPLE_BYTES).toString("hex");
    return { ...nobody, state: "unknown", sample };
  } catch (error) {
    return { ...nobody, state: "failed", problem: inEnglish(await trouble(error, path, [])) };
  }
}
