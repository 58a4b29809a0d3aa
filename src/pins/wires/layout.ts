import type { Wire, WireFeeds } from "../../model/index.ts";

/** Serial ports as the kernel numbers them ("ioctl_tty", `include/uapi/linux/serial.h`). */
export const WIRE_REQUEST = {
  exclusive: 0x540c,
  modem_get: 0x5415,
  modem_set: 0x5418,
  flush: 0x540b,
  counts: 0x545d,
  termios_get: 0x802c_542a,
  termios_set: 0x402c_542b,
} as const;

const TIOCM_DTR = 0x002;
const TIOCM_RTS = 0x004;
const BITS: Readonly<Record<Wire, number>> = { cts: 0x020, dcd: 0x040, dsr: 0x100 };

/** `struct serial_icounter_struct`: 20 numbers, of which these are the first. */
const COUNTS_BYTES = 80;
const PLACES: Readonly<Record<Wire, number>> = { cts: 0, dsr: 4, dcd: 12 };

export function counts(): Buffer {
  return Buffer.alloc(COUNTS_BYTES);
}

export function countIn(found: Buffer, wire: Wire): number {
  return found.readUInt32LE(PLACES[wire]);
}

/** Room for the states of all wires. */
export function levels({ rts, dtr }: WireFeeds = { rts: false, dtr: false }): Buffer {
  const bits = Buffer.alloc(4);
  bits.writeUInt32LE((rts ? TIOCM_RTS : 0) | (dtr ? TIOCM_DTR : 0));
  return bits;
}

export function isOnIn(found: Buffer, wire: Wire): boolean {
  return (found.readUInt32LE(0) & BITS[wire]) !== 0;
}

/** `struct termios2`. */
const TERMIOS_BYTES = 44;
const CFLAG_AT = 8;
const LFLAG_AT = 12;
const CLOCAL = 0x0000_0800;
const CRTSCTS = 0x8000_0000;

export function termios(): Buffer {
  return Buffer.alloc(TERMIOS_BYTES);
}

/** The wires are left alone: no hang-up when the carrier goes, no flow control; what comes as data is not echoed. */
export function leaveWiresAlone(found: Buffer): void {
  const control = found.readUInt32LE(CFLAG_AT);
  found.writeUInt32LE(((control | CLOCAL) & ~CRTSCTS) >>> 0, CFLAG_AT);
  found.writeUInt32LE(0, LFLAG_AT);
}
