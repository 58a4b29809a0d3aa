import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { until } from "../../test/support/until.ts";
import { HandsHere } from "../hands/testing/here.ts";
import { PaintingFailed, type PaintingLimits } from "../model/index.ts";
import { PAINT_FLAGS, PAINT_PROCESS, Painter } from "./painter.ts";
import { pictureOf } from "./picture.ts";
import { curve, spec, sunny } from "./testing/specs.ts";

const HANDS = new HandsHere();
const LIMITS: PaintingLimits = { picture_queue: 3, picture_ms: 20_000, picture_idle_ms: 60_000 };
const BAD = new URL("testing/bad-painter.ts", import.meta.url);

class Painting implements Disposable {
  readonly painter: Painter;
  constructor(limits: Partial<PaintingLimits> = {}, entry = PAINT_PROCESS) {
    this.painter = new Painter({ ...LIMITS, ...limits }, (events) => HANDS.inviteProcess(entry, PAINT_FLAGS, events));
  }
  async paint(svg: string): Promise<string> {
    return new TextDecoder().decode(await this.painter.paint(svg));
  }
  [Symbol.dispose](): void {
    this.painter.close();
  }
}

interface Png {
  readonly width: number;
  readonly height: number;
  /** Without the byte before each row. */
  readonly bytes: number;
}

/** Reads a PNG by its specification: signature, chunks, what the packed rows come to. */
function decoded(png: Uint8Array): Png {
  const file = Buffer.from(png);
  assert.equal(file.subarray(0, 8).toString("latin1"), "\u0089PNG\r\n\u001a\n");
  const data: Buffer[] = [];
  let head = Buffer.alloc(0);
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const kind = file.toString("latin1", at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = body;
    if (kind === "IDAT") data.push(body);
    at += 12 + length;
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  return { width, height, bytes: inflateSync(Buffer.concat(data)).length - height };
}

test("a PNG of the asked size, all of whose pixels unpack", async () => {
  using painting = new Painting();
  assert.equal(painting.painter.running, false, "nothing runs before anybody asks");
  for (const [width, height] of [
    [800, 300],
    [120, 80],
    [2_000, 1_200],
  ] as const) {
    const svg = pictureOf(spec(curve(sunny), { width, height }));
    const png = decoded(await painting.painter.paint(svg));
    assert.deepEqual(png, { width, height, bytes: width * height * 3 });
  }
});

test("what is no SVG is refused with a reason, and the next picture is painted", async () => {
  using painting = new Painting();
  await assert.rejects(painting.painter.paint("<svg"), (error: Error) => {
    assert.ok(error instanceof PaintingFailed);
    assert.match(error.message, /could not be painted: ./);
    return true;
  });
  assert.ok((await painting.painter.paint(pictureOf(spec(curve(sunny))))).length > 5_000);
});

test("a painter that dies fails its picture, and another one paints the next", async () => {
  using painting = new Painting({}, BAD);
  const dying = painting.paint("die");
  const waiting = painting.paint("waiting");
  await assert.rejects(dying, /ended with SIGSEGV/);
  const [pid = ""] = (await waiting).split(" ");
  assert.match(await painting.paint("next"), new RegExp(`^${pid} next$`));
  await assert.rejects(painting.paint("refuse"), /could not be painted: cannot be read/);
  assert.match(await painting.paint("next"), new RegExp(`^${pid} `), "the same one goes on after a refusal");
});

test("a painter that hangs is ended, and another one paints the next", async () => {
  using painting = new Painting({ picture_ms: 3_000 }, BAD);
  const hanging = painting.paint("hang");
  const waiting = painting.paint("waiting");
  await assert.rejects(hanging, /took too long/);
  assert.match(await waiting, /waiting$/);
});

test("only so many wait; one more is told to come back", async () => {
  using painting = new Painting({}, BAD);
  const three = [painting.paint("a"), painting.paint("b"), painting.paint("c")];
  await assert.rejects(painting.paint("d"), (error: Error) => error instanceof PaintingFailed && error.busy);
  assert.equal((await Promise.all(three)).length, 3);
  assert.match(await painting.paint("e"), /e$/);
});

test("without work the process ends, and comes again for the next picture", async () => {
  using painting = new Painting({ picture_idle_ms: 50 }, BAD);
  const [first] = (await painting.paint("a")).split(" ");
  await until("the painter is gone", () => !painting.painter.running);
  const [second] = (await painting.paint("b")).split(" ");
  assert.notEqual(first, second);
});

test("at the end what waits is refused and the process ends", async () => {
  const { painter } = new Painting({}, BAD);
  const all = [painter.paint("hang"), painter.paint("b")].map((picture) => assert.rejects(picture, /stopping/));
  painter.close();
  await Promise.all(all);
  assert.equal(painter.running, false);
  await assert.rejects(painter.paint("c"), /stopping/);
});

test("a program that cannot run is said to be it", async () => {
  using painting = new Painting({}, new URL("testing/nowhere.ts", import.meta.url));
  await assert.rejects(painting.painter.paint("a"), /ended with 1/);
});
