import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeFrame, readReply } from "./hex.ts";
import {
  beside,
  blockOf,
  chunks,
  type Field,
  MONITOR_LINE,
  MPPT_LINE,
  recordings,
  seeded,
  textBlock,
} from "./testing/frames.ts";
import { type TextEvent, TextParser } from "./text.ts";

function parse(...pieces: Uint8Array[]): { events: TextEvent[]; parser: TextParser } {
  return parseAll(pieces);
}

function parseAll(pieces: readonly Uint8Array[]): { events: TextEvent[]; parser: TextParser } {
  const parser = new TextParser();
  const events = pieces.flatMap((piece) => parser.feed(piece));
  return { events, parser };
}

function blocks(events: readonly TextEvent[]): string[] {
  return events.flatMap((event) => (event.kind === "block" ? [JSON.stringify([...event.fields])] : []));
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

test("the vectors: checksum byte, size and fields", () => {
  const vectors: [string, number, number | null][] = [
    [MPPT_LINE, 0x98, 186],
    [MONITOR_LINE, 0xaa, 113],
    ["PID 0xA053, V 13899, PPV 99, CS 3", 0x3a, null],
    ["PID 0xA053, V 11799, PPV 399, CS 3", 0x0a, null],
    ["PID 0xA053, V 10798, PPV 299, CS 3", 0x0d, null],
    ["PID 0xA053, V 12898, PPV 399, CS 3", 0x09, null],
  ];
  for (const [line, checksum, size] of vectors) {
    const block = blockOf(line);
    assert.equal(block.at(-1), checksum, line);
    if (size !== null) assert.equal(block.length, size);
    // Twice, and byte by byte: an odd checksum byte must not disturb what follows.
    const { events, parser } = parse(...[...Buffer.concat([block, block])].map((byte) => Uint8Array.of(byte)));
    assert.equal(events.length, 2, line);
    assert.equal(parser.counters.good_blocks, 2);
    assert.equal(parser.counters.resyncs, 0);
    const [first] = events;
    assert.ok(first?.kind === "block");
    assert.equal([...first.fields].map(([label, value]) => `${label} ${value}`).join(", "), line);
  }
});

test("real recordings: every count agrees, at any chunk borders", () => {
  for (const [index, recording] of recordings().entries()) {
    for (const longest of [1, 7, 64, 4096]) {
      const { events, parser } = parseAll(chunks(recording.bytes, seeded(index + longest), longest));
      const { good_blocks, bad_checksums, malformed_blocks, hex_frames, bad_hex } = parser.counters;
      assert.deepEqual(
        { good_blocks, bad: bad_checksums + malformed_blocks, hex_frames, bad_hex },
        { good_blocks: recording.good, bad: recording.bad, hex_frames: recording.hex, bad_hex: 0 },
        `${recording.name} in chunks up to ${longest}`,
      );
      assert.equal(blocks(events).length, recording.good);
    }
  }
});

test("HEX frames straight after the checksum byte, and the block after them", () => {
  const first = blockOf("V 52710, I 7600");
  const hex = bytes(":A2001002200000008\n:ADBED00750806\n:AD5ED009708EA\n:A8DED00970832\n");
  const { events, parser } = parse(first, hex, blockOf("ERR 0, LOAD ON"));
  assert.equal(blocks(events).length, 2);
  assert.equal(parser.counters.hex_frames, 4);
  assert.equal(parser.counters.bad_hex, 0);
  const [, message] = events;
  assert.ok(message?.kind === "hex");
  assert.equal(readReply(message.frame).kind, "async");
});

test("HEX frames between two blocks of a data set do not stick to the next label", () => {
  const { events } = parse(
    blockOf("V 52710, I 7600"),
    bytes(":ADBED001A0D5C\n:A0202000200000045\n"),
    blockOf("ERR 0, LOAD ON, Relay OFF, H19 1652"),
  );
  assert.deepEqual(blocks(events).at(-1), '[["ERR","0"],["LOAD","ON"],["Relay","OFF"],["H19","1652"]]');
});

test("the frames quoted in bug reports", () => {
  const quoted = beside("issues_frames.txt")?.match(/:[0-9A-F]{5,}/g) ?? [":ADBED00750806", ":AD5ED009708EA"];
  const { parser } = parse(bytes(quoted.map((frame) => `${frame}\n`).join("")));
  assert.equal(parser.counters.hex_frames, quoted.length);
});

test("a HEX frame that ends with 0xFE instead of LF takes no text with it", () => {
  const { events, parser } = parse(
    blockOf(MONITOR_LINE),
    bytes(":A0002000148\xfe"),
    blockOf(MPPT_LINE),
    blockOf("V 1"),
  );
  assert.equal(blocks(events).length, 3);
  assert.equal(parser.counters.bad_hex, 1);
  assert.equal(parser.counters.bad_checksums, 0);
});

test("a HEX frame that never ends: the text goes on, or another frame", () => {
  const cut = parse(blockOf(MONITOR_LINE), bytes(":ADBED0"), blockOf(MPPT_LINE), bytes(":AD:154\n"), blockOf("V 1"));
  assert.equal(blocks(cut.events).length, 3);
  assert.equal(cut.parser.counters.bad_hex, 2);
  assert.equal(cut.parser.counters.hex_frames, 1);

  const long = parse(blockOf("V 1"), bytes(encodeFrame(7, new Uint8Array(200))), blockOf("V 2"), blockOf("V 3"));
  assert.deepEqual(blocks(long.events), ['[["V","1"]]', '[["V","3"]]'], "longer than any frame may be");

  const endless = parse(blockOf("V 1"), bytes(`:${"A".repeat(5000)}\r\n`), blockOf("V 2"), blockOf("V 3"));
  assert.deepEqual(blocks(endless.events), ['[["V","1"]]', '[["V","3"]]']);
});

test("the first, cut block is dropped and the next one is good", () => {
  const block = blockOf(MPPT_LINE);
  for (let cut = 1; cut < block.length; cut += 1) {
    const { events } = parse(block.subarray(cut), block, block);
    const seen = blocks(events);
    const whole = JSON.stringify(MPPT_LINE.split(", ").map((entry) => entry.split(" ")));
    assert.ok(seen.length >= 1 && seen.every((fields) => fields === whole), `cut after ${cut} bytes`);
  }
});

test("noise before a block that adds up to 0 costs no block; other noise costs that one", () => {
  const block = blockOf(MONITOR_LINE);
  for (const noise of ["\0", "\0\0", "\x80\x80", "\xff\x01", "A\xbf", "\r\xf3", "\n\xf6", "\0".repeat(60)]) {
    for (const pieces of [
      [block, bytes(noise), block, block],
      [bytes(noise), block, block, bytes(noise), block],
    ]) {
      const { events, parser } = parse(...[...Buffer.concat(pieces)].map((byte) => Uint8Array.of(byte)));
      assert.equal(blocks(events).length, 3, JSON.stringify(noise));
      const { bad_checksums, malformed_blocks, discarded_bytes } = parser.counters;
      assert.deepEqual([bad_checksums, malformed_blocks], [0, 0]);
      assert.equal(discarded_bytes % noise.length, 0);
    }
  }
  for (const noise of ["\x01", "800\r\n", "\r\r\n", "\0".repeat(70)]) {
    const { events, parser } = parse(block, bytes(noise), block, block);
    assert.equal(blocks(events).length, 2, JSON.stringify(noise));
    assert.ok(parser.counters.discarded_bytes >= noise.length);
  }
});

test("a wrong byte anywhere drops the block and nothing else", () => {
  const block = Buffer.from(blockOf(MONITOR_LINE));
  const end = blockOf("V 1");
  for (let place = 0; place < block.length; place += 1) {
    const wrong = Buffer.from(block);
    wrong[place] = (wrong[place] ?? 0) ^ 0x10;
    const { events } = parse(end, wrong, end, end);
    const seen = blocks(events);
    assert.ok(seen.length >= 2 && seen.every((fields) => fields === '[["V","1"]]'), `byte ${place}`);
  }
});

test("a lost byte anywhere drops the block and at most the next one", () => {
  const block = Buffer.from(blockOf(MONITOR_LINE));
  const end = blockOf("V 1");
  for (let place = 0; place < block.length; place += 1) {
    const { events } = parse(end, block.subarray(0, place), block.subarray(place + 1), end, end, end);
    const seen = blocks(events);
    assert.ok(seen.length >= 3 && seen.every((fields) => fields === '[["V","1"]]'), `byte ${place}`);
  }
});

test("what was half read when a silence began clings to nothing, and only then is more expected", () => {
  const block = blockOf(MONITOR_LINE);
  const parser = new TextParser();
  assert.equal(parser.isWithin, false);
  assert.equal(parser.feed(block).length, 1);
  assert.equal(parser.isWithin, false, "a whole block");
  for (const half of [block.subarray(0, 40), bytes("\0\0\x90e\xdd%"), bytes(":ADB")]) {
    parser.feed(half);
    assert.equal(parser.isWithin, true);
    parser.reset();
    assert.equal(parser.isWithin, false);
    assert.equal(parser.feed(block).length, 1, "the next block is good at once");
  }
  assert.deepEqual([parser.counters.resyncs, parser.counters.bad_hex], [2, 1]);
  assert.equal(parser.counters.discarded_bytes, 46);
});

test("shapes that no device sends are dropped although they add up", () => {
  const many: Field[] = Array.from({ length: 41 }, (_nothing, index) => [`L${index}`, "1"]);
  const wrong: [string, Uint8Array][] = [
    ["label too long", textBlock([["A".repeat(17), "1"]])],
    ["value too long", textBlock([["V", "1".repeat(65)]])],
    ["too many fields", textBlock(many)],
    ["the same label twice", textBlock(fieldsTwice)],
    ["no label", textBlock([["", "1"]])],
    ["no field at all", textBlock([])],
    ["a control character in a value", textBlock([["V", "1\0"]])],
    ["a high byte in a label", textBlock([["V\xfe", "1"]])],
    ["0x7F in a label", textBlock([["V\x7f", "1"]])],
    ["a space in a label", textBlock([["V ", "1"]])],
    ["0x7F in a value", textBlock([["V", "1\x7f"]])],
    ["0x1F in a value", textBlock([["V", "1\x1f"]])],
    ["a TAB in a value", textBlock([["V", "1\t2"]])],
    ["a bare line feed", lineFeedOnly()],
  ];
  for (const [name, block] of wrong) {
    const { events, parser } = parse(blockOf("V 1"), block, blockOf("V 2"));
    assert.deepEqual(blocks(events), ['[["V","1"]]', '[["V","2"]]'], name);
    assert.equal(parser.counters.malformed_blocks, 1, name);
  }
});

test("the longest shapes that are taken", () => {
  const forty: Field[] = Array.from({ length: 40 }, (_nothing, index) => [`L${index}`, "1"]);
  const lines: Field[][] = [
    [["A".repeat(16), "1"]],
    [["V", "1".repeat(64)]],
    forty,
    [["!~", " ~\x80\xff"]],
    [["V", ""]],
  ];
  for (const fields of lines) {
    const { events } = parse(textBlock(fields));
    assert.deepEqual(blocks(events), [JSON.stringify(fields)]);
  }
});

test("a frame of 199 digits is the longest that is taken", () => {
  const { events, parser } = parse(
    bytes(encodeFrame(7, new Uint8Array(98))),
    bytes(encodeFrame(7, new Uint8Array(99))),
  );
  assert.equal(events.length, 1);
  assert.deepEqual([parser.counters.hex_frames, parser.counters.bad_hex], [1, 1]);
});

test("a HEX frame cut short before a TAB: the text goes on", () => {
  const [before, after] = [blockOf("V 1").subarray(0, 3), blockOf("V 1").subarray(3)];
  const { events, parser } = parse(before, bytes(":AD"), after);
  assert.deepEqual(blocks(events), ['[["V","1"]]']);
  assert.deepEqual([parser.counters.bad_hex, parser.counters.resyncs], [1, 0]);
});

test("what is lost is counted: places, blocks and bytes", () => {
  const good = blockOf("V 1");
  const wrong = Buffer.from(good);
  wrong[4] = 0x32;
  const cases: [string, Uint8Array[], Partial<TextParser["counters"]>][] = [
    ["a wrong sum", [wrong, good], { bad_checksums: 1, resyncs: 1, discarded_bytes: good.length }],
    [
      "noise before a block",
      [bytes("\x01"), good, good],
      { bad_checksums: 1, resyncs: 1, discarded_bytes: 1 + good.length },
    ],
    ["noise that adds nothing", [bytes("\0"), good, good], { good_blocks: 2, discarded_bytes: 1 }],
    ["a frame with a wrong check", [bytes(":155\n"), good], { bad_hex: 1 }],
    ["nothing", [good, bytes(":154\n"), good], { good_blocks: 2, hex_frames: 1 }],
  ];
  const nothing = {
    good_blocks: 1,
    bad_checksums: 0,
    malformed_blocks: 0,
    hex_frames: 0,
    bad_hex: 0,
    resyncs: 0,
    discarded_bytes: 0,
  };
  for (const [name, pieces, expected] of cases) {
    assert.deepEqual(parse(...pieces).parser.counters, { ...nothing, ...expected }, name);
  }
});

test("what is given up at a reset is counted, once", () => {
  const parser = new TextParser();
  parser.reset();
  assert.deepEqual([parser.counters.resyncs, parser.counters.bad_hex], [0, 0], "nothing was under way");
  parser.feed(blockOf("V 1").subarray(0, 5));
  parser.reset();
  parser.feed(bytes(":AD"));
  parser.reset();
  parser.reset();
  assert.deepEqual([parser.counters.resyncs, parser.counters.discarded_bytes, parser.counters.bad_hex], [1, 5, 1]);
  parser.feed(bytes("\x01\x02"));
  parser.reset();
  assert.deepEqual([parser.counters.resyncs, parser.counters.discarded_bytes], [2, 7], "it was lost before");
  parser.feed(blockOf("V 1").subarray(0, 5));
  parser.reset();
  assert.deepEqual(blocks(parser.feed(blockOf("W 2"))), ['[["W","2"]]']);
});

const fieldsTwice: Field[] = [
  ["V", "1"],
  ["V", "1"],
];

function lineFeedOnly(): Uint8Array {
  const text = bytes("\r\nV\t1\nI\t2\r\nChecksum\t");
  const sum = text.reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.concat([text, Buffer.of((256 - sum) & 0xff)]);
}

const label = fc.stringMatching(/^[A-Z][A-Za-z0-9_#]{0,7}$/).filter((text) => text !== "Checksum");
const value = fc.stringMatching(/^[-A-Za-z0-9 .]{0,32}$/);
const block = fc
  .uniqueArray(fc.tuple(label, value), { minLength: 1, maxLength: 22, selector: ([name]) => name })
  .map((fields) => ({ bytes: textBlock(fields), text: JSON.stringify(fields) }));
const frame = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.uint8Array({ maxLength: 40 }))
  .map(([command, data]) => bytes(encodeFrame(command, data)));

test("property: chunk borders never matter, whatever the bytes", () => {
  const piece = fc.oneof(
    block.map(({ bytes: good }) => good),
    frame,
    fc.uint8Array({ maxLength: 60 }),
    fc.constantFrom("\r\n", ":", "Checksum\t", "\r\nChecksum\t", "\t", "\r", "\n").map(bytes),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.nat(),
      fc.integer({ min: 1, max: 40 }),
      (pieces, seed, longest) => {
        const stream = Buffer.concat(pieces);
        const whole = parse(stream);
        const cut = parse(...chunks(stream, seeded(seed), longest));
        assert.deepEqual(cut.events, whole.events);
        assert.deepEqual(cut.parser.counters, whole.parser.counters);
      },
    ),
    { numRuns: 500 },
  );
});

test("property: HEX frames spliced in anywhere change nothing", () => {
  fc.assert(
    fc.property(
      fc.array(block, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), frame), { maxLength: 6 }),
      (sent, splices) => {
        const stream = Buffer.concat(sent.map(({ bytes: good }) => good));
        const cuts = splices
          .map(([place, hex]) => ({ place: place % (stream.length + 1), hex }))
          // Where the checksum byte is due, a colon is that byte: devices send nothing there.
          .filter(({ place }) => stream.toString("latin1", Math.max(0, place - 9), place) !== "Checksum\t")
          .sort((a, b) => a.place - b.place);
        const pieces: Uint8Array[] = [];
        let from = 0;
        for (const { place, hex } of cuts) {
          pieces.push(stream.subarray(from, place), hex);
          from = place;
        }
        const { events, parser } = parse(...pieces, stream.subarray(from));
        assert.deepEqual(
          blocks(events),
          sent.map(({ text }) => text),
        );
        assert.equal(parser.counters.hex_frames, cuts.length);
        assert.equal(parser.counters.resyncs, 0);
      },
    ),
    { numRuns: 500 },
  );
});

