import { createHash } from "node:crypto";
import { closeSync, constants, createReadStream, openSync, type ReadStream, readSync, statSync } from "node:fs";
import { extname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { asUtf8, wideOf } from "./encoding.ts";
import { FORMATS, type Format } from "./formats.ts";

/** Read at a time. */
const READ_BYTES = 128 * 1024;
/** What a file is known by: so many bytes of its beginning and of its end. */
const KNOWN_BY = 65_536;

const ENDINGS: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".txt": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".lp": "influx",
  ".influx": "influx",
};

/** A file of readings, packed by gzip or not, or what is piped in. */
export interface ImportFile {
  /** What it is known by; `undefined` for what is piped in, which cannot be begun anew. */
  readonly known_by: string | undefined;
  /** Its length on the disk, bytes; `null`: nobody knows. */
  readonly length: number | null;
  /** How much of that was read. */
  read(): number;
  /** Its text as UTF-8, where it is UTF-16, from a byte of it on. @throws Error when the file cannot be read or unpacked */
  text(from: number): AsyncIterable<Buffer>;
}

/** The form that a file's name tells: `.csv`, `.jsonl`, `.lp`, each also with `.gz`; `csv` for any other. */
export function formatOfName(name: string): Format {
  const plain = name.endsWith(".gz") ? name.slice(0, -3) : name;
  return ENDINGS[extname(plain).toLowerCase()] ?? FORMATS[0];
}

async function* unpacked(stream: AsyncIterable<Buffer>, skip: number): AsyncGenerator<Buffer> {
  let left = skip;
  for await (const bytes of stream) {
    if (left < bytes.length) yield left > 0 ? bytes.subarray(left) : bytes;
    left = Math.max(0, left - bytes.length);
  }
}

interface Look {
  readonly hash: string;
  readonly packed: boolean;
  /** Its text is UTF-16. */
  readonly wide: boolean;
  readonly length: number;
}

/** @throws Error where a file that is said to be empty is not: those of the kernel, whose end some never come to */
function assertOwnLength(path: string): void {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (readSync(file, Buffer.alloc(1), 0, 1, null) === 0) return;
  } catch (error) {
    // it would have had to be waited for
    if (Object(error).code !== "EAGAIN") throw error;
  } finally {
    closeSync(file);
  }
  throw new Error(
    `${path} has no length, as files of the kernel have none: copy what is wanted of it into a file, and import that`,
  );
}

function look(path: string): Look {
  const length = statSync(path).size;
  if (length === 0) assertOwnLength(path);
  const file = openSync(path, "r");
  try {
    const hash = createHash("sha256").update(`${length} `);
    const edge = Buffer.alloc(KNOWN_BY);
    const first = edge.subarray(0, readSync(file, edge, 0, KNOWN_BY, 0));
    const packed = first[0] === 0x1f && first[1] === 0x8b;
    const wide = wideOf(first) !== undefined;
    hash.update(first);
    hash.update(edge.subarray(0, readSync(file, edge, 0, KNOWN_BY, Math.max(0, length - KNOWN_BY))));
    return { hash: hash.digest("hex"), packed, wide, length };
  } finally {
    closeSync(file);
  }
}

/** What ends reading, in words. */
function wordsOfTrouble(path: string, error: unknown): Error {
  const { code } = Object(error);
  if (code === "Z_BUF_ERROR") {
    return new Error(`${path} is cut off: its end is missing, as when a copy was broken off; copy it again`, {
      cause: error,
    });
  }
  if (String(code).startsWith("Z_")) {
    return new Error(`${path} is damaged within what gzip packed: copy it again`, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function* told(path: string, text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* text;
  } catch (error) {
    throw wordsOfTrouble(path, error);
  }
}

/** @param path `-` for what is piped in @throws Error when there is no such file */
export function openImportFile(path: string, format: Format): ImportFile {
  if (path === "-") {
    return { known_by: undefined, length: null, read: () => 0, text: (from) => unpacked(asUtf8(process.stdin), from) };
  }
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there) throw new Error(`${path} is not there`);
  if (there.isDirectory()) throw new Error(`${path} is a folder: name a file in it`);
  if (!there.isFile()) {
    throw new Error(
      `${path} is a pipe or a device, and no file: what it gives is piped in, by gleaner import - < ${path}`,
    );
  }
  const { hash, packed, wide, length } = look(path);
  let stream: ReadStream | undefined;
  let begun = 0;
  const opened = (from: number): AsyncIterable<Buffer> => {
    begun = from;
    if (from >= length) return Readable.from([]);
    // what is added meanwhile, for ever by some, is for the next time
    const bytes = createReadStream(path, { start: from, end: length - 1, highWaterMark: READ_BYTES });
    stream = bytes;
    if (!packed) return bytes;
    // an error of either ends both, and whoever reads is told
    return pipeline(bytes, createGunzip({ chunkSize: READ_BYTES }), () => undefined);
  };
  return {
    known_by: `${format} ${hash}`,
    length,
    read: () => begun + (stream?.bytesRead ?? 0),
    text: (from) => {
      // whose bytes are not those of its text is read from its beginning
      if (!packed && !wide) return told(path, opened(from));
      return told(path, unpacked(asUtf8(opened(0)), from));
    },
  };
}
