import { closeSync, openSync, readdirSync } from "node:fs";
import { type PinChip, type PinLine, PinTrouble } from "../../model/index.ts";
import { ioctl } from "../libc.ts";
import { systemWord } from "../system-word.ts";
import { chipInfo, lineInfo, REQUEST, readChipInfo, readLineInfo } from "./layout.ts";

const DEVICES = "/dev";
const NAMED = /^gpiochip\d{1,4}$/;

/** Opens a chip's node for a moment. @throws PinTrouble */
export function withChip<Result>(path: string, use: (fd: number) => Result): Result {
  let fd: number;
  try {
    fd = openSync(path, "r+");
  } catch (error) {
    throw new PinTrouble(systemWord(error), `open ${path}`);
  }
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** What a chip says of itself. @throws PinTrouble */
export function chipAt(path: string): PinChip {
  return withChip(path, (fd) => {
    const info = chipInfo();
    ioctl(fd, REQUEST.chip_info, info);
    return { path, ...readChipInfo(info) };
  });
}

const numberOf = (name: string): number => Number(name.replace(/^\D+/, ""));

/** Paths of the chips that this machine has, by their numbers. */
export function chipPaths(folder = DEVICES): string[] {
  return readdirSync(folder)
    .filter((name) => NAMED.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((name) => `${folder}/${name}`);
}

/**
 * What the kernel knows of a line.
 * @param fd the open chip
 * @throws PinTrouble; OLD_KERNEL where it does not know this version of the interface
 */
export function lineAt(fd: number, offset: number): PinLine {
  const info = lineInfo(offset);
  try {
    ioctl(fd, REQUEST.line_info, info);
  } catch (error) {
    // of a line that is there only an old kernel says so
    if (error instanceof PinTrouble && error.code === "EINVAL") throw new PinTrouble("OLD_KERNEL", "line info");
    throw error;
  }
  return readLineInfo(info);
}

/** All lines of a chip. @throws PinTrouble */
export function linesOf(chip: PinChip): PinLine[] {
  return withChip(chip.path, (fd) => Array.from({ length: chip.lines }, (_nothing, offset) => lineAt(fd, offset)));
}