test("property: noise never makes a block, and the parser finds back", () => {
  const noise = fc.uint8Array({ minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, block), { minLength: 1, maxLength: 5 }), block, (rounds, last) => {
      const sent = new Set([...rounds.map(([, good]) => good.text), last.text]);
      const pieces = rounds.flatMap(([garbage, good]) => [garbage, good.bytes]);
      const { events } = parse(...pieces, last.bytes, last.bytes);
      const seen = blocks(events);
      for (const text of seen) assert.ok(sent.has(text), `${text} was never sent`);
      assert.equal(seen.at(-1), last.text, "good again after noise");
    }),
    { numRuns: 500 },
  );
});

test("property: a damaged block gives no value", () => {
  fc.assert(
    fc.property(block, fc.nat(), fc.integer({ min: 1, max: 255 }), (good, place, change) => {
      const wrong = Buffer.from(good.bytes);
      const at = place % wrong.length;
      wrong[at] = ((wrong[at] ?? 0) + change) & 0xff;
      // Turning a byte into a colon removes bytes from the sum: what then adds up is told from the shape or is rare.
      fc.pre(wrong[at] !== 0x3a);
      assert.deepEqual(blocks(parse(wrong).events), []);
    }),
    { numRuns: 1_000 },
  );
});

test("a flood of noise costs no memory and little time", () => {
  const parser = new TextParser();
  const random = seeded(1);
  const noise = Uint8Array.from({ length: 1_000_000 }, () => Math.floor(random() * 256));
  assert.deepEqual(blocks(parser.feed(noise)), []);
  assert.ok(parser.counters.discarded_bytes > 900_000);
  const good = blockOf(MPPT_LINE);
  const events = [...parser.feed(good), ...parser.feed(good), ...parser.feed(good)];
  assert.ok(blocks(events).length >= 1);
});
