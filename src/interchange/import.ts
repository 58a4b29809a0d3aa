import type { Loader } from "../model/index.ts";
import type { Format } from "./formats.ts";
import { Intake } from "./intake.ts";

/** Readings gathered until they are stored: what is in memory does not depend on the size of the whole. */
const GATHER = 400_000;

/** How far an import is. */
export interface ImportProgress {
  /** Bytes and lines of the text, from the file's beginning. */
  readonly bytes: number;
  readonly lines: number;
  /** Readings read now; those that were there already are among them. */
  readonly readings: number;
}

/** What came of an import. */
export interface ImportReport extends ImportProgress {
  /** Lines that could not be read, and what is wrong with the first ones. */
  readonly refused: number;
  readonly complaints: readonly string[];
  /** Whether the text was read to its end. */
  readonly complete: boolean;
}

export interface ImportOptions {
  readonly format: Format;
  /** Of times that name none; absent: UTC. */
  readonly time_zone?: string | undefined;
  /** What the file is known by: its mark goes on with what is on the disk. Absent: it leaves none. */
  readonly file?: string | undefined;
  /** Where in the text the bytes begin; absent: at its beginning. */
  readonly begun?: { readonly bytes: number; readonly lines: number } | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Asked now and then: `true` ends the import after what was read. */
  readonly stopped?: () => boolean;
}

/**
 * Reads text into a history. What is there already stays as it is: the same readings twice are as once.
 * @param text its bytes, cut anywhere
 * @throws StoreError; what was acknowledged until then is there, and marked
 */
export async function importReadings(
  loader: Loader,
  text: AsyncIterable<Buffer>,
  { format, time_zone = "UTC", file, begun, onProgress, stopped }: ImportOptions,
): Promise<ImportReport> {
  const intake = new Intake(format, time_zone, loader, begun);
  let storing: Promise<void> = Promise.resolve();
  let stored = 0;
  // while some are being stored the next ones are read
  const next = async (): Promise<void> => {
    await storing;
    const { bytes, lines, readings } = intake;
    stored = readings;
    storing = loader.store(file === undefined ? undefined : { file, bytes, lines });
    storing.catch(() => undefined);
  };
  let complete = true;
  for await (const bytes of text) {
    intake.take(bytes);
    onProgress?.(intake);
    if (intake.readings - stored >= GATHER) await next();
    if (stopped?.()) {
      complete = false;
      break;
    }
  }
  if (complete) intake.end();
  await next();
  await storing;
  const { bytes, lines, readings, refused, complaints } = intake;
  return { bytes, lines, readings, refused, complaints, complete };
}
