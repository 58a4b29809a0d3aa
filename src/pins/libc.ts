import { createRequire } from "node:module";
import { PinTrouble } from "../model/ports/pins.ts";

/**
 * The few calls of the kernel that Node has no name for. They are answered at once, so they are made where they are needed:
 * no order waits for a pool of threads.
 */

interface Calls {
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  ioctlNumber(fd: number, request: number, argument: number): number;
  ioctlElsewhere(fd: number, request: number, argument: Uint8Array): Promise<number>;
  flock(fd: number, operation: number): number;
  fcntl(fd: number, command: number, argument: number): number;
  read(fd: number, into: Uint8Array, most: number): number;
  errno(): number;
  address(of: Uint8Array): bigint;
  readonly names: ReadonlyMap<number, string>;
}

interface Call {
  (...args: unknown[]): number;
  async(...args: unknown[]): void;
}

interface Koffi {
  load(path: string): { func(declaration: string): Call };
  errno(): number;
  address(of: Uint8Array): bigint;
  readonly os: { readonly errno: Readonly<Record<string, number>> };
}

const F_GETFL = 3;
const F_SETFL = 4;
const LOCK_EX = 2;
const LOCK_NB = 4;
const O_NONBLOCK = 0x800;

function load(): Calls {
  try {
    const koffi: Koffi = createRequire(import.meta.url)("koffi");
    const libc = koffi.load("libc.so.6");
    // Declared with fixed arguments: on Linux x86-64 and arm64 a variadic call passes them in the same registers.
    const ioctl = libc.func("int ioctl(int fd, unsigned long request, void *argument)");
    const ioctlElsewhere = (fd: number, request: number, argument: Uint8Array) =>
      new Promise<number>((resolve, reject) => {
        ioctl.async(fd, request, argument, (error: Error | null, result: number) =>
          error ? reject(error) : resolve(result),
        );
      });
    const ioctlNumber = libc.func("int ioctl(int fd, unsigned long request, unsigned long argument)");
    const fcntl = libc.func("int fcntl(int fd, int command, int argument)");
    const flock = libc.func("int flock(int fd, int operation)");
    const read = libc.func("long read(int fd, void *into, unsigned long most)");
    // of two names for one number the first is the usual one
    const named = Object.entries(koffi.os.errno).toReversed();
    const names = new Map(named.map(([name, number]) => [number, name]));
    const [errno, address] = [() => koffi.errno(), (of: Uint8Array) => koffi.address(of)];
    return { ioctl, ioctlNumber, ioctlElsewhere, flock, fcntl, read, errno, address, names };
  } catch (error) {
    throw new PinTrouble("NO_LIBRARY", error instanceof Error ? error.message : String(error));
  }
}

let loaded: Calls | undefined;

/** Loaded when first needed: a house without pins does without. @throws PinTrouble NO_LIBRARY */
function calls(): Calls {
  loaded ??= load();
  return loaded;
}

/** Loads them now, for whoever may wait for that at its start better than later. @throws PinTrouble NO_LIBRARY */
export function loadCalls(): void {
  calls();
}

function refused(doing: string): PinTrouble {
  const { errno, names } = calls();
  const number = errno();
  return new PinTrouble(names.get(number) ?? `errno ${number}`, doing);
}

/**
 * A call that a driver answers.
 * @param request its number
 * @param argument what it reads and writes, or a number
 * @throws PinTrouble with the kernel's word
 */
export function ioctl(fd: number, request: number, argument: Uint8Array | number): void {
  const { ioctl, ioctlNumber } = calls();
  const result = typeof argument === "number" ? ioctlNumber(fd, request, argument) : ioctl(fd, request, argument);
  if (result < 0) throw refused(`ioctl 0x${request.toString(16)}`);
}

/** Where bytes lie, for what a call reads and writes beside its argument; they must outlive the call. @throws PinTrouble */
export function addressOf(bytes: Uint8Array): bigint {
  return BigInt(calls().address(bytes));
}

/**
 * The same in one of Node's threads, for a driver that asks its device first and may wait for it.
 * @returns whether the kernel did it
 * @throws PinTrouble NO_LIBRARY
 */
export async function ioctlElsewhere(fd: number, request: number, argument: Uint8Array): Promise<boolean> {
  return (await calls().ioctlElsewhere(fd, request, argument)) >= 0;
}

/** Holds a file against others that lock it; let go when it is closed. @throws PinTrouble EAGAIN: one of them holds it */
export function lock(fd: number): void {
  if (calls().flock(fd, LOCK_EX | LOCK_NB) < 0) throw refused("flock");
}

/**
 * The same, where it must succeed.
 * @throws PinTrouble with the kernel's word
 */
export async function ioctlAside(fd: number, request: number, argument: Uint8Array): Promise<void> {
  if (!(await ioctlElsewhere(fd, request, argument))) throw refused(`ioctl 0x${request.toString(16)}`);
}

/** From now on reading never waits. @throws PinTrouble */
export function neverWait(fd: number): void {
  const { fcntl } = calls();
  const flags = fcntl(fd, F_GETFL, 0);
  if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) throw refused("fcntl");
}

/** @returns how many bytes were there; 0: none @throws PinTrouble */
export function readNow(fd: number, into: Uint8Array): number {
  const read = calls().read(fd, into, into.length);
  if (read >= 0) return read;
  const trouble = refused("read");
  if (trouble.code === "EAGAIN" || trouble.code === "EINTR") return 0;
  throw trouble;
}
