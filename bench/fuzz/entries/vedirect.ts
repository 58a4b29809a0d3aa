import type { Steps } from "../../../src/devices/kit/reader.ts";
import { STEP_BYTES } from "../../../src/devices/kit/serial-line.ts";
import { atOnce } from "../../../src/devices/kit/testing/at-once.ts";
import { encodeFrame, encodeNumber, type HexFrame } from "../../../src/devices/vedirect/hex.ts";
import { Identity } from "../../../src/devices/vedirect/identity.ts";
import { interpret, QUANTITIES } from "../../../src/devices/vedirect/labels.ts";
import { HexRequests } from "../../../src/devices/vedirect/requests.ts";
import { blockOf, MONITOR_LINE, MPPT_LINE } from "../../../src/devices/vedirect/testing/frames.ts";
import { type Fields, type TextCounters, TextParser } from "../../../src/devices/vedirect/text.ts";
import type { RawReading } from "../../../src/model/index.ts";
import { demand, LONGEST_STEP_MS, type MakeEntry, type Outcome } from "../entry.ts";
import { demandUnit, demandValue, demandWords, pieces, shown } from "../rules.ts";

/** What comes over a VE.Direct cable: blocks of text with frames of numbers between their bytes. */

const UNITS: ReadonlyMap<string, unknown> = new Map(QUANTITIES.map(({ name, unit }) => [name, unit]));
const LOAD = 0xedab;
const MOST_FIELDS = 41;
const LONGEST_LABEL = 16;
const LONGEST_TEXT = 64;
const LONGEST_FACT = 120;

interface Heard {
  readonly blocks: readonly Fields[];
  readonly frames: readonly HexFrame[];
  readonly readings: readonly RawReading[];
  readonly counters: TextCounters;
  readonly facts: Readonly<Record<string, string>>;
}

/** What a device makes of bytes that arrive in these pieces. */
function* hear(chunks: Iterable<Uint8Array>): Steps<Heard> {
  const parser = new TextParser();
  const identity = new Identity();
  const requests = new HexRequests(() => undefined, { after: () => () => undefined });
  requests.get(LOAD, 0).catch(() => undefined);
  const [blocks, frames, readings]: [Fields[], HexFrame[], RawReading[]] = [[], [], []];
  for (const chunk of chunks) {
    for (const event of parser.feed(chunk)) {
      if (event.kind === "hex") {
        frames.push(event.frame);
        requests.take(event.frame);
        continue;
      }
      blocks.push(event.fields);
      identity.learn(event.fields);
      readings.push(...interpret(event.fields, { converter_current: identity.reportsConverterCurrent }).readings);
    }
    yield;
  }
  requests.abort("the input is over");
  return { blocks, frames, readings, counters: parser.counters, facts: identity.facts() };
}

/** As a serial line hands them over. */
function* steps(input: Buffer): Generator<Buffer> {
  for (let from = 0; from < input.length; from += STEP_BYTES) yield input.subarray(from, from + STEP_BYTES);
}

function judgeBlock(fields: Fields): void {
  demand(fields.size > 0 && fields.size <= MOST_FIELDS, () => `a block of ${fields.size} fields was taken`);
  for (const [label, text] of fields) {
    demand(/^[\x21-\x7e]+$/.test(label) && label.length <= LONGEST_LABEL, () => `the label ${shown(label)} was taken`);
    demand(text.length <= LONGEST_TEXT, () => `a field of ${text.length} characters was taken`);
  }
}

function judgeReading({ quantity, value, unit }: RawReading): void {
  demand(UNITS.has(quantity) && UNITS.get(quantity) === unit, () => `${quantity} in ${unit} is none of its quantities`);
  demandUnit(unit);
  if (value !== null) demandValue(value);
}

function judge(whole: Heard, input: Buffer): Outcome {
  const { blocks, frames, readings, counters, facts } = whole;
  for (const block of blocks) judgeBlock(block);
  for (const { command, data } of frames) {
    demand(command >= 0 && command <= 15 && data.length <= 100, () => `a frame of ${data.length} bytes was taken`);
  }
  for (const reading of readings) judgeReading(reading);
  for (const words of Object.values(facts)) demandWords(words, LONGEST_FACT);
  demand(counters.good_blocks === blocks.length, () => "blocks were miscounted");
  demand(counters.hex_frames === frames.length, () => "frames were miscounted");
  demand(counters.discarded_bytes <= input.length, () => "more bytes were thrown away than came");
  const taken = JSON.stringify([readings, frames.map(({ data }) => [...data]), counters, facts]);
  const cut = atOnce(hear(pieces(input)));
  const inPieces = JSON.stringify([cut.readings, cut.frames.map(({ data }) => [...data]), cut.counters, cut.facts]);
  demand(
    inPieces === taken,
    () => `in pieces it is something else: ${inPieces.slice(0, 100)} | ${taken.slice(0, 100)}`,
  );
  const told = Object.entries(counters).map(([name, times]) => `${name}${Math.min(3, times)}`);
  return { kind: `${told.join(" ")} ${new Set(readings.map(({ quantity }) => quantity)).size}`, taken };
}

const REPLY = [...encodeNumber(LOAD, "u16"), 0, 1];

export const make: MakeEntry = () => ({
  seeds: [
    Buffer.from(blockOf(MPPT_LINE)),
    Buffer.from(blockOf(MONITOR_LINE)),
    Buffer.concat([blockOf(MPPT_LINE), blockOf(MONITOR_LINE), blockOf("PID 0x203, V 12800, SOC 876, TTG -1")]),
    Buffer.from(encodeFrame(7, REPLY) + encodeFrame(8, REPLY) + encodeFrame(10, REPLY), "latin1"),
    Buffer.concat([
      blockOf(MPPT_LINE).subarray(0, 60),
      Buffer.from(encodeFrame(7, REPLY)),
      blockOf(MPPT_LINE).subarray(60),
    ]),
    Buffer.from(encodeFrame(1, []) + encodeFrame(5, [0x59, 0x41]) + encodeFrame(3, [7]) + encodeFrame(4, [])),
    Buffer.concat([Buffer.from("\xff\x00 noise"), blockOf("BMV 602S, FWE 0308FF, Alarm On, Relay Off, H1 -5")]),
  ],
  words: [
    ..."PID FW FWE SER# BMV V V2 VS VM DM VPV PPV I IL LOAD T P CE SOC TTG Alarm Relay AR OR ERR CS MPPT".split(" "),
    ..."H1 H17 H19 H23 HSDS MODE AC_OUT_V AC_OUT_I AC_OUT_S WARN MON DC_IN_V Checksum ON OFF --- 0x203".split(" "),
    ...["\r\n", "\t", ":", "\r\nChecksum\t", ":7ABED00", ":A", "\n", "0xA042", "0xA053", "-", "0x00000000"],
  ],
  longest: 66_000,
  most_ms: LONGEST_STEP_MS,
  *take(input) {
    const whole = yield* hear(steps(input));
    return () => judge(whole, input);
  },
});
