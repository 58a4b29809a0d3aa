import { readdirSync, readFileSync } from "node:fs";
import type { Clock, I2c, I2cBus } from "../../model/index.ts";
import { Bus } from "./bus.ts";

const DEVICES = "/dev";
const NAMES = "/sys/class/i2c-dev";
const NAMED = /^i2c-\d{1,4}$/;
/** Other addresses the bus itself needs. */
const FIRST_ADDRESS = 0x03;
const LAST_ADDRESS = 0x77;

function nameOf(node: string, folder: string): string {
  try {
    return readFileSync(`${folder}/${node}/name`, "utf8").trim();
  } catch {
    return "";
  }
}

/** The buses of this machine. @param devices where their nodes are @param names where the kernel tells their names */
export function i2cBuses(devices = DEVICES, names = NAMES): I2cBus[] {
  const numberOf = (node: string): number => Number(node.slice("i2c-".length));
  return readdirSync(devices)
    .filter((node) => NAMED.test(node))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((node) => ({ path: `${devices}/${node}`, name: nameOf(node, names) }));
}

const timer: Pick<Clock, "after"> = {
  after: (ms, call) => {
    const handle = setTimeout(call, ms);
    return () => clearTimeout(handle);
  },
};

/** One for each bus, for as long as the process lives: a bus without chips has no thread. */
const buses = new Map<string, Bus>();

/** The I²C of this machine. */
export const systemI2c: I2c = {
  buses: () => i2cBuses(),
  chip: (path, address) => {
    if (!(address >= FIRST_ADDRESS && address <= LAST_ADDRESS)) throw new RangeError(`address ${address}`);
    const bus = buses.get(path) ?? new Bus(path, timer);
    buses.set(path, bus);
    return bus.chip(address);
  },
};
