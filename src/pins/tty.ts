import { PinTrouble } from "../model/index.ts";
import { ioctl, ioctlElsewhere, lock } from "./libc.ts";

/**
 * Serial lines by the kernel's own interface: asm-generic/termbits.h and ioctls.h, the same for x86 and ARM, 32 and 64 bits.
 */

const TCGETS2 = 0x802c542a;
const TCSETS2 = 0x402c542b;
const TCFLSH = 0x540b;
const TIOCEXCL = 0x540c;
const TIOCNXCL = 0x540d;
const TIOCOUTQ = 0x5411;
const TCIFLUSH = 0;
const TCOFLUSH = 1;

/** struct termios2: four words of flags, the discipline, 19 characters, two speeds. */
const BYTES = 44;
const CFLAG = 8;
const CHARACTERS = 17;
const ISPEED = 36;
const OSPEED = 40;
/** Input flag: bytes with a wrong stop bit are left out. */
const IGNPAR = 0o4;
/** The speed is the number in the struct. */
const BOTHER = 0o10000;
/** Speeds that have a code of their own: the only ones that old drivers and programs know. */
const CODED: ReadonlyMap<number, number> = new Map([
  ...([
    [300, 0o7],
    [600, 0o10],
    [1_200, 0o11],
    [2_400, 0o13],
    [4_800, 0o14],
    [9_600, 0o15],
  ] as const),
  ...([
    [19_200, 0o16],
    [38_400, 0o17],
    [57_600, 0o10001],
    [115_200, 0o10002],
    [230_400, 0o10003],
  ] as const),
]);
const CS8 = 0o60;
const CREAD = 0o200;
const HUPCL = 0o2000;
const CLOCAL = 0o4000;
const VMIN = 6;

/**
 * The settings of a line that changes nothing on its way: 8 bits, no parity, one stop bit, no flow control, whatever the
 * lines beside the data say. A reader that does not wait is told EAGAIN where nothing is there, and 0 bytes when the line hung up.
 * @param baud bits per second
 */
export function rawMode(baud: number): Uint8Array {
  const bytes = new Uint8Array(BYTES);
  const view = new DataView(bytes.buffer);
  const put = (at: number, value: number) => view.setUint32(at, value, true);
  put(0, IGNPAR);
  put(CFLAG, (CODED.get(baud) ?? BOTHER) | CS8 | CREAD | HUPCL | CLOCAL);
  bytes[CHARACTERS + VMIN] = 1;
  put(ISPEED, baud);
  put(OSPEED, baud);
  return bytes;
}

/**
 * Takes a line for this process and sets it up. An adapter may take its time for that, or never answer: it is asked elsewhere.
 * @param fd open, without waiting
 * @throws PinTrouble ENOTTY: it is no serial line; EAGAIN: another program has locked it; EIO: it is gone, or refuses the
 * settings; NO_LIBRARY
 */
export async function takeLine(fd: number, baud: number): Promise<void> {
  const before = new Uint8Array(BYTES);
  ioctl(fd, TCGETS2, before);
  lock(fd);
  if (!(await ioctlElsewhere(fd, TCSETS2, rawMode(baud)))) throw new PinTrouble("EIO", "ioctl TCSETS2");
  // what came before that was cut at another speed
  ioctl(fd, TCFLSH, TCIFLUSH);
}

/** Nobody else may open the line any more. @throws PinTrouble */
export function keepForOneself(fd: number): void {
  ioctl(fd, TIOCEXCL, 0);
}

/** Others may open it again: a terminal outlives who closes it. Says nothing when the line is gone. */
export function leaveToOthers(fd: number): void {
  evenIfGone(() => ioctl(fd, TIOCNXCL, 0));
}

/** What was not sent yet never will be; else closing would wait for that. Says nothing when the line is gone. */
export function forgetUnsent(fd: number): void {
  evenIfGone(() => ioctl(fd, TCFLSH, TCOFLUSH));
}

/** Bytes that the kernel keeps to be sent; 0 as well when the line is gone. */
export function unsentBytes(fd: number): number {
  const count = new Uint8Array(4);
  evenIfGone(() => ioctl(fd, TIOCOUTQ, count));
  return new DataView(count.buffer).getInt32(0, true);
}

function evenIfGone(doing: () => void): void {
  try {
    doing();
  } catch {
    // a line that was pulled out keeps and holds nothing
  }
}
