/** What goes to and comes from `/dev/i2c-N` (`include/uapi/linux/i2c.h` and `i2c-dev.h`), little end first. */

export const REQUEST = {
  /** The address that reading and writing is about; EBUSY where a driver of the kernel has it. */
  slave: 0x0703,
  functions: 0x0705,
  smbus: 0x0720,
} as const;

/** What an adapter can do. */
const FUNCTION = { i2c: 0x1, write_block: 0x08000000, read_block: 0x04000000 } as const;

/** Kinds of the SMBus: how many bytes go with the command. */
const SIZE = { byte: 1, byte_data: 2, word_data: 3, block: 8 } as const;

export interface Abilities {
  /** Messages of any length: what each adapter on a board's own pins can do. */
  readonly plain: boolean;
  readonly write_block: boolean;
  readonly read_block: boolean;
}

export const functionsBuffer = (): Buffer => Buffer.alloc(8);

/** @param bytes what `REQUEST.functions` wrote: an unsigned long */
export function abilitiesIn(bytes: Buffer): Abilities {
  const bits = bytes.readUInt32LE(0);
  const has = (bit: number): boolean => (bits & bit) !== 0;
  return { plain: has(FUNCTION.i2c), write_block: has(FUNCTION.write_block), read_block: has(FUNCTION.read_block) };
}

/** One call for the SMBus: a command, and what goes with it. */
export interface Command {
  readonly read: boolean;
  readonly command: number;
  readonly size: number;
  /** What is written with it; absent: what is read goes here. */
  readonly data: readonly number[];
  /** So many bytes are read. */
  readonly count: number;
}

/** A block of registers as one call has 32 bytes at most. */
export const MOST_BLOCK = 32;

/** A message of the SMBus that puts just these bytes on the wire; `undefined`: this adapter cannot. */
export function writing(bytes: readonly number[], { write_block }: Abilities): Command | undefined {
  const [command = 0, ...data] = bytes;
  const sized = (size: number): Command => ({ read: false, command, size, data, count: 0 });
  if (data.length === 0) return sized(SIZE.byte);
  if (data.length === 1) return sized(SIZE.byte_data);
  if (write_block && data.length <= MOST_BLOCK) return sized(SIZE.block);
  return data.length === 2 ? sized(SIZE.word_data) : undefined;
}

/** One byte without a register. More cannot be read so: the SMBus puts a register before it, which some chips take for data. */
export const readingByte: Command = { read: true, command: 0, size: SIZE.byte, data: [], count: 1 };

/** Registers; `undefined`: this adapter cannot. */
export function readingRegisters(command: number, count: number, { read_block }: Abilities): Command | undefined {
  const sized = (size: number): Command => ({ read: true, command, size, data: [], count });
  if (count === 1) return sized(SIZE.byte_data);
  return read_block && count <= MOST_BLOCK ? sized(SIZE.block) : undefined;
}

/** `union i2c_smbus_data`: a byte, a word, or a block behind its length. */
export function smbusData({ size, data, count, read }: Command): Buffer {
  const bytes = Buffer.alloc(MOST_BLOCK + 2);
  if (size === SIZE.block) bytes.writeUInt8(read ? count : data.length, 0);
  bytes.set(data, size === SIZE.block ? 1 : 0);
  return bytes;
}

/** `struct i2c_smbus_ioctl_data`: read_write 0, command 1, size 4, pointer 8. @param address of the data */
export function smbusRequest({ read, command, size }: Command, address: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt8(read ? 1 : 0, 0);
  bytes.writeUInt8(command, 1);
  bytes.writeUInt32LE(size, 4);
  bytes.writeBigUInt64LE(address, 8);
  return bytes;
}

/** What the kernel wrote into `smbusData`; shorter where the chip gave less. */
export function bytesIn(data: Buffer, { size, count }: Command): number[] {
  if (size !== SIZE.block) return [...data.subarray(0, count)];
  const given = Math.min(data.readUInt8(0), count);
  return [...data.subarray(1, 1 + given)];
}
