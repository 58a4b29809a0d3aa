import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { say } from "../../model/index.ts";
import {
  COMMAND,
  decodeAvailable,
  decodeFrame,
  decodeNumber,
  encodeFrame,
  encodeNumber,
  firmwareOf,
  flagProblem,
  getFrame,
  type HexFrame,
  isHexDigit,
  type NumberType,
  readReply,
  setFrame,
} from "./hex.ts";
import { beside } from "./testing/frames.ts";

function problemOf(flags: number): string {
  const why = flagProblem(flags);
  return why === null ? "" : say(why, "en");
}

function decode(frame: string): HexFrame {
  const decoded = decodeFrame(frame.slice(1));
  assert.ok(decoded, `${frame} has a right check`);
  return decoded;
}

test("the vectors of the protocol papers, host to device", () => {
  assert.equal(encodeFrame(COMMAND.ping), ":154\n");
  assert.equal(encodeFrame(COMMAND.version), ":352\n");
  assert.equal(encodeFrame(COMMAND.product_id), ":451\n");
  assert.equal(encodeFrame(COMMAND.restart), ":64F\n");
  assert.equal(getFrame(0x1000), ":70010003E\n");
  assert.equal(setFrame(0x1000, 500, "u16"), ":8001000F40148\n");
  assert.equal(getFrame(0xedf0), ":7F0ED0071\n");
});

test("load output, relay and device mode", () => {
  assert.equal(getFrame(0xedab), ":7ABED00B6\n");
  assert.equal(setFrame(0xedab, 0, "u8"), ":8ABED0000B5\n");
  assert.equal(setFrame(0xedab, 1, "u8"), ":8ABED0001B4\n");
  assert.equal(setFrame(0xedab, 4, "u8"), ":8ABED0004B1\n");
  assert.equal(getFrame(0xeda8), ":7A8ED00B9\n");
  assert.equal(getFrame(0x034e), ":74E0300FD\n");
  assert.equal(setFrame(0x034e, 1, "u8"), ":84E030001FB\n");
  assert.equal(setFrame(0x034e, 0, "u8"), ":84E030000FC\n");
  assert.equal(getFrame(0x0200), ":70002004C\n");
  assert.equal(setFrame(0x0200, 1, "u8"), ":8000200014A\n");
  assert.equal(setFrame(0x0200, 4, "u8"), ":80002000447\n");
  assert.equal(getFrame(0x0fff), ":7FF0F0040\n");
  assert.equal(getFrame(0xedbc), ":7BCED00A5\n");
  assert.equal(getFrame(0xed8d), ":78DED00D4\n");
});

test("replies: ping, version, product id", () => {
  const ping = readReply(decode(":501440B"));
  assert.equal(ping.kind, "ping");
  assert.equal(firmwareOf(decodeNumber(ping.value, "u16") ?? 0), "application 4.01");
  assert.equal(firmwareOf(decodeNumber(readReply(decode(":101440F")).value, "u16") ?? 0), "application 4.01");
  const product = readReply(decode(":181A330"));
  assert.equal(product.kind, "done");
  assert.equal(decodeNumber(product.value, "u16"), 0xa381);
});

test("what kind of firmware it is", () => {
  const versions = [0x0123, 0x4401, 0x8000, 0xc208].map(firmwareOf);
  assert.deepEqual(versions, ["bootloader 1.23", "application 4.01", "tester 0.00", "release candidate 2.08"]);
});

test("hexadecimal digits, in both cases", () => {
  for (let byte = 0; byte < 256; byte += 1) {
    assert.equal(isHexDigit(byte), /[0-9A-Fa-f]/.test(String.fromCharCode(byte)), String(byte));
  }
  assert.deepEqual(decodeFrame("7f0ed0071"), decodeFrame("7F0ED0071"));
});

test("replies: a register, a refusal, a change told by the device", () => {
  const capacity = readReply(decode(":7001000C80076"));
  assert.ok(capacity.kind === "get");
  assert.deepEqual([capacity.register, capacity.flags, decodeNumber(capacity.value, "u16")], [0x1000, 0, 200]);

  const refused = readReply(decode(":8001004010038"));
  assert.ok(refused.kind === "set");
  assert.match(problemOf(refused.flags), /out of range/);

  const power = readReply(decode(":ABCED00102700006B"));
  assert.ok(power.kind === "async");
  assert.deepEqual([power.register, decodeNumber(power.value, "u32")], [0xedbc, 10_000]);
});

