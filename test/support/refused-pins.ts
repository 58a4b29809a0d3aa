/**
 * Takes a line of a chip as a house does, in a process that may not, and prints what a person is told in each language. Arguments: the
 * chip's label; `nobody`: as a user without rights; `old`: on a kernel that knows the first version of the interface only; `plain`.
 */
import koffi from "koffi";
import { gpio } from "../../src/devices/gpio/index.ts";
import { HandsHere } from "../../src/hands/testing/here.ts";
import { SystemClock } from "../../src/house/clock/system-clock.ts";
import { LANGUAGES, type Reason, say } from "../../src/model/index.ts";
import { MemoryRegisters } from "../../src/model/testing/memory-registers.ts";
import { REQUEST } from "../../src/pins/gpio/layout.ts";
import { systemPins } from "../../src/pins/index.ts";

const NOBODY = 65_534;
const EINVAL = 22;
/** `ioctl` among the kernel's calls. */
const IOCTL = process.arch === "arm64" ? 29 : 16;

/** From now on the kernel answers the second version's calls as one that has never heard of them (BPF, linux/filter.h). */
function becomeOld(): void {
  const [load, equal, give, allow] = [0x20, 0x15, 0x06, 0x7fff0000];
  const refused = [REQUEST.line_info, REQUEST.get_line];
  const program: (readonly [code: number, yes: number, no: number, value: number])[] = [
    [load, 0, 0, 0],
    [equal, 0, refused.length + 1, IOCTL],
    // the second argument: what is asked
    [load, 0, 0, 24],
    ...refused.map((request, index) => [equal, refused.length - index, 0, request] as const),
    [give, 0, 0, allow],
    [give, 0, 0, 0x00050000 | EINVAL],
  ];
  const bytes = Buffer.alloc(8 * program.length);
  for (const [index, [code, yes, no, value]] of program.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(yes, 8 * index + 2);
    bytes.writeUInt8(no, 8 * index + 3);
    bytes.writeUInt32LE(value, 8 * index + 4);
  }
  const filter = koffi.struct("sock_fprog", { length: "uint16", filter: "void *" });
  const libc = koffi.load("libc.so.6");
  const option = libc.func("int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)");
  const install = libc.func("prctl", "int", ["int", "ulong", koffi.pointer(filter)]);
  if (option(38, 1, 0, 0, 0) !== 0) throw new Error("PR_SET_NO_NEW_PRIVS");
  if (install(22, 2, { length: program.length, filter: bytes }) !== 0) throw new Error("PR_SET_SECCOMP");
}

const [, , chip = "", mode = "plain"] = process.argv;
if (mode === "old") becomeOld();
if (mode === "nobody") process.setuid?.(NOBODY);

const notes: Reason[] = [];
const device = gpio.open(gpio.options.parse({ chip, outputs: { r1: 2 } }), {
  ...{ id: "board", folder: "/", clock: new SystemClock(), hands: new HandsHere() },
  ...{ pins: systemPins, registers: new MemoryRegisters() },
});
await device.start({ put: () => undefined, note: (note) => void notes.push(note) });
const { state, problem } = device.health();
const told = LANGUAGES.map((language) => notes.map((note) => say(note, language)).join(" | "));
process.stdout.write(`${JSON.stringify({ state, problem, told })}\n`);
await device.stop();
