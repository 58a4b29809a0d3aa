import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, type ReadStream, readSync, statSync } from "node:fs";
import { extname } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
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
  /** Its text from a byte of it on. @throws Error when the file cannot be read or unpacked */
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

function look(path: string): { readonly hash: string; readonly packed: boolean; readonly length: number } {
  const length = statSync(path).size;
  const file = openSync(path, "r");
  try {
    const hash = createHash("sha256").update(`${length} `);
    const edge = Buffer.alloc(KNOWN_BY);
    const first = edge.subarray(0, readSync(file, edge, 0, KNOWN_BY, 0));
    const packed = first[0] === 0x1f && first[1] === 0x8b;
    hash.update(first);
    hash.update(edge.subarray(0, readSync(file, edge, 0, KNOWN_BY, Math.max(0, length - KNOWN_BY))));
    return { hash: hash.digest("hex"), packed, length };
  } finally {
    closeSync(file);
  }
}

/** @param path `-` for what is piped in @throws Error when there is no such file */
export function openImportFile(path: string, format: Format): ImportFile {
  if (path === "-") {
    return { known_by: undefined, length: null, read: () => 0, text: (from) => unpacked(process.stdin, from) };
  }
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Error(`${path} is not there, or is no file`);
  const { hash, packed, length } = look(path);
  let stream: ReadStream | undefined;
  let begun = 0;
  return {
    known_by: `${format} ${hash}`,
    length,
    read: () => begun + (stream?.bytesRead ?? 0),
    text: (from) => {
      begun = packed ? 0 : from;
      const opened = createReadStream(path, { start: begun, highWaterMark: READ_BYTES });
      stream = opened;
      if (!packed) return unpacked(opened, 0);
      // an error of either ends both, and whoever reads is told
      return unpacked(
        pipeline(opened, createGunzip({ chunkSize: READ_BYTES }), () => undefined),
        from,
      );
    },
  };
}