test("replies that carry no register", () => {
  assert.equal(readReply(decode(encodeFrame(4, [0xaa, 0xaa]).trim())).kind, "frame_error");
  assert.equal(readReply(decode(encodeFrame(3, [2]).trim())).kind, "unknown_command");
  assert.equal(readReply(decode(encodeFrame(2, [1]).trim())).kind, "other");
  for (const data of [[], [1], [1, 2]]) {
    const cut = readReply(decode(encodeFrame(7, data).trim()));
    assert.deepEqual([cut.kind, [...cut.value]], ["other", data], "a get reply cut short");
  }
  assert.equal(readReply(decode(encodeFrame(7, [1, 2, 0]).trim())).kind, "get");
});

test("flags in words", () => {
  assert.equal(flagProblem(0), null);
  assert.match(problemOf(1), /does not know/);
  assert.match(problemOf(2), /read-only/);
  assert.match(problemOf(6), /read-only.*out of range/);
  assert.equal(problemOf(6), "the register is not supported or read-only, the value is out of range");
  assert.equal(problemOf(0x40), "reply flags 0x40");
});

test("what is not available", () => {
  const cases: [number[], NumberType][] = [
    [[0xff], "u8"],
    [[0x7f], "s8"],
    [[0xff, 0xff], "u16"],
    [[0xff, 0x7f], "s16"],
    [[0xff, 0xff, 0xff, 0xff], "u32"],
    [[0xff, 0xff, 0xff, 0x7f], "s32"],
    [[], "u8"],
    [[1], "u16"],
  ];
  for (const [bytes, type] of cases) assert.equal(decodeAvailable(Uint8Array.from(bytes), type), null, type);
  assert.equal(decodeAvailable(Uint8Array.of(0xff, 0xff), "s16"), -1);
  assert.equal(decodeNumber(Uint8Array.of(0xff), "u8"), 255, "0xFF is a relay mode: the raw number stays readable");
});

test("numbers go there and back, and a wrong digit never passes", () => {
  const ranges: Record<NumberType, [number, number]> = {
    u8: [0, 0xff],
    s8: [-0x80, 0x7f],
    u16: [0, 0xffff],
    s16: [-0x8000, 0x7fff],
    u32: [0, 0xffffffff],
    s32: [-0x80000000, 0x7fffffff],
  };
  for (const [type, [min, max]] of Object.entries(ranges) as [NumberType, [number, number]][]) {
    for (const value of [min, max, 0, 1]) {
      assert.equal(decodeNumber(Uint8Array.from(encodeNumber(value, type)), type), value);
    }
    fc.assert(
      fc.property(fc.integer({ min, max }), (value) => {
        assert.equal(decodeNumber(Uint8Array.from(encodeNumber(value, type)), type), value);
      }),
    );
    for (const wrong of [max + 1, min - 1, 0.5]) {
      assert.throws(() => encodeNumber(wrong, type), {
        name: "RangeError",
        message: `${wrong} does not fit a register of type ${type}`,
      });
    }
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 15 }), fc.uint8Array({ maxLength: 40 }), fc.nat(), (command, data, place) => {
      const digits = encodeFrame(command, data).slice(1, -1);
      assert.deepEqual(decodeFrame(digits), { command, data });
      const at = place % digits.length;
      const other = digits.charAt(at) === "0" ? "1" : "0";
      assert.equal(decodeFrame(digits.slice(0, at) + other + digits.slice(at + 1)), null);
    }),
  );
});

test("what is no frame", () => {
  for (const digits of ["", "1", "15", "1544", "1Z4", "155", "1 54", "154Z", "Z54", "x154", "15455"])
    assert.equal(decodeFrame(digits), null, digits);
});

test("a day of history from a real charger agrees with its text fields", () => {
  // REG 0x1050: H20 = 53, H21 = 179 were in the text at the same time.
  const own = ":7501000003500000000000000880526050000000000A20300000000B300000081008C11090082";
  const lines = beside("ckeller42_hex_history_mppt7515.txt")?.match(/:7[0-9A-F]+/g) ?? [own];
  const whole = lines.filter((line) => decodeFrame(line.slice(1)) !== null);
  assert.ok(whole.length >= Math.min(lines.length, 10), "at most the last line is cut");
  const today = readReply(decode(lines.find((line) => line.startsWith(":75010")) ?? own));
  assert.ok(today.kind === "get" && today.register === 0x1050);
  assert.equal(decodeNumber(today.value.subarray(1), "u32"), 53);
  assert.equal(decodeNumber(today.value.subarray(24), "u32"), 179);
});
