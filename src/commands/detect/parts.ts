import { wordsOf } from "../../model/index.ts";
import type { BusFound, ButtonsFound, HidFound, MachineFound, WatchdogFound } from "./findings.ts";
import type { Machine } from "./machine.ts";

/** What else a machine has, by what its kernel shows. */

export function machineFound(machine: Machine): MachineFound {
  return {
    model: machine.says("/proc/device-tree/model") ?? machine.says("/sys/class/dmi/id/product_name") ?? null,
    kernel: machine.says("/proc/sys/kernel/osrelease") ?? "unknown",
    arch: process.arch,
  };
}

/** Chips by the addresses where they usually are. Several kinds share one. */
const LIKELY: readonly (readonly [first: number, last: number, what: string])[] = [
  [0x20, 0x27, "an expander for relays (PCF8574, PCF8575, MCP23017) or the adapter of an LCD"],
  [0x38, 0x3f, "an expander for relays (PCF8574A) or the adapter of an LCD"],
  [0x40, 0x4f, "a sensor of current (INA219, INA226) or an ADC"],
  [0x50, 0x57, "a memory, such as that of a HAT"],
  [0x68, 0x68, "a clock (DS1307, DS3231)"],
  [0x76, 0x77, "a sensor of air pressure (BMP280, BME280)"],
];

export const hexAddress = (address: number): string => `0x${address.toString(16).padStart(2, "0")}`;

export function likelyAt(address: number): string | null {
  return LIKELY.find(([first, last]) => address >= first && address <= last)?.[2] ?? null;
}

/** Addresses that drivers of the kernel have: `1-0068` is 0x68 on bus 1. */
function ofKernel(machine: Machine, number: string): BusFound["addresses"] {
  const begin = `${number}-00`;
  return machine
    .names("/sys/bus/i2c/devices")
    .filter((name) => name.startsWith(begin))
    .map((name) => {
      const address = Number.parseInt(name.slice(begin.length), 16);
      const kernel = machine.says(`/sys/bus/i2c/devices/${name}/name`) ?? "a driver";
      return { address: hexAddress(address), kernel, likely: likelyAt(address), used_by: null };
    });
}

/** Addresses that answer on a bus. @throws what says why it cannot be asked */
export type AskBus = (path: string) => Promise<readonly number[]>;

function busFound(machine: Machine, node: string): BusFound {
  const name = machine.says(`/sys/class/i2c-dev/${node}/name`) ?? null;
  const addresses = ofKernel(machine, node.slice("i2c-".length));
  return { path: `/dev/${node}`, name, probed: false, addresses, problem: null };
}

async function asked(bus: BusFound, ask: AskBus): Promise<BusFound> {
  try {
    const answered = (await ask(bus.path))
      .map(hexAddress)
      .filter((one) => !bus.addresses.some(({ address }) => address === one));
    const found = answered.map((address) => ({
      address,
      kernel: null,
      likely: likelyAt(Number(address)),
      used_by: null,
    }));
    const addresses = [...bus.addresses, ...found].sort((a, b) => Number(a.address) - Number(b.address));
    return { ...bus, probed: true, addresses };
  } catch (error) {
    return { ...bus, problem: wordsOf(error) };
  }
}

/** @param ask absent: nothing is asked */
export async function busesFound(machine: Machine, ask: AskBus | undefined): Promise<BusFound[]> {
  const nodes = machine.names("/dev").filter((name) => name.startsWith("i2c-"));
  const buses = nodes.map((node) => busFound(machine, node));
  return ask ? Promise.all(buses.map((bus) => asked(bus, ask))) : buses;
}

export function buttonsFound(machine: Machine): ButtonsFound[] {
  return machine.names("/sys/class/input").flatMap((name) => {
    const device = `/sys/class/input/${name}/device`;
    if (!name.startsWith("event") || machine.says(`${device}/phys`)?.startsWith("gpio-keys") !== true) return [];
    return [{ path: `/dev/input/${name}`, name: machine.says(`${device}/name`) ?? "keys", used_by: null }];
  });
}

/** Vendor and product of what is known to hang there. */
const HID: Readonly<Record<string, string>> = {
  "0665:5161": "a Voltronic inverter (Axpert, InfiniSolar, WKS, MPP Solar)",
};

/** `HID_ID=0003:00000665:00005161` */
function hidId(uevent: string): string | undefined {
  const line = uevent.split("\n").find((each) => each.startsWith("HID_ID="));
  const [, vendor, product] = line?.split(":") ?? [];
  return vendor === undefined || product === undefined
    ? undefined
    : `${vendor.slice(-4)}:${product.slice(-4)}`.toLowerCase();
}

export function hidFound(machine: Machine): HidFound[] {
  return machine.names("/sys/class/hidraw").flatMap((name) => {
    const usb = hidId(machine.says(`/sys/class/hidraw/${name}/device/uevent`) ?? "");
    const likely = usb === undefined ? undefined : HID[usb];
    return usb === undefined || likely === undefined ? [] : [{ path: `/dev/${name}`, usb, likely }];
  });
}

/** To open one would start it. */
export function watchdogsFound(machine: Machine): WatchdogFound[] {
  return machine.names("/sys/class/watchdog").map((name) => {
    const says = (what: string): string | undefined => machine.says(`/sys/class/watchdog/${name}/${what}`);
    const timeout = says("timeout");
    return {
      path: `/dev/${name}`,
      name: says("identity") ?? null,
      timeout_s: timeout === undefined ? null : Number(timeout),
    };
  });
}
